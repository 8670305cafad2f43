<?php

declare(strict_types=1);

// What a score costs in PHP, by both ways: the quickest of several rounds, in microseconds.
//
//     SPBE_LIBRARY=target/release/libspbe.so SPBE_PROGRAM=target/release/spbe-json php benches/php/score.php

use Spbe\Assessment;
use Spbe\Cohort;
use Spbe\Instrument;
use Spbe\Library;

require __DIR__ . '/../../spbe-ffi/php/autoload.php';

const ROWS = 5000;

/** The quickest of `$rounds` rounds of `$count` calls, in microseconds a call. */
function quickest(callable $call, int $count, int $rounds): float
{
    $quickest = INF;
    for ($round = 0; $round < $rounds; $round++) {
        $begun = hrtime(true);
        for ($number = 0; $number < $count; $number++) {
            $call();
        }
        $quickest = min($quickest, (hrtime(true) - $begun) / $count / 1e3);
    }
    return $quickest;
}

mt_srand(1);
$assessments = [];
for ($row = 0; $row < ROWS; $row++) {
    $levels = [];
    for ($item = 0; $item < 47; $item++) {
        $levels[] = mt_rand(1, 5);
    }
    $assessments[] = Assessment::inOrder($levels)->withYear(2023)->withInstitution('Kota');
}
printf("%-48s %10s %10s\n", 'microseconds', 'ffi', 'process');
$figures = [];
foreach (['ffi', 'process'] as $transport) {
    $library = Library::open(['transport' => $transport]);
    $instrument = Instrument::builtin('spbe-2020', null, $library);
    $request = json_encode(['op' => 'score', 'instrument' => 'spbe-2020'] + $assessments[0]->fields());
    $cohort = new Cohort($instrument, $assessments);
    $figures['a page: open the library, one score'][] = quickest(static function () use ($transport, $assessments): void {
        $library = Library::open(['transport' => $transport]);
        Instrument::builtin('spbe-2020', null, $library)->score($assessments[0]);
    }, 1, 20);
    $figures['a request and its reply, as text'][] = quickest(static function () use ($library, $request): void {
        $library->send((string) $request);
    }, 300, 10);
    $figures['a score, as an object'][] = quickest(static function () use ($instrument, $assessments): void {
        $instrument->score($assessments[0]);
    }, 300, 10);
    $figures['an index of ' . ROWS . ' at once'][] = quickest(static function () use ($cohort): void {
        $cohort->indices();
    }, 1, 3) / ROWS;
}
foreach ($figures as $what => [$ffi, $process]) {
    printf("%-48s %10.1f %10.1f\n", $what, $ffi, $process);
}
