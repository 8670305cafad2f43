<?php

declare(strict_types=1);

namespace Spbe;

/**
 * What was found at one institution: a level or value for each indicator. Immutable.
 *
 * It is checked when it is scored, and then all its problems are named at once.
 */
final class Assessment
{
    private const PLAIN_NAME = '/^[\p{L}\p{M}\p{N}\p{P} ]{0,200}$/Du';

    /** @var array<int|string, int|string|null> */
    private array $levels;
    private bool $byPosition;
    /** @var array<string, mixed> */
    private array $subject = [];

    /**
     * @param array<int|string, int|string|null> $levels
     */
    private function __construct(array $levels, bool $byPosition)
    {
        foreach ($levels as $code => $level) {
            // A float such as 2.3 is not the number that was meant; its text is.
            if (!is_int($level) && !is_string($level) && $level !== null) {
                $type = is_object($level) ? get_class($level) : gettype($level);
                throw new \InvalidArgumentException("level {$code}: an integer, a text or null is needed, not {$type}");
            }
        }
        $this->levels = $levels;
        $this->byPosition = $byPosition;
    }

    /**
     * Levels by indicator: `['1' => 3, '2' => '4', '3' => null]`. Decimal values are text: `'2.75'`.
     *
     * @param array<int|string, int|string|null> $levels
     */
    public static function of(array $levels): self
    {
        return new self($levels, false);
    }

    /**
     * Levels in the order of the instrument's items, null where there is none.
     *
     * @param iterable<int|string|null> $levels
     */
    public static function inOrder(iterable $levels): self
    {
        $list = [];
        foreach ($levels as $level) {
            $list[] = $level;
        }
        return new self($list, true);
    }

    /** The same for a named institution. */
    public function withInstitution(string $institution): self
    {
        return $this->with('institution', $institution);
    }

    /** The same for a year; the instrument may read the predicate differently by year. */
    public function withYear(int $year): self
    {
        return $this->with('year', $year);
    }

    /** The same at a stage of the evaluation, such as `mandiri`. */
    public function withStage(string $stage): self
    {
        return $this->with('stage', $stage);
    }

    /**
     * The same with other facts on the institution, such as its province; they come back with the score.
     *
     * @param array<string, string> $labels
     */
    public function withLabels(array $labels): self
    {
        return $this->with('labels', (object) $labels);
    }

    /**
     * The fields of a request.
     *
     * @return array<string, mixed>
     *
     * @internal
     */
    public function fields(): array
    {
        return $this->subject + ['levels' => $this->byPosition ? $this->levels : (object) $this->levels];
    }

    /**
     * A byte a level, in the order of the codes; null where something needs the rules of a request: an answer that is
     * missing, unknown or not a whole level, or an institution whose name may have to be refused.
     *
     * @param list<string> $codes
     *
     * @internal
     */
    public function bytes(array $codes): ?string
    {
        $name = $this->subject['institution'] ?? '';
        $subject = array_diff(array_keys($this->subject), ['institution', 'year']);
        if ($subject !== [] || count($this->levels) !== count($codes) || preg_match(self::PLAIN_NAME, $name) !== 1) {
            return null;
        }
        $bytes = '';
        foreach ($codes as $position => $code) {
            $level = $this->levels[$this->byPosition ? $position : $code] ?? '';
            if (is_int($level) ? $level < 0 || $level > 9 : preg_match('/^[0-9]$/D', $level) !== 1) {
                return null;
            }
            $bytes .= chr((int) $level);
        }
        return $bytes;
    }

    /**
     * The year, where there is one.
     *
     * @internal
     */
    public function year(): ?int
    {
        return $this->subject['year'] ?? null;
    }

    /**
     * @param int|string|object $value
     */
    private function with(string $field, $value): self
    {
        $other = clone $this;
        $other->subject[$field] = $value;
        return $other;
    }
}
