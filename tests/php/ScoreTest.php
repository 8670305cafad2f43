<?php

declare(strict_types=1);

namespace Spbe\Tests;

use Spbe\Assessment;
use Spbe\Exception\AssessmentException;
use Spbe\Exception\RequestException;
use Spbe\Exception\ScoreException;
use Spbe\Instrument;

/**
 * What a score, an assessment and an instrument say.
 */
final class ScoreTest extends LibraryCase
{
    public function testAScoreHasEveryFieldOfTheRecord(): void
    {
        $score = self::instrument('spbe-2020')->score(
            self::bandarLampung()->withStage('mandiri')->withLabels(['province' => 'Lampung'])
        );
        $this->assertSame(['Kota Bandar Lampung', 2023, 'mandiri'], [$score->institution(), $score->year(), $score->stage()]);
        $this->assertSame(['province' => 'Lampung'], $score->labels());
        $this->assertSame('spbe-2020', $score->instrument());
        $this->assertSame(self::instrument('spbe-2020')->checksum(), $score->checksum());
        $this->assertSame([2.15, '2.1545'], [$score->index(), $score->indexExact()]);
        $this->assertSame(['Cukup', ['Cukup']], [$score->predicate(), $score->predicatesPossible()]);
        $this->assertSame(['published', 'reject'], [$score->predicateBasis(), $score->missingPolicy()]);
        $this->assertTrue($score->isOfficialRule());
        $this->assertSame([3.04, '79/26'], [$score->domain(4), $score->nodeExact('domain', '4')]);
        $this->assertSame([2.33, '7/3'], [$score->aspect('8'), $score->nodeExact('aspect', 8)]);
        $this->assertSame(['4', '0.11'], [$score->indicator(32), $score->contributionExact(32)]);
        $this->assertSame([[], []], [$score->missing(), $score->ranges()]);
        $next = $score->next();
        $this->assertNotNull($next);
        $this->assertSame(['Baik', '2.595', '0.4405', 15], [
            $next->predicate(), $next->indexExact(), $next->gapExact(), $next->fewestLevels(),
        ]);
        $this->assertSame(881, $next->parts());
    }

    public function testTheJsonIsTheOneOfTheReply(): void
    {
        $fields = ['op' => 'score', 'instrument' => 'spbe-2020', 'missing' => 'interval'];
        $assessment = Assessment::of(['1' => 3])->withInstitution("Kota \u{2028}é\"/<&>");
        $request = json_encode($fields + $assessment->fields(), JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR);
        $reply = self::library()->send($request);
        $score = self::instrument('spbe-2020')->score($assessment, ['missing' => 'interval']);
        $this->assertSame($reply, '{"op":"score",' . substr($score->toJson(), 1));
        $this->assertSame($score->toJson(), json_encode(
            $score,
            JSON_PRESERVE_ZERO_FRACTION | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_LINE_TERMINATORS
        ));
    }

    public function testTheJsonDoesNotDependOnThePrecisionOfPhp(): void
    {
        $before = ini_set('serialize_precision', '17');
        $json = self::instrument('spbe-2020')->score(self::bandarLampung())->toJson();
        $this->assertSame('17', ini_get('serialize_precision'));
        ini_set('serialize_precision', (string) $before);
        $this->assertStringContainsString('"index":2.15,', $json);
    }

    public function testLevelsByCodeAndInOrderAreTheSame(): void
    {
        $levels = self::vector('bandarlampung_2023')['levels'];
        $instrument = self::instrument('spbe-2020');
        $byCode = $instrument->score(Assessment::of($levels));
        $this->assertSame($byCode->toJson(), $instrument->score(Assessment::inOrder(array_values($levels)))->toJson());
        $asText = $instrument->score(Assessment::of(array_map('strval', array_reverse($levels, true))));
        $this->assertSame($byCode->toJson(), $asText->toJson());
    }

    public function testAnIntervalHasRangesAndNoIndex(): void
    {
        $levels = self::vector('bandarlampung_2023')['levels'];
        $levels['47'] = null;
        $score = self::instrument('spbe-2020')->score(Assessment::of($levels), ['missing' => 'interval']);
        $this->assertSame([null, null, ['47']], [$score->index(), $score->indexExact(), $score->missing()]);
        $this->assertSame('2.1545', $score->ranges()['index']['lowest_exact']);
        $this->assertFalse($score->isOfficialRule());
        $this->assertNull($score->next());
        $this->assertNull($score->domain('4'));
    }

    public function testMissingAnswersAreRefusedAndNamed(): void
    {
        try {
            self::instrument('spbe-2020')->score(Assessment::of(['1' => 3, '2' => null])->withInstitution('Kota A'));
            $this->fail('an assessment of one answer was scored');
        } catch (ScoreException $refused) {
            $this->assertSame([401, 'score.answers_missing'], [$refused->getCode(), $refused->name()]);
            $this->assertStringContainsString('46 indicators are without an answer: 2, 3, 4', $refused->getMessage());
        }
    }

    public function testAllProblemsComeAtOnceWithTheirPlaces(): void
    {
        try {
            self::instrument('spbe-2020')->score(Assessment::of(['1' => 9, 'x' => 1, '3' => '2,5']));
            $this->fail('wrong levels were scored');
        } catch (AssessmentException $refused) {
            $issues = $refused->issues();
            $this->assertSame([3, 3], [count($issues), $refused->total()]);
            $this->assertSame(['levels.1', 'levels.x', 'levels.3'], array_map(static function ($issue) {
                return $issue->path();
            }, $issues));
            $this->assertSame([316, 'assessment.level_out_of_range'], [$issues[0]->number(), $issues[0]->code()]);
            $this->assertSame('levels.1: 9 is outside 1 to 5', (string) $issues[0]);
            $this->assertSame([null, null], [$issues[0]->row(), $issues[0]->column()]);
        }
    }

    /**
     * @return iterable<string, array{mixed}>
     */
    public function wrongTypes(): iterable
    {
        yield 'a float' => [2.0];
        yield 'a truth value' => [true];
        yield 'a list' => [[3]];
        yield 'an object' => [new \stdClass()];
    }

    /**
     * @dataProvider wrongTypes
     *
     * @param mixed $level
     */
    public function testALevelIsAnIntegerATextOrNull($level): void
    {
        $this->expectException(\InvalidArgumentException::class);
        Assessment::of(['7' => $level]);
    }

    public function testTextThatIsNotUtf8IsRefusedBeforeItIsSent(): void
    {
        $this->expectException(\InvalidArgumentException::class);
        self::instrument('spbe-2020')->score(Assessment::of([])->withInstitution("Kota \xff"));
    }

    public function testAnUnknownOptionIsRefused(): void
    {
        $this->expectException(RequestException::class);
        $this->expectExceptionMessage('policy');
        self::instrument('spbe-2020')->score(self::bandarLampung(), ['policy' => 'zero']);
    }

    public function testAnUnknownNodeIsAnErrorOfTheCaller(): void
    {
        $score = self::instrument('spbe-2020')->score(self::bandarLampung());
        $this->expectException(\OutOfBoundsException::class);
        $score->domain('5');
    }

    public function testAnInstrumentTellsWhatAnApplicationStores(): void
    {
        $instrument = self::instrument('spbe-2020');
        $this->assertSame('spbe-2020', $instrument->id());
        $this->assertMatchesRegularExpression('/^[0-9a-f]{64}$/', $instrument->checksum());
        $this->assertSame([2021, 2022, 2023, 2024, 2025], $instrument->years());
        $this->assertSame(['Kurang', 'Cukup', 'Baik', 'Sangat Baik', 'Memuaskan'], $instrument->predicates());
        $this->assertSame(array_map('strval', range(1, 47)), $instrument->codes());
        $this->assertCount(4, $instrument->nodes('domain'));
        $this->assertCount(8, $instrument->nodes('aspect'));
        $this->assertSame('1.30', $instrument->indicators()[0]['weight']);
        $this->assertSame(['spbe-2018', 'spbe-2020', 'pemdi-2026'], array_column(Instrument::all(), 'id'));
        $this->assertSame(37, count(self::instrument('spbe-2018')->codes()));
    }

    public function testAnAlteredInstrumentIsNoticed(): void
    {
        $instrument = Instrument::builtin('spbe-2020', self::instrument('spbe-2020')->checksum());
        $this->assertSame(2.15, $instrument->score(self::bandarLampung())->index());
        $this->expectException(AssessmentException::class);
        $this->expectExceptionCode(309);
        Instrument::builtin('spbe-2020', str_repeat('0', 64))->score(self::bandarLampung());
    }

    public function testAnInstrumentOfOnesOwnScoresAsItSays(): void
    {
        $document = self::instrument('spbe-2020')->document();
        $document['id'] = 'own';
        $own = Instrument::fromJson((string) json_encode($document));
        $score = $own->score(self::bandarLampung());
        $this->assertSame(['own', '2.1545'], [$score->instrument(), $score->indexExact()]);
        $this->assertNotSame(self::instrument('spbe-2020')->checksum(), $own->checksum());
    }

    public function testAScoreCannotBeChangedThroughItsJson(): void
    {
        $score = self::instrument('spbe-2020')->score(self::bandarLampung());
        $score->jsonSerialize()->domains->{'1'} = 5;
        $this->assertSame(1.4, $score->domain('1'));
    }
}
