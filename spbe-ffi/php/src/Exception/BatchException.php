<?php

declare(strict_types=1);

namespace Spbe\Exception;

use Spbe\SpbeException;

/**
 * A batch is not sound (numbers 6xx).
 */
final class BatchException extends SpbeException
{
}
