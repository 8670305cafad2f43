<?php

declare(strict_types=1);

namespace Spbe\Tests;

use PHPUnit\Framework\TestCase;
use Spbe\Assessment;
use Spbe\Instrument;
use Spbe\Library;

/**
 * A test that asks the library, by the way that this run is for.
 */
abstract class LibraryCase extends TestCase
{
    protected const PACKAGE = __DIR__ . '/../../spbe-ffi/php';
    protected const ROOT = __DIR__ . '/../..';

    private static ?Library $library = null;
    /** @var array<string, Instrument> */
    private static array $instruments = [];

    protected function setUp(): void
    {
        Library::share(self::library());
    }

    /** One library for all tests, with messages in English. */
    protected static function library(): Library
    {
        return self::$library ?? self::$library = Library::open(['language' => 'en']);
    }

    protected static function instrument(string $id): Instrument
    {
        return self::$instruments[$id] ?? self::$instruments[$id] = Instrument::builtin($id, null, self::library());
    }

    /**
     * A file of official results.
     *
     * @return array<string, mixed>
     */
    protected static function vector(string $name): array
    {
        $text = (string) file_get_contents(self::ROOT . "/tests/vectors/{$name}.json");
        return json_decode($text, true, 64, JSON_THROW_ON_ERROR);
    }

    /** The answers of Kota Bandar Lampung 2023. */
    protected static function bandarLampung(): Assessment
    {
        $vector = self::vector('bandarlampung_2023');
        return Assessment::of($vector['levels'])->withInstitution('Kota Bandar Lampung')->withYear(2023);
    }

    /**
     * Runs a program to its end.
     *
     * @param list<string>               $command
     * @param array<string, string>|null $environment null for the one of the tests
     *
     * @return array{int, string, string} exit code, output, errors
     */
    protected static function execute(array $command, ?array $environment = null): array
    {
        $pipes = [];
        $process = proc_open($command, [['pipe', 'r'], ['pipe', 'w'], ['pipe', 'w']], $pipes, null, $environment);
        self::assertIsResource($process);
        fclose($pipes[0]);
        $output = (string) stream_get_contents($pipes[1]);
        $errors = (string) stream_get_contents($pipes[2]);
        return [proc_close($process), $output, $errors];
    }
}
