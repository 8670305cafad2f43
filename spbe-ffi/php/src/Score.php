<?php

declare(strict_types=1);

namespace Spbe;

/**
 * What an assessment is worth: the index and every node, exact and as published. Immutable.
 *
 * Exact values are text: a decimal where it ends (`2.1545`), else a fraction (`79/26`). Published values are floats:
 * show them, do not compute with them. Null is what the input does not determine; `ranges()` then has what is possible.
 */
final class Score implements \JsonSerializable
{
    private \stdClass $record;

    /** @internal */
    public function __construct(\stdClass $record)
    {
        $this->record = $record;
    }

    /** The institution; empty if none was given. */
    public function institution(): string
    {
        return $this->record->institution;
    }

    public function year(): ?int
    {
        return $this->record->year;
    }

    /** The stage of the evaluation, such as `mandiri`. */
    public function stage(): ?string
    {
        return $this->record->stage;
    }

    /**
     * Everything else that was said of the institution.
     *
     * @return array<string, string>
     */
    public function labels(): array
    {
        return (array) $this->record->labels;
    }

    /** The id of the instrument. */
    public function instrument(): string
    {
        return $this->record->instrument;
    }

    /** The SHA-256 of the instrument's content: different once any name, weight or rule differs. */
    public function checksum(): string
    {
        return $this->record->checksum;
    }

    /** The index as published. */
    public function index(): ?float
    {
        return self::number($this->record->index);
    }

    /** The exact index. */
    public function indexExact(): ?string
    {
        return $this->record->index_exact;
    }

    /** The official name of the predicate; null where it is not determined. */
    public function predicate(): ?string
    {
        return $this->record->predicate;
    }

    /**
     * Every predicate that the index may have, lowest first.
     *
     * @return list<string>
     */
    public function predicatesPossible(): array
    {
        return $this->record->predicates_possible;
    }

    /** The index that the predicate was read from: `exact` or `published`. */
    public function predicateBasis(): string
    {
        return $this->record->predicate_basis;
    }

    /** What happened to missing answers: `reject`, `minimum`, `zero`, `exclude` or `interval`. */
    public function missingPolicy(): string
    {
        return $this->record->missing_policy;
    }

    /**
     * The codes without an answer.
     *
     * @return list<string>
     */
    public function missing(): array
    {
        return $this->record->missing;
    }

    /** Whether the index follows the regulation: nothing assumed or left out. */
    public function isOfficialRule(): bool
    {
        return $this->record->official_rule;
    }

    /**
     * The published value of a domain.
     *
     * @param int|string $code
     */
    public function domain($code): ?float
    {
        return $this->node('domain', $code);
    }

    /**
     * The published value of an aspect.
     *
     * @param int|string $code
     */
    public function aspect($code): ?float
    {
        return $this->node('aspect', $code);
    }

    /**
     * The published value of a node.
     *
     * @param string     $tier the tier of the instrument, such as `domain`
     * @param int|string $code
     */
    public function node(string $tier, $code): ?float
    {
        return self::number($this->entry("{$tier}s", $code));
    }

    /**
     * The exact value of a node.
     *
     * @param string     $tier the tier of the instrument, such as `domain`
     * @param int|string $code
     */
    public function nodeExact(string $tier, $code): ?string
    {
        return $this->entry("{$tier}s_exact", $code);
    }

    /**
     * The exact value of an indicator.
     *
     * @param int|string $code
     */
    public function indicator($code): ?string
    {
        return $this->entry('indicators', $code);
    }

    /**
     * What an indicator adds to the index, exact; all of them add up to it.
     *
     * @param int|string $code
     */
    public function contributionExact($code): ?string
    {
        return $this->entry('contributions_exact', $code);
    }

    /** The way to the next predicate; null at the highest, and where the index is not determined. */
    public function next(): ?NextPredicate
    {
        return $this->record->next === null ? null : new NextPredicate($this->record->next);
    }

    /**
     * What is possible where something is not determined, by `index` or `tier:code`.
     *
     * @return array<string, array{lowest: float, highest: float, lowest_exact: string, highest_exact: string,
     *     highest_included: bool}>
     */
    public function ranges(): array
    {
        return $this->toArray()['ranges'];
    }

    /**
     * The record, field by field as `docs/json.md` has it. PHP makes integers of codes such as `1`.
     *
     * @return array<string, mixed>
     */
    public function toArray(): array
    {
        return json_decode($this->toJson(), true);
    }

    /** The record as every other language writes it, byte by byte. */
    public function toJson(): string
    {
        // The shortest text of a float that reads back as the same; a php.ini may say otherwise.
        $precision = ini_set('serialize_precision', '-1');
        $flags = JSON_PRESERVE_ZERO_FRACTION | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE;
        $json = json_encode($this->record, $flags | JSON_UNESCAPED_LINE_TERMINATORS | JSON_THROW_ON_ERROR);
        if ($precision !== false) {
            ini_set('serialize_precision', $precision);
        }
        return $json;
    }

    #[\ReturnTypeWillChange]
    public function jsonSerialize()
    {
        return json_decode($this->toJson());
    }

    /**
     * @param int|string $code
     *
     * @return mixed
     */
    private function entry(string $field, $code)
    {
        $entries = $this->record->{$field} ?? null;
        if (!$entries instanceof \stdClass || !property_exists($entries, (string) $code)) {
            throw new \OutOfBoundsException("the score has no {$field} `{$code}`");
        }
        return $entries->{$code};
    }

    /**
     * @param int|float|null $value
     */
    private static function number($value): ?float
    {
        return $value === null ? null : (float) $value;
    }
}
