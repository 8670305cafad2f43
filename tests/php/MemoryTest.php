<?php

declare(strict_types=1);

namespace Spbe\Tests;

/**
 * Nothing is left behind by a call, neither in PHP nor in the library.
 */
final class MemoryTest extends LibraryCase
{
    public function testAHundredThousandCallsTakeNoMemory(): void
    {
        $levels = array_values(self::vector('bandarlampung_2023')['levels']);
        $requests = [
            '{"op":"version"}',
            json_encode(['op' => 'score', 'instrument' => 'spbe-2020', 'levels' => $levels]),
            '{"op":"score","instrument":"spbe-2020","levels":{"1":9}}',
            '{"op":',
        ];
        $library = self::library();
        $ask = static function (int $count) use ($library, $requests): void {
            for ($number = 0; $number < $count; $number++) {
                $library->send((string) $requests[$number % 4]);
            }
        };
        $ask(1000);
        [$php, $system] = [memory_get_usage(), self::resident()];
        $ask(100000);
        // A byte a call would be 100 kB.
        $this->assertLessThan(4096, memory_get_usage() - $php);
        $this->assertLessThan(1 << 20, self::resident() - $system);
    }

    public function testScoresAndLibrariesAreFreed(): void
    {
        $round = static function (): void {
            $library = \Spbe\Library::open();
            $instrument = \Spbe\Instrument::builtin('spbe-2020', null, $library);
            $instrument->score(self::bandarLampung());
            (new \Spbe\Cohort($instrument, [self::bandarLampung()]))->indices();
        };
        for ($number = 0; $number < 10; $number++) {
            $round();
        }
        [$php, $system] = [memory_get_usage(), self::resident()];
        for ($number = 0; $number < 50; $number++) {
            $round();
        }
        $this->assertLessThan(4096, memory_get_usage() - $php);
        // An answerer alone is larger than the 40 kB a round that this leaves room for.
        $this->assertLessThan(2 << 20, self::resident() - $system);
    }

    /** The resident memory of this process in bytes. */
    private static function resident(): int
    {
        gc_collect_cycles();
        return 4096 * (int) explode(' ', (string) file_get_contents('/proc/self/statm'))[1];
    }
}
