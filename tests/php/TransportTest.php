<?php

declare(strict_types=1);

namespace Spbe\Tests;

use Spbe\Exception\TransportException;
use Spbe\Instrument;
use Spbe\Library;
use Spbe\Transport;
use Spbe\Transport\FfiTransport;
use Spbe\Transport\ProcessTransport;

/**
 * Both ways to the library: how they are found, that they agree, and what happens when one breaks.
 */
final class TransportTest extends LibraryCase
{
    public function testThisRunTakesTheWayItIsFor(): void
    {
        $this->assertSame(getenv('SPBE_TRANSPORT'), self::library()->transport());
        $this->assertSame(self::library()->transport() === 'ffi', self::library()->withoutFfi() === null);
    }

    public function testSettingsOfTheCallerComeBeforeTheEnvironment(): void
    {
        $this->assertSame('process', Library::open(['transport' => 'process'])->transport());
        $this->assertSame('ffi', Library::open(['transport' => 'ffi'])->transport());
        $this->assertSame('ffi', Library::open(['transport' => 'auto'])->transport());
        $this->assertSame('id', Library::open()->language());
        $this->assertSame('en', Library::open(['language' => 'en'])->language());
    }

    public function testAWrongSettingIsRefused(): void
    {
        foreach ([['colour' => 'red'], ['transport' => 'pigeon'], ['transport' => 'process', 'timeout' => -1]] as $settings) {
            try {
                Library::open($settings);
                $this->fail(json_encode($settings) . ' was taken');
            } catch (\InvalidArgumentException $refused) {
                $this->assertNotSame('', $refused->getMessage());
            }
        }
    }

    public function testWithoutALibraryTheProgramIsTakenAndTheReasonKept(): void
    {
        $library = Library::open(['transport' => 'auto', 'library' => '/nonexistent/libspbe.so']);
        $this->assertSame('process', $library->transport());
        $this->assertStringContainsString('/nonexistent/libspbe.so', (string) $library->withoutFfi());
        $this->assertSame(2.15, Instrument::builtin('spbe-2020', null, $library)->score(self::bandarLampung())->index());
    }

    public function testWithNeitherTheExceptionNamesBoth(): void
    {
        $this->expectException(TransportException::class);
        $this->expectExceptionMessageMatches('#FFI: .*/nonexistent/a.*Program: /nonexistent/b#');
        Library::open(['transport' => 'auto', 'library' => '/nonexistent/a', 'program' => '/nonexistent/b']);
    }

    public function testAnotherLibraryIsNotTakenForThisOne(): void
    {
        $this->expectException(TransportException::class);
        FfiTransport::connect('libc.so.6');
    }

    public function testTheProgramIsFoundInThePath(): void
    {
        $before = (string) getenv('PATH');
        putenv('PATH=' . dirname((string) getenv('SPBE_PROGRAM')));
        try {
            $this->assertSame('process', ProcessTransport::connect()->name());
            putenv('PATH=/nonexistent');
            $this->expectException(TransportException::class);
            ProcessTransport::connect();
        } finally {
            putenv("PATH={$before}");
        }
    }

    public function testBothWaysAndTwoOfEachGiveTheSameRepliesAtOnce(): void
    {
        $ways = [];
        foreach (['ffi', 'process', 'ffi', 'process'] as $transport) {
            $ways[] = Library::open(['transport' => $transport]);
        }
        $levels = array_values(self::vector('bandarlampung_2023')['levels']);
        for ($round = 0; $round < 50; $round++) {
            $levels[$round % 47] = 1 + $round % 6;
            $request = json_encode(['op' => 'score', 'instrument' => 'spbe-2020', 'levels' => $levels]);
            $replies = array_map(static function (Library $way) use ($request): string {
                return $way->send((string) $request);
            }, $ways);
            $this->assertCount(1, array_unique($replies));
        }
    }

    /**
     * @return iterable<string, array{string}>
     */
    public function rawRequests(): iterable
    {
        yield 'not JSON' => ['{"op": '];
        yield 'no object' => ['[1, 2]'];
        yield 'no operation' => ['{}'];
        yield 'unknown operation' => ['{"op": "fly", "id": {"a": [1, "\\n"]}}'];
        yield 'an id that comes back' => ['{"op": "version", "id": 7}'];
        yield 'a NUL in a text' => ['{"op": "score", "instrument": "spbe-2020", "institution": "A\\u0000B", "levels": {}}'];
        yield 'white space around' => ["\t {\"op\": \"instruments\"} \r"];
        yield 'deep nesting' => [str_repeat('[', 10000)];
    }

    /**
     * @dataProvider rawRequests
     */
    public function testARequestThatIsJsonAlreadyHasTheSameReplyByBothWays(string $request): void
    {
        $ffi = Library::open(['transport' => 'ffi'])->send($request);
        $this->assertSame($ffi, Library::open(['transport' => 'process'])->send($request));
        $this->assertStringStartsWith('{"op":', $ffi);
    }

    public function testWhatIsNotOneLineOfUtf8IsNotSent(): void
    {
        foreach (["{}\n", "\xff", '', " \t"] as $request) {
            try {
                self::library()->send($request);
                $this->fail(json_encode($request, JSON_INVALID_UTF8_SUBSTITUTE) . ' was sent');
            } catch (\InvalidArgumentException $refused) {
                $this->assertSame('a request is one line of UTF-8', $refused->getMessage());
            }
        }
    }

    public function testRequestsAndRepliesBeyondTheBuffersOfAPipePass(): void
    {
        $levels = array_fill(0, 2000, array_fill(0, 47, 3));
        $reply = self::library()->request(['op' => 'score_batch', 'instrument' => 'spbe-2020', 'levels' => $levels]);
        $this->assertCount(2000, $reply->scores);
        $this->assertSame('3', $reply->scores[1999]->index_exact);
    }

    public function testAProgramThatDiedIsStartedAgain(): void
    {
        $process = ProcessTransport::connect((string) getenv('SPBE_PROGRAM'));
        $this->assertNull($process->processId());
        $first = $process->send('{"op":"version"}');
        $id = $process->processId();
        $this->assertTrue(posix_kill((int) $id, SIGKILL));
        $this->assertSame($first, $process->send('{"op":"version"}'));
        $this->assertNotSame($id, $process->processId());
    }

    public function testAProgramThatDiesAtEveryRequestIsAnException(): void
    {
        $this->expectException(TransportException::class);
        $this->expectExceptionMessage('ended without a reply: no luck today');
        ProcessTransport::connect($this->script('echo no luck today >&2; exit 1'))->send('{}');
    }

    public function testAReplyThatTakesTooLongEndsTheProgram(): void
    {
        $process = ProcessTransport::connect($this->script('exec sleep 60'), 0.2);
        $begun = microtime(true);
        try {
            $process->send('{}');
            $this->fail('sleep replied');
        } catch (TransportException $late) {
            $this->assertStringContainsString('gave no reply in 0.2 seconds', $late->getMessage());
        }
        $this->assertLessThan(5, microtime(true) - $begun);
        $this->assertNull($process->processId());
    }

    public function testAProgramThatSaysSomethingElseIsAnException(): void
    {
        $process = ProcessTransport::connect($this->script('while read line; do echo hello; done'));
        $this->expectException(TransportException::class);
        $this->expectExceptionMessage('not a JSON object: hello');
        (new Library($process))->request(['op' => 'version']);
    }

    public function testAForkedChildStartsAProgramOfItsOwn(): void
    {
        if (!function_exists('pcntl_fork')) {
            $this->markTestSkipped('the extension pcntl is not loaded');
        }
        $process = ProcessTransport::connect((string) getenv('SPBE_PROGRAM'));
        $reply = $process->send('{"op":"version"}');
        $parent = $process->processId();
        $child = pcntl_fork();
        if ($child === 0) {
            $same = $process->send('{"op":"version"}') === $reply && $process->processId() !== $parent;
            // Without the shutdown of the test runner.
            posix_kill((int) getmypid(), $same ? SIGTERM : SIGKILL);
        }
        pcntl_waitpid($child, $status);
        $this->assertSame(SIGTERM, pcntl_wtermsig($status));
        $this->assertSame($reply, $process->send('{"op":"version"}'));
        $this->assertSame($parent, $process->processId());
    }

    public function testACopyHasAProgramOfItsOwn(): void
    {
        $process = ProcessTransport::connect((string) getenv('SPBE_PROGRAM'));
        $reply = $process->send('{"op":"version"}');
        $copy = clone $process;
        $this->assertSame($reply, $copy->send('{"op":"version"}'));
        $this->assertNotSame($process->processId(), $copy->processId());
    }

    public function testNoProgramIsLeftBehind(): void
    {
        $process = ProcessTransport::connect((string) getenv('SPBE_PROGRAM'));
        $process->send('{"op":"version"}');
        $id = (int) $process->processId();
        unset($process);
        $this->assertFalse(posix_kill($id, 0));
    }

    public function testATransportOfOnesOwnIsTaken(): void
    {
        $own = new class () implements Transport {
            public function name(): string
            {
                return 'own';
            }

            public function send(string $request): string
            {
                return '{"op":"version","version":"9"}';
            }
        };
        $this->assertSame('9', (new Library($own))->request(['op' => 'version'])->version);
    }

    public function testMessagesComeInTheLanguageAskedFor(): void
    {
        $messages = [];
        foreach (['id', 'en'] as $language) {
            try {
                self::library()->inLanguage($language)->request(['op' => 'describe', 'instrument' => 'spbe-1999']);
            } catch (\Spbe\SpbeException $refused) {
                $messages[$language] = $refused->getMessage();
            }
        }
        $this->assertStringContainsString('tidak ada instrumen `spbe-1999`', $messages['id']);
        $this->assertStringContainsString('there is no instrument `spbe-1999`', $messages['en']);
    }

    private function script(string $text): string
    {
        $file = (string) tempnam(sys_get_temp_dir(), 'spbe');
        file_put_contents($file, "#!/bin/sh\n{$text}\n");
        chmod($file, 0700);
        register_shutdown_function('unlink', $file);
        return $file;
    }
}
