<?php

declare(strict_types=1);

namespace Spbe\Tests;

use Spbe\Assessment;
use Spbe\Exception;
use Spbe\Instrument;
use Spbe\Library;
use Spbe\SpbeException;

/**
 * Every problem of the catalogue that PHP can meet: its class, number, name and both messages.
 */
final class ErrorsTest extends LibraryCase
{
    private const CLASSES = [
        1 => ['number', Exception\NumberException::class],
        2 => ['instrument', Exception\InstrumentException::class],
        3 => ['assessment', Exception\AssessmentException::class],
        4 => ['score', Exception\ScoreException::class],
        5 => ['audit', Exception\AuditException::class],
        7 => ['request', Exception\RequestException::class],
    ];

    /** Not to be met through requests, and why. */
    private const UNREACHABLE = [
        101 => 'a number in an answer is 314, in an instrument 209',
        102 => 'as 101',
        103 => 'as 101',
        104 => 'ranks are compared, not added',
        105 => 'nothing is divided',
        201 => 'an instrument goes along as JSON, which PHP has read',
        225 => 'no built-in band lacks its value',
        226 => 'an unknown instrument is 711',
        227 => 'measurements are not converted by requests',
        228 => 'measurements are not converted by requests',
        237 => 'a JSON text of PHP has no field twice',
        241 => 'every kind of field has its own words',
        302 => 'a request is UTF-8',
        403 => 'levels are read against the instrument they are scored with',
        406 => 'weights so fine are refused by the loader',
        407 => 'weights so fine are refused by the loader',
        502 => 'weights so fine are refused by the loader',
        503 => 'weights so fine are refused by the loader',
        701 => 'PHP writes JSON',
        702 => 'PHP writes UTF-8',
        703 => 'takes 64 MiB',
        707 => 'a JSON text of PHP has no field twice',
        712 => 'an instrument of one\'s own goes along with its request',
        715 => 'a defect of the library',
        716 => 'what PHP encodes, any parser reads',
    ];

    /** Documents that are written, columns in memory, cells of workbooks: none of them comes as the text of a request. */
    private const NO_TEXT = [340, 351];

    private const HEADING = "nama_instansi,tahun,indeks,predikat,d1,d2,d3,d4\n";

    /**
     * The number and name of every error in the source of the core.
     *
     * @return array<int, string>
     */
    private static function catalogue(): array
    {
        $found = [];
        $files = new \RecursiveIteratorIterator(new \RecursiveDirectoryIterator(self::ROOT . '/spbe-core/src'));
        foreach ($files as $file) {
            if (in_array($file->getFilename(), ['error.rs', 'mod.rs'], true)) {
                preg_match_all('/Code::new\((\d+), "([a-z_.]+)"\)/', (string) file_get_contents($file->getPathname()), $codes);
                $found += array_combine(array_map('intval', $codes[1]), $codes[2]);
            }
        }
        ksort($found);
        // Nor do requests meet the problems of stages that they do not have, such as the batch kernel.
        return array_filter($found, static function (int $number): bool {
            $isText = $number < self::NO_TEXT[0] || $number > self::NO_TEXT[1];
            return $isText && isset(self::CLASSES[intdiv($number, 100)]);
        }, ARRAY_FILTER_USE_KEY);
    }

    /**
     * @return array<int, callable(Library): mixed>
     */
    private static function cases(): array
    {
        $own = static function (callable $change, string $id = 'spbe-2020'): callable {
            return static function (Library $library) use ($change, $id): void {
                $document = self::instrument($id)->document();
                $change($document);
                Instrument::fromJson((string) json_encode($document), $library);
            };
        };
        $indicator = static function (array $fields) use ($own): callable {
            return $own(static function (array &$document) use ($fields): void {
                $document['indicators'][0] = $fields + $document['indicators'][0];
            });
        };
        $predicate = static function (array $fields) use ($own): callable {
            return $own(static function (array &$document) use ($fields): void {
                $document['predicates'][1] = $fields + $document['predicates'][1];
            });
        };
        $file = static function (string $content, array $options = []): callable {
            return static function (Library $library) use ($content, $options): void {
                $library->scoreFile($content, $options + ['instrument' => 'spbe-2020']);
            };
        };
        $document = static function (array $fields): string {
            return (string) json_encode($fields + ['schema' => 'spbe-assessments/1', 'instrument' => 'spbe-2020', 'assessments' => []]);
        };
        $score = static function (array $levels, array $options = []): callable {
            return static function (Library $library) use ($levels, $options): void {
                Instrument::builtin('spbe-2020', null, $library)->score(Assessment::of($levels), $options);
            };
        };
        $ask = static function (array $fields): callable {
            return static function (Library $library) use ($fields): void {
                $library->request($fields);
            };
        };
        return [
            202 => $indicator(['weight' => 3]),
            203 => $own(static function (array &$entry): void { $entry['schema'] = 'spbe-instrument/9'; }),
            204 => $indicator(['code' => 'é']),
            205 => $indicator(['code' => '2']),
            206 => $indicator(['scale' => 'nosuch']),
            207 => $own(static function (array &$entry): void { $entry['tiers'] = []; }),
            208 => $own(static function (array &$entry): void { $entry['nodes'][] = ['code' => '9'] + $entry['nodes'][0]; }),
            209 => $indicator(['weight' => 'many']),
            210 => $indicator(['weight' => '0']),
            211 => $indicator(['weight' => '1.40']),
            212 => $own(static function (array &$entry): void { $entry['total_weight'] = '100.00000000000000000001'; }),
            213 => $own(static function (array &$entry): void { $entry['answers'] = ['lowest' => '5', 'highest' => '1'] + $entry['answers']; }),
            214 => $own(static function (array &$entry): void { $entry['answers']['highest'] = '4.5'; }),
            215 => $own(static function (array &$entry): void { $entry['indicators'][0]['levels'][0]['level'] = 9; }),
            216 => $own(static function (array &$entry): void { $entry['indicators'][0]['levels'] = array_reverse($entry['indicators'][0]['levels']); }),
            217 => $own(static function (array &$entry): void { array_pop($entry['scales'][0]['levels']); }),
            218 => $own(static function (array &$entry): void { $entry['indicators'][0]['levels'][2]['requires_level'] = 5; }),
            219 => $predicate(['from' => '1.9']),
            220 => $predicate(['from' => '1.7']),
            221 => $predicate(['to' => '1.8']),
            222 => $own(static function (array &$entry): void { $entry['predicates'] = []; }),
            223 => $own(static function (array &$entry): void { $entry['publication']['decimals'] = 200; }),
            224 => $own(static function (array &$entry): void { $entry['publication']['predicate_basis_by_year'] = ['soon' => 'exact']; }),
            229 => $own(static function (array &$entry): void { $entry['answers']['level_values'] = [['level' => 2, 'value' => '4']]; }),
            230 => $own(static function (array &$entry): void { $entry['tiers'][0]['code'] = 'range'; }),
            231 => $own(static function (array &$entry): void { $bands = &$entry['measurements'][0]['bands']; $bands[count($bands) - 1]['value_to'] = '6'; }, 'pemdi-2026'),
            232 => $own(static function (array &$entry): void { $entry['measurements'][0]['bands'][1]['level'] = 5; }, 'pemdi-2026'),
            233 => $own(static function (array &$entry): void { $entry['measurements'][0]['bands'][0]['value_to'] = '0.5'; }, 'pemdi-2026'),
            234 => $own(static function (array &$entry): void { $entry['measurements'][0]['bands'][1]['value_from'] = '1.6'; }, 'pemdi-2026'),
            235 => $own(static function (array &$entry): void { unset($entry['title']); }),
            236 => $own(static function (array &$entry): void { $entry['colour'] = 'red'; }),
            238 => $own(static function (array &$entry): void { $entry['edition'] = -1; }),
            239 => $own(static function (array &$entry): void { $entry['publication']['rounding'] = 'half_down'; }),
            240 => $own(static function (array &$entry): void { $entry['answers']['completed_levels'] = [['level' => 1, 'value' => '1']]; }),
            242 => $own(static function (array &$entry): void { $entry['answers']['highest'] = '1002'; }),
            243 => $own(static function (array &$entry): void { $entry['answers']['highest'] = '1000001'; }),
            301 => $file('{'),
            303 => $file("hello,x\nworld,y\n"),
            304 => $file("kode,nilai\nK01,3\nK02,4\n"),
            305 => $file("institution,1,i1\nA,1,1\n"),
            306 => $score(['99' => 1]),
            307 => $file('institution,' . implode(',', range(1, 34)) . ",35-1,35-2,35-3\nA" . str_repeat(',1', 37) . "\n"),
            308 => $file("institution,1,2\nA,1,2\n", ['instrument' => null]),
            309 => static function (Library $library): void {
                Instrument::builtin('spbe-2020', str_repeat('0', 64), $library)->id();
                Instrument::builtin('spbe-2020', str_repeat('0', 64), $library)->checksum();
            },
            310 => $file("institution,1\n,3\n"),
            311 => $file("institution,year,1\nA,2023,3\nA,2023,3\n"),
            312 => $file("institution,year,1\nA,MMXXIII,3\n"),
            313 => $file("institution,year,1\nA,2023,3\n", ['year' => 2020]),
            314 => $score(['1' => 'NaN']),
            315 => $score(['1' => '2.5']),
            316 => $score(['1' => 6]),
            317 => $score(['1' => 3, 'I01' => 3]),
            318 => static function (Library $library): void {
                Instrument::builtin('spbe-2020', null, $library)->score(Assessment::inOrder([1, 2, 3]));
            },
            319 => $file("institution,1\nA\x00B,3\n"),
            320 => $file("institution,1\n" . str_repeat('A', 5000000) . ",3\n"),
            321 => $file("institution,1\nA,3,4,5\n"),
            322 => $file('institution,' . implode(',', array_map(static function (int $number): string {
                return "c{$number}";
            }, range(1, 200000))) . "\n"),
            323 => $file("institution,1\n"),
            324 => $file(self::HEADING . "A,2023,2.00,Bagus,2.00,2.00,2.00,2.00\n"),
            325 => $file($document(['assessments' => [['institution' => 'A', 'levels' => []]]])),
            326 => static function (Library $library): void {
                Instrument::builtin('spbe-2018', null, $library)->score(Assessment::of(['35' => 3]));
            },
            327 => $file("nama_instansi,tahun,indeks,d1,d9\nA,2023,2.00,2.00,2.00\n"),
            328 => $file("institution,1\n" . implode(",1\n", range(0, intdiv(10000000, 47))) . ",1\n"),
            329 => $file($document(['assessments' => [['institution' => 'A']]])),
            330 => $file($document(['assessments' => [['institution' => 'A', 'levels' => new \stdClass(), 'colour' => 'red']]])),
            331 => $file('{"levels": {}, "levels": {}}'),
            332 => $file('{"levels": {}, "values": {}}'),
            333 => $file($document(['schema' => 'spbe-assessments/2'])),
            334 => $file('{}'),
            335 => $file('[]'),
            336 => $file("institution,1\nA,\"3\n"),
            337 => $file("institution,1\nA,\"3\"x\n"),
            338 => $file($document(['instrument' => 'spbe-2018'])),
            339 => $file($document(['instrument' => 'abc']), ['instrument' => null]),
            352 => $file("institution,1\nRata-rata,3\n"),
            353 => $file("institution,year,1\nA,2023,3\nSumber: laporan,,\n"),
            354 => $file("institution,year,Indeks 2024\nA,2023,3\n"),
            355 => $file("institution,Tahun Anggaran,1\nA,2023,3\n"),
            356 => $file("institution,d1,Mutu\nA,3,2.5\n"),
            357 => $file("institution,1,Arsitektur\nA,3,2\n"),
            358 => $file("institution,index,Mutu\nA,3,Baik\n"),
            359 => $file(''),
            360 => $file('[{"institution": "A", "index": 2.1, "index_exact": "2.095"}]'),
            361 => $file('notzip'),
            401 => $score(['1' => 3]),
            402 => $score(['1' => null], ['missing' => 'exclude']),
            404 => $file(self::HEADING . "A,2023,,,,,,\n"),
            405 => $file(self::HEADING . "A,2023,5.00,,1.00,1.00,1.00,1.00\n"),
            501 => static function (Library $library): void {
                Instrument::builtin('spbe-2020', null, $library)->audit([['institution' => 'A', 'year' => 2023]]);
            },
            504 => static function (Library $library): void {
                $library->auditFile("institution,1\nA,3\n", ['instrument' => 'spbe-2020']);
            },
            704 => $ask(['op' => 'describe', 'instrument' => 3]),
            705 => $ask(['op' => 'score', 'instrument' => 'spbe-2020']),
            706 => $score(['1' => 3], ['colour' => 'red']),
            708 => $ask(['op' => 'score', 'instrument' => 'spbe-2020', 'levels' => [], 'values' => []]),
            709 => $ask(['op' => 'fly']),
            710 => $score(['1' => 3], ['missing' => 'guess']),
            711 => $ask(['op' => 'describe', 'instrument' => 'spbe-1999']),
            713 => $ask(['op' => 'score_batch', 'instrument' => 'spbe-2020', 'levels' => [[1]], 'institutions' => []]),
            714 => $ask(['op' => 'score_batch', 'instrument' => 'spbe-2020', 'levels' => array_fill(0, 10001, [])]),
        ];
    }

    public function testTheWholeCatalogueIsWalked(): void
    {
        $walked = array_keys(self::cases() + self::UNREACHABLE);
        $this->assertSame([], array_diff_key(self::catalogue(), array_flip($walked)), 'add a case, or a reason to UNREACHABLE');
        $this->assertSame([], array_intersect_key(self::cases(), self::UNREACHABLE));
        foreach (self::catalogue() as $number => $name) {
            $this->assertSame(self::CLASSES[intdiv($number, 100)][0], explode('.', $name)[0]);
        }
    }

    public function testAProblemHasItsClassNumberNameAndBothMessages(): void
    {
        $catalogue = self::catalogue();
        foreach (self::cases() as $number => $case) {
            $refused = self::refusal($case, 'en');
            $numbers = array_map(static function ($issue): int {
                return $issue->number();
            }, $refused->issues());
            $place = array_search($number, $numbers, true);
            $this->assertNotFalse($place, "{$number}: {$refused->getMessage()}");
            $this->assertSame($catalogue[$number], $refused->issues()[$place]->code());
            $first = $refused->issues()[0];
            $this->assertSame([$first->number(), $first->code()], [$refused->getCode(), $refused->name()]);
            $this->assertSame(self::CLASSES[intdiv($first->number(), 100)][1], get_class($refused));
            $this->assertGreaterThanOrEqual(count($numbers), $refused->total());
            foreach ($refused->issues() as $issue) {
                $this->assertNotSame('', $issue->message());
                $this->assertStringNotContainsString("\n", (string) $issue);
                $this->assertStringEndsNotWith('.', $issue->message());
            }
            $this->assertNotSame($refused->getMessage(), self::refusal($case, 'id')->getMessage(), (string) $number);
        }
    }

    public function testALongListIsCutAndCounted(): void
    {
        $content = "institution,1\n" . implode(",9\n", range(1, 300)) . ",9\n";
        try {
            self::library()->scoreFile($content, ['instrument' => 'spbe-2020']);
            $this->fail('level 9 was scored');
        } catch (Exception\AssessmentException $refused) {
            $this->assertSame([100, 300], [count($refused->issues()), $refused->total()]);
            $this->assertSame([2, '1'], [$refused->issues()[0]->row(), $refused->issues()[0]->column()]);
        }
    }

    public function testAnErrorOfALaterLibraryIsStillAnException(): void
    {
        $error = ['number' => 4711, 'code' => 'later.problem', 'message' => 'unknown here', 'issues' => []];
        $exception = SpbeException::fromReply($error);
        $this->assertSame([SpbeException::class, 4711, 'later.problem'], [get_class($exception), $exception->getCode(), $exception->name()]);
    }

    /**
     * @param callable(Library): mixed $case
     */
    private static function refusal(callable $case, string $language): SpbeException
    {
        try {
            $case(self::library()->inLanguage($language));
        } catch (SpbeException $refused) {
            return $refused;
        }
        self::fail('nothing was refused');
    }
}
