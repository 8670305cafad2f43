<?php

declare(strict_types=1);

namespace Spbe\Exception;

use Spbe\SpbeException;

/**
 * Printed results cannot be audited (numbers 5xx).
 */
final class AuditException extends SpbeException
{
}
