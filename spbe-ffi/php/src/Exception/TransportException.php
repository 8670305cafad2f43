<?php

declare(strict_types=1);

namespace Spbe\Exception;

use Spbe\SpbeException;

/**
 * The library cannot be reached: not found, of another ABI, died, or too slow. It has no number.
 */
final class TransportException extends SpbeException
{
}
