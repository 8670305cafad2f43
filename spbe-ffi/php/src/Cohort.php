<?php

declare(strict_types=1);

namespace Spbe;

/**
 * Many assessments on one instrument, scored together. Immutable.
 */
final class Cohort implements \Countable
{
    /** So many assessments go in one request where only a little of each score is kept. */
    private const AT_ONCE = 500;

    private Instrument $instrument;
    /** @var list<Assessment> */
    private array $assessments = [];

    /**
     * @param iterable<Assessment> $assessments
     */
    public function __construct(Instrument $instrument, iterable $assessments)
    {
        $this->instrument = $instrument;
        foreach ($assessments as $assessment) {
            if (!$assessment instanceof Assessment) {
                throw new \InvalidArgumentException('a cohort consists of assessments');
            }
            $this->assessments[] = $assessment;
        }
    }

    /** How many assessments there are. */
    public function count(): int
    {
        return count($this->assessments);
    }

    /**
     * Scores all of them, in their order, with every node; at most 10,000, which need about 15 kB each.
     *
     * @param array<string, mixed> $options as for `Instrument::score`
     *
     * @return list<Score>
     *
     * @throws SpbeException if one of them has no score, with every problem of all; their paths count from 1
     */
    public function score(array $options = []): array
    {
        return $this->scored($this->assessments, $options);
    }

    /**
     * Only the published index and the predicate of each, in their order; quick for many thousands.
     *
     * The numbers are those of `score`: where FFI and whole levels allow it, one call for all takes its place.
     *
     * @param array<string, mixed> $options as for `Instrument::score`
     *
     * @return list<array{index: float|null, predicate: string|null}>
     *
     * @throws SpbeException if one of them has no score; the paths count from the first of its 500
     */
    public function indices(array $options = []): array
    {
        $quick = $this->quickIndices($options);
        if ($quick !== null) {
            return $quick;
        }
        $indices = [];
        foreach (array_chunk($this->assessments, self::AT_ONCE) as $some) {
            foreach ($this->scored($some, $options) as $score) {
                $indices[] = ['index' => $score->index(), 'predicate' => $score->predicate()];
            }
        }
        return $indices;
    }

    /**
     * @param list<Assessment>     $assessments
     * @param array<string, mixed> $options
     *
     * @return list<Score>
     */
    private function scored(array $assessments, array $options): array
    {
        $fields = array_map(static function (Assessment $assessment): array {
            return $assessment->fields();
        }, $assessments);
        $request = $this->instrument->request('score_batch', $options) + ['assessments' => $fields];
        return array_map(static function (\stdClass $record): Score {
            return new Score($record);
        }, $this->instrument->library()->request($request)->scores);
    }

    /**
     * @param array<string, mixed> $options
     *
     * @return list<array{index: float, predicate: string}>|null null where requests have to do it
     */
    private function quickIndices(array $options): ?array
    {
        // With every level there, no policy changes a number; but an unknown one has to be refused.
        if (array_diff(array_keys($options), ['predicate_basis']) !== []) {
            return null;
        }
        $kernel = $this->instrument->kernel();
        if ($kernel === null) {
            return null;
        }
        $codes = $this->instrument->codes();
        $years = $this->instrument->years();
        $places = [];
        $levels = [];
        foreach ($this->assessments as $place => $assessment) {
            $row = $assessment->bytes($codes);
            $year = $assessment->year();
            if ($row === null || ($year !== null && !in_array($year, $years, true))) {
                return null;
            }
            // The year decides which index the predicate is read from.
            $places[(int) $year][] = $place;
            $levels[(int) $year] = ($levels[(int) $year] ?? '') . $row;
        }
        $predicates = $this->instrument->predicates();
        $decimals = $this->instrument->decimals();
        $indices = [];
        foreach ($places as $year => $some) {
            $basis = $options['predicate_basis'] ?? null;
            $found = $kernel->score($levels[$year], count($some), count($codes), $year, $basis);
            if ($found === null) {
                return null;
            }
            foreach ($some as $number => $place) {
                $indices[$place] = [
                    'index' => self::published($found[0][$number], $decimals),
                    'predicate' => $predicates[$found[1][$number]],
                ];
            }
        }
        ksort($indices);
        return $indices;
    }

    /** 260 units of the second decimal are 2.60: the point is set into the digits. */
    private static function published(int $units, int $decimals): float
    {
        $digits = str_pad((string) $units, $decimals + 1, '0', STR_PAD_LEFT);
        return (float) substr_replace($digits, '.', strlen($digits) - $decimals, 0);
    }
}
