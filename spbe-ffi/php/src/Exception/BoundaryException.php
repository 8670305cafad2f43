<?php

declare(strict_types=1);

namespace Spbe\Exception;

use Spbe\SpbeException;

/**
 * The call itself is wrong, or the library has a defect (numbers 9xx).
 */
final class BoundaryException extends SpbeException
{
}
