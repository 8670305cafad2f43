<?php

declare(strict_types=1);

namespace Spbe\Exception;

use Spbe\SpbeException;

/**
 * An assessment cannot be scored as asked (numbers 4xx).
 */
final class ScoreException extends SpbeException
{
}
