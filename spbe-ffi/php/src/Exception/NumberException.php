<?php

declare(strict_types=1);

namespace Spbe\Exception;

use Spbe\SpbeException;

/**
 * A number is not one, is ambiguous or has too many digits (numbers 1xx).
 */
final class NumberException extends SpbeException
{
}
