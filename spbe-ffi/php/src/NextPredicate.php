<?php

declare(strict_types=1);

namespace Spbe;

/**
 * The way to the next predicate.
 */
final class NextPredicate
{
    private \stdClass $record;

    /** @internal */
    public function __construct(\stdClass $record)
    {
        $this->record = $record;
    }

    /** The official name of the next predicate. */
    public function predicate(): string
    {
        return $this->record->predicate;
    }

    /** The smallest exact index that has it. */
    public function indexExact(): string
    {
        return $this->record->index_exact;
    }

    /** The distance in index points, exact. */
    public function gapExact(): string
    {
        return $this->record->gap_exact;
    }

    /**
     * The distance in parts of the instrument's total: weighted level steps.
     *
     * @return int|string text where it is beyond an integer of PHP
     */
    public function parts()
    {
        return $this->record->parts;
    }

    /** No fewer level steps reach it; null for decimal answers. */
    public function fewestLevels(): ?int
    {
        return $this->record->fewest_levels;
    }
}
