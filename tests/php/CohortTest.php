<?php

declare(strict_types=1);

namespace Spbe\Tests;

use Spbe\Assessment;
use Spbe\Cohort;
use Spbe\Exception\AssessmentException;
use Spbe\Exception\RequestException;
use Spbe\Exception\ScoreException;
use Spbe\Instrument;
use Spbe\Score;

/**
 * Many assessments at once have the scores that each has alone.
 */
final class CohortTest extends LibraryCase
{
    /**
     * @return list<Assessment> of every year, some of them on a cut-off
     */
    private static function random(int $count, int $items, int $lowest): array
    {
        mt_srand(20);
        $assessments = [];
        for ($number = 0; $number < $count; $number++) {
            $levels = [];
            for ($item = 0; $item < $items; $item++) {
                $levels[] = mt_rand($lowest, 5);
            }
            $assessment = Assessment::inOrder($levels)->withInstitution("Kabupaten No. {$number}, \"é\"");
            $assessments[] = $number % 3 === 0 ? $assessment : $assessment->withYear(2021 + $number % 4);
        }
        return $assessments;
    }

    public function testEachScoreIsTheOneItHasAlone(): void
    {
        $instrument = self::instrument('spbe-2020');
        $assessments = self::random(100, 47, 1);
        $scores = (new Cohort($instrument, $assessments))->score(['predicate_basis' => 'published']);
        $this->assertCount(100, $scores);
        foreach ($assessments as $place => $assessment) {
            $alone = $instrument->score($assessment, ['predicate_basis' => 'published']);
            $this->assertSame($alone->toJson(), $scores[$place]->toJson());
        }
    }

    /**
     * @return iterable<string, array{string, int, int}>
     */
    public function instruments(): iterable
    {
        yield 'spbe-2018' => ['spbe-2018', 37, 0];
        yield 'spbe-2020' => ['spbe-2020', 47, 1];
    }

    /**
     * @dataProvider instruments
     */
    public function testTheQuickIndicesAreThoseOfTheScores(string $id, int $items, int $lowest): void
    {
        $cohort = new Cohort(self::instrument($id), self::random(1200, $items, $lowest));
        foreach ([[], ['predicate_basis' => 'exact'], ['predicate_basis' => 'published']] as $options) {
            $scores = array_map(static function (Score $score): array {
                return ['index' => $score->index(), 'predicate' => $score->predicate()];
            }, $cohort->score($options));
            $this->assertSame($scores, $cohort->indices($options));
        }
    }

    public function testThePredicateIsReadByYearAlsoInTheQuickIndices(): void
    {
        // 2.595 exactly: published 2.60, which is Baik where the published index decides, as in 2023.
        $assessment = Assessment::inOrder([
            3, 4, 2, 3, 2, 2, 3, 2, 2, 2, 2, 3, 2, 2, 2, 3, 2, 4, 3, 2, 2, 3, 2, 2,
            3, 4, 2, 3, 3, 3, 3, 3, 3, 4, 2, 2, 2, 2, 3, 3, 2, 2, 3, 3, 3, 3, 2,
        ]);
        $this->assertSame('2.595', self::instrument('spbe-2020')->score($assessment)->indexExact());
        $cohort = new Cohort(self::instrument('spbe-2020'), [
            $assessment->withYear(2023), $assessment->withYear(2024), $assessment,
        ]);
        $this->assertSame(['Baik', 'Cukup', 'Cukup'], array_column($cohort->indices(), 'predicate'));
        $this->assertSame([2.6, 2.6, 2.6], array_column($cohort->indices(), 'index'));
    }

    public function testWhereLevelsAreMissingTheRulesOfARequestApply(): void
    {
        $levels = self::vector('bandarlampung_2023')['levels'];
        $cohort = new Cohort(self::instrument('spbe-2020'), [
            Assessment::of($levels), Assessment::of(['7' => null] + $levels),
        ]);
        $this->assertSame(
            [['index' => 2.15, 'predicate' => 'Cukup'], ['index' => null, 'predicate' => 'Cukup']],
            $cohort->indices(['missing' => 'interval'])
        );
        $this->expectException(ScoreException::class);
        $cohort->indices();
    }

    public function testWrongLevelsOptionsAndNamesAreRefusedInTheQuickIndicesToo(): void
    {
        $levels = self::vector('bandarlampung_2023')['levels'];
        $one = static function (Assessment $assessment): Cohort {
            return new Cohort(self::instrument('spbe-2020'), [$assessment]);
        };
        $calls = [
            [AssessmentException::class, $one(Assessment::of(['7' => 9] + $levels)), []],
            [AssessmentException::class, $one(Assessment::of(['7' => '3x'] + $levels)), []],
            [AssessmentException::class, $one(Assessment::of($levels)->withInstitution("A\0B")), []],
            [AssessmentException::class, $one(Assessment::of($levels)->withYear(12)), []],
            [RequestException::class, $one(Assessment::of($levels)), ['missing' => 'guess']],
            [RequestException::class, $one(Assessment::of($levels)), ['predicate_basis' => 'guess']],
            [RequestException::class, $one(Assessment::of($levels)), ['colour' => 'red']],
        ];
        foreach ($calls as $number => [$class, $cohort, $options]) {
            try {
                $cohort->indices($options);
                $this->fail("call {$number} was answered");
            } catch (\Spbe\SpbeException $refused) {
                $this->assertInstanceOf($class, $refused, "call {$number}");
            }
        }
    }

    public function testAllProblemsOfAllAreNamed(): void
    {
        $cohort = new Cohort(self::instrument('spbe-2020'), [Assessment::of(['1' => 9]), Assessment::of(['x' => 1])]);
        try {
            $cohort->score();
            $this->fail('wrong levels were scored');
        } catch (AssessmentException $refused) {
            $paths = array_map(static function ($issue) {
                return $issue->path();
            }, $refused->issues());
            $this->assertSame(['assessments[1].levels.1', 'assessments[2].levels.x'], $paths);
        }
    }

    public function testDecimalValuesAreScoredByRequests(): void
    {
        $instrument = self::instrument('pemdi-2026');
        $values = array_fill_keys($instrument->codes(), '2.75');
        $cohort = new Cohort($instrument, [Assessment::of($values), Assessment::of($values)]);
        $this->assertSame(['2.75', '2.75'], array_map(static function (Score $score) {
            return $score->indexExact();
        }, $cohort->score()));
        $this->assertSame([2.75, 2.75], array_column($cohort->indices(), 'index'));
    }

    public function testAnInstrumentOfOnesOwnHasQuickIndices(): void
    {
        $document = self::instrument('spbe-2020')->document();
        $document['id'] = 'own';
        $document['publication']['decimals'] = 3;
        $own = Instrument::fromJson((string) json_encode($document));
        $this->assertSame([2.155], array_column((new Cohort($own, [self::bandarLampung()]))->indices(), 'index'));
    }

    public function testAnEmptyCohortHasNoScores(): void
    {
        $cohort = new Cohort(self::instrument('spbe-2020'), []);
        $this->assertSame([0, [], []], [count($cohort), $cohort->score(), $cohort->indices()]);
    }

    public function testOnlyAssessmentsMakeACohort(): void
    {
        $this->expectException(\InvalidArgumentException::class);
        new Cohort(self::instrument('spbe-2020'), [[1, 2, 3]]);
    }
}
