<?php

declare(strict_types=1);

namespace Spbe;

/**
 * One problem: what it is, where it is, and what to tell the user.
 */
final class Issue
{
    private int $number;
    private string $code;
    /** @var array{row?: int, column?: string, path?: string} */
    private array $place;
    private string $at;
    private string $message;

    /**
     * @param array<string, mixed> $record an entry of `issues` in a reply
     *
     * @internal
     */
    public function __construct(array $record)
    {
        $this->number = (int) $record['number'];
        $this->code = (string) $record['code'];
        $this->place = $record['place'] ?? [];
        $this->at = (string) ($record['at'] ?? '');
        $this->message = (string) $record['message'];
    }

    /** The number in the catalogue of errors; it never changes meaning. */
    public function number(): int
    {
        return $this->number;
    }

    /** The name in the catalogue, such as `assessment.level_out_of_range`. */
    public function code(): string
    {
        return $this->code;
    }

    /** The row or line of the input, from 1, where it is known. */
    public function row(): ?int
    {
        return $this->place['row'] ?? null;
    }

    /** The column of the input, by its heading, where it is known. */
    public function column(): ?string
    {
        return $this->place['column'] ?? null;
    }

    /** The path in a JSON or TOML text, such as `levels.48`, where it is known. */
    public function path(): ?string
    {
        return $this->place['path'] ?? null;
    }

    /** The place in words; empty for the whole input. */
    public function at(): string
    {
        return $this->at;
    }

    /** The message, without its place. */
    public function message(): string
    {
        return $this->message;
    }

    /** The place and the message, for a user. */
    public function __toString(): string
    {
        return $this->at === '' ? $this->message : $this->at . ': ' . $this->message;
    }
}
