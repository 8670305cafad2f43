<?php

declare(strict_types=1);

// Which way a page takes to the library, and what comes of it. Served by php-fpm in FpmTest.
use Spbe\Assessment;
use Spbe\Instrument;
use Spbe\Library;
use Spbe\SpbeException;

$preloaded = class_exists(Spbe\Transport\FfiTransport::class, false);
require_once __DIR__ . '/../../../spbe-ffi/php/autoload.php';

header('Content-Type: application/json');
try {
    $library = Library::shared();
    $score = Instrument::builtin('spbe-2020')->score(
        Assessment::inOrder(array_fill(0, 47, 3))->withYear(2024),
        ['predicate_basis' => 'exact']
    );
    $said = ['transport' => $library->transport(), 'without_ffi' => $library->withoutFfi(), 'index' => $score->indexExact()];
} catch (SpbeException $refused) {
    $said = ['error' => $refused->getMessage()];
}
echo json_encode(['preloaded' => $preloaded, 'server' => PHP_SAPI, 'ffi.enable' => ini_get('ffi.enable')] + $said);
