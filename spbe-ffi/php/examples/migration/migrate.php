<?php

declare(strict_types=1);

/*
 * Scores every institution and year of a legacy table, and says where the index that stands there is wrong.
 *
 *     php migrate.php --demo                         the rows of legacy.sql, in memory
 *     php migrate.php sqlite:/srv/app/spbe.sqlite    a database; or mysql:host=localhost;dbname=spbe
 *     php migrate.php DSN --write                    also fills the table spbe_score
 *
 * User and password of the database come from the environment: SPBE_DB_USER, SPBE_DB_PASSWORD.
 *
 * Exit codes: 0 every legacy index is right, 1 some are not or cannot be checked, 2 wrong usage.
 */

use Spbe\Assessment;
use Spbe\Instrument;
use Spbe\Score;
use Spbe\SpbeException;

require __DIR__ . '/../../autoload.php';

// The names that your application gives its tables and columns.
const ANSWERS = 'SELECT instansi, tahun, indikator, tingkat FROM penilaian ORDER BY instansi, tahun, indikator';
const RESULTS = 'SELECT instansi, tahun, indeks, predikat FROM hasil';

/** The instrument of a year. */
function instrumentOf(int $year): string
{
    return $year <= 2020 ? 'spbe-2018' : 'spbe-2020';
}

/**
 * The database that the command line names.
 *
 * @param list<string> $arguments
 */
function open(array $arguments): ?PDO
{
    if (count($arguments) !== 1) {
        return null;
    }
    $options = [PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION, PDO::ATTR_DEFAULT_FETCH_MODE => PDO::FETCH_ASSOC];
    if ($arguments[0] === '--demo') {
        $database = new PDO('sqlite::memory:', null, null, $options);
        $database->exec((string) file_get_contents(__DIR__ . '/legacy.sql'));
        return $database;
    }
    if (strncmp($arguments[0], '-', 1) === 0) {
        return null;
    }
    return new PDO($arguments[0], getenv('SPBE_DB_USER') ?: null, getenv('SPBE_DB_PASSWORD') ?: null, $options);
}

/**
 * The answers of one institution and year after the other.
 *
 * @return iterable<array{string, int, array<string, int|string|null>}>
 */
function assessments(PDO $database): iterable
{
    $who = null;
    $levels = [];
    foreach ($database->query(ANSWERS) as $row) {
        $next = [(string) $row['instansi'], (int) $row['tahun']];
        if ($who !== null && $next !== $who) {
            yield [$who[0], $who[1], $levels];
            $levels = [];
        }
        $who = $next;
        $levels[(string) $row['indikator']] = $row['tingkat'];
    }
    if ($who !== null) {
        yield [$who[0], $who[1], $levels];
    }
}

/**
 * What is wrong with the legacy result; empty if nothing is.
 *
 * @param array<string, mixed>|null $legacy
 */
function difference(?array $legacy, Score $score): string
{
    if ($legacy === null) {
        return 'tidak ada hasil lama';
    }
    $wrong = [];
    $published = number_format((float) $score->index(), 2);
    if ($legacy['indeks'] === null || number_format((float) $legacy['indeks'], 2) !== $published) {
        $wrong[] = 'indeks lama ' . ($legacy['indeks'] ?? 'kosong');
    }
    if ($legacy['predikat'] !== $score->predicate()) {
        $wrong[] = 'predikat lama ' . ($legacy['predikat'] ?? 'kosong');
    }
    return implode(', ', $wrong);
}

/** A table of our own: the exact index, the whole record, and the instrument by whose content it came about. */
function createScores(PDO $database): PDOStatement
{
    $database->exec('DROP TABLE IF EXISTS spbe_score');
    $database->exec('CREATE TABLE spbe_score (
        instansi VARCHAR(200) NOT NULL, tahun INTEGER NOT NULL, instrumen VARCHAR(40) NOT NULL,
        checksum CHAR(64) NOT NULL, indeks DECIMAL(4,2) NOT NULL, indeks_eksak VARCHAR(60) NOT NULL,
        predikat VARCHAR(40) NOT NULL, rekaman TEXT NOT NULL, PRIMARY KEY (instansi, tahun))');
    return $database->prepare('INSERT INTO spbe_score VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
}

/** A text in a column, by its letters and not its bytes. */
function column(string $text, int $width): string
{
    return $text . str_repeat(' ', max(0, $width - (int) preg_match_all('/./su', $text)));
}

$arguments = array_slice($argv, 1);
$write = in_array('--write', $arguments, true);
try {
    $database = open(array_values(array_diff($arguments, ['--write'])));
} catch (PDOException $refused) {
    fwrite(STDERR, "basis data tidak terbuka: {$refused->getMessage()}\n");
    exit(2);
}
if ($database === null) {
    fwrite(STDERR, "penggunaan: php migrate.php --demo | DSN [--write]\n");
    exit(2);
}

$legacy = [];
foreach ($database->query(RESULTS) as $row) {
    $legacy[$row['instansi']][(int) $row['tahun']] = $row;
}
$insert = $write ? createScores($database) : null;
$instruments = [];
$right = 0;
$wrong = 0;
$database->beginTransaction();
foreach (assessments($database) as [$institution, $year, $levels]) {
    $id = instrumentOf($year);
    $instrument = $instruments[$id] ?? $instruments[$id] = Instrument::builtin($id);
    printf("%s %d  ", column($institution, 26), $year);
    try {
        $score = $instrument->score(Assessment::of($levels)->withInstitution($institution)->withYear($year));
    } catch (SpbeException $refused) {
        $wrong++;
        echo 'TIDAK DIHITUNG: ', implode("\n" . str_repeat(' ', 33), $refused->issues()), "\n";
        continue;
    }
    $difference = difference($legacy[$institution][$year] ?? null, $score);
    $difference === '' ? $right++ : $wrong++;
    printf("%.2f  %s  %s  %s\n", $score->index(), column((string) $score->indexExact(), 10), column((string) $score->predicate(), 11),
        $difference === '' ? 'sama' : "BERBEDA: {$difference}");
    if ($insert !== null) {
        $insert->execute([$institution, $year, $id, $score->checksum(), sprintf('%.2f', $score->index()),
            $score->indexExact(), $score->predicate(), $score->toJson()]);
    }
}
$database->commit();
printf("%d hasil lama benar, %d tidak. Jalur ke pustaka: %s.\n", $right, $wrong, \Spbe\Library::shared()->transport());
exit($wrong === 0 ? 0 : 1);
