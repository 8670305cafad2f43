<?php

declare(strict_types=1);

// One page: a form of the 47 indicators of SPBE 2020 and, above it, what they are worth.
//
//     php -S 127.0.0.1:8000 -t spbe-ffi/php/examples/page

namespace Spbe\Examples\Page;

use Spbe\Assessment;
use Spbe\Exception\TransportException;
use Spbe\Instrument;
use Spbe\Library;
use Spbe\SpbeException;

require __DIR__ . '/../../autoload.php';
require __DIR__ . '/Form.php';
require __DIR__ . '/View.php';

header("Content-Security-Policy: default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'");
header('X-Content-Type-Options: nosniff');
header('Referrer-Policy: no-referrer');

$language = Form::language($_POST, $_GET);
$view = new View($language, require __DIR__ . '/texts.php');
try {
    $library = Library::open(['language' => $language]);
    $instrument = Instrument::builtin('spbe-2020', null, $library);
    $form = new Form($_POST, $instrument->codes(), $instrument->years(), require __DIR__ . '/example.php');
} catch (TransportException $unreachable) {
    http_response_code(503);
    $view->show('unreachable', ['reason' => $unreachable->getMessage()]);
    return;
}

$score = null;
$problems = null;
if ($form->sent) {
    // What stands in the form goes on as text: the library checks it, and names every problem.
    $levels = array_map(static function (string $level): ?string {
        return $level === '' ? null : $level;
    }, $form->levels);
    try {
        $assessment = Assessment::of($levels)->withInstitution($form->institution)->withYear($form->year);
        $score = $instrument->score($assessment, ['missing' => $form->missing]);
    } catch (SpbeException $refused) {
        $problems = $refused;
        http_response_code(422);
    }
}
$view->show('page', [
    'form' => $form,
    'instrument' => $instrument,
    'score' => $score,
    'problems' => $problems,
    'transport' => $library->transport(),
]);
