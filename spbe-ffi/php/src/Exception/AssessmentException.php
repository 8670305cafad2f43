<?php

declare(strict_types=1);

namespace Spbe\Exception;

use Spbe\SpbeException;

/**
 * Levels, a table or a document are not sound (numbers 3xx).
 */
final class AssessmentException extends SpbeException
{
}
