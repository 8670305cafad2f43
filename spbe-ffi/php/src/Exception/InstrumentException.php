<?php

declare(strict_types=1);

namespace Spbe\Exception;

use Spbe\SpbeException;

/**
 * An instrument is unknown or not sound (numbers 2xx).
 */
final class InstrumentException extends SpbeException
{
}
