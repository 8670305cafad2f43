<?php

declare(strict_types=1);

namespace Spbe\Tests;

use Spbe\Assessment;

/**
 * Ten thousand random assessments of each instrument have, byte by byte, the record that the Rust program writes.
 */
final class SameTest extends LibraryCase
{
    private const COUNT = 10000;

    /**
     * @return iterable<string, array{string, list<int>|list<string>}> an instrument and the answers it allows
     */
    public function instruments(): iterable
    {
        yield 'spbe-2018' => ['spbe-2018', range(0, 5)];
        yield 'spbe-2020' => ['spbe-2020', range(1, 5)];
        yield 'pemdi-2026' => ['pemdi-2026', array_map(static function (int $hundredths): string {
            return intdiv($hundredths, 100) . '.' . str_pad((string) ($hundredths % 100), 2, '0', STR_PAD_LEFT);
        }, range(100, 500))];
    }

    /**
     * @dataProvider instruments
     *
     * @param list<int>|list<string> $answers
     */
    public function testTheRecordIsTheOneOfRust(string $id, array $answers): void
    {
        $instrument = self::instrument($id);
        $codes = $instrument->codes();
        $bases = [[], ['predicate_basis' => 'exact'], ['predicate_basis' => 'published']];
        $policies = ['minimum', 'zero', 'exclude', 'interval'];
        mt_srand(2026);
        $requests = '';
        $records = [];
        for ($number = 0; $number < self::COUNT; $number++) {
            $levels = [];
            foreach ($codes as $code) {
                $levels[$code] = $answers[mt_rand(0, count($answers) - 1)];
            }
            $options = $bases[$number % 3];
            if ($number % 4 === 0) {
                $levels[$codes[mt_rand(0, count($codes) - 1)]] = null;
                $options['missing'] = $policies[mt_rand(0, 3)];
            }
            $assessment = Assessment::of($levels)->withYear(2021 + $number % 4)->withInstitution("Kota \u{e9} {$number}");
            $fields = ['op' => 'score', 'instrument' => $id] + $options + $assessment->fields();
            $requests .= json_encode($fields, JSON_THROW_ON_ERROR) . "\n";
            $records[] = $instrument->score($assessment, $options)->toJson();
        }
        foreach ($this->repliesOfRust($requests) as $number => $reply) {
            if ('{"op":"score",' . substr($records[$number], 1) !== $reply) {
                $this->assertSame($reply, $records[$number], "assessment {$number}");
            }
        }
        $this->assertCount(self::COUNT, $records);
    }

    /**
     * What the program writes when it reads all requests at once, without this package.
     *
     * @return list<string>
     */
    private function repliesOfRust(string $requests): array
    {
        $input = (string) tempnam(sys_get_temp_dir(), 'spbe');
        file_put_contents($input, $requests);
        $pipes = [];
        $process = proc_open([(string) getenv('SPBE_PROGRAM')], [['file', $input, 'r'], ['pipe', 'w']], $pipes);
        $this->assertIsResource($process);
        $replies = explode("\n", rtrim((string) stream_get_contents($pipes[1])));
        $this->assertSame(0, proc_close($process));
        unlink($input);
        $this->assertCount(self::COUNT, $replies);
        return $replies;
    }
}
