<?php

declare(strict_types=1);

namespace Spbe\Exception;

use Spbe\SpbeException;

/**
 * A request is not one that the library knows.
 */
final class RequestException extends SpbeException
{
}
