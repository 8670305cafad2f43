<?php

declare(strict_types=1);

namespace Spbe\Tests;

/**
 * The example page under PHP's built-in server, on loopback.
 *
 * @group once
 */
final class PageTest extends LibraryCase
{
    /** @var resource|null */
    private static $server;
    private static string $address = '';

    public static function setUpBeforeClass(): void
    {
        [self::$server, self::$address] = self::serve([]);
    }

    public static function tearDownAfterClass(): void
    {
        self::stop(self::$server);
    }

    public function testAtFirstThePageShowsTheOfficialResultOfARealCity(): void
    {
        [$status, $page] = self::get(self::$address . '/');
        $this->assertSame(200, $status);
        $this->assertSame(47, preg_match_all('/<select id="level-\d+"/', $page));
        $this->assertSame(4, substr_count($page, '<section class="domain">'));
        $this->assertSame(8, substr_count($page, '<fieldset'));
        foreach (['<html lang="id">', '<strong>2,15</strong>', 'eksak 2,1545', '<strong>Cukup</strong>', 'Menuju Baik', 'kurang 0,4405 poin', 'paling sedikit 15 kenaikan tingkat', '79/26', 'indeks terpublikasi'] as $text) {
            $this->assertStringContainsString($text, $page);
        }
    }

    public function testTheEnglishPageKeepsOfficialNames(): void
    {
        $page = self::get(self::$address . '/?language=en')[1];
        foreach (['<html lang="en">', '<strong>2.15</strong>', '<strong>Cukup</strong>', 'Fair', 'To Baik', 'Governance', 'Tata Kelola SPBE'] as $text) {
            $this->assertStringContainsString($text, $page);
        }
    }

    public function testTheLevelsThatAreSentAreScored(): void
    {
        [$status, $page] = self::post(['action' => 'score', 'year' => '2024', 'levels' => array_fill(1, 47, '5')]);
        $this->assertSame(200, $status);
        $this->assertStringContainsString('<strong>5,00</strong>', $page);
        $this->assertStringContainsString('<strong>Memuaskan</strong>', $page);
        $this->assertStringContainsString('Predikat tertinggi tercapai.', $page);
    }

    public function testChangingTheLanguageKeepsTheLevels(): void
    {
        $page = self::post(['action' => 'language', 'language' => 'id', 'other' => 'en', 'levels' => array_fill(1, 47, '4')])[1];
        $this->assertStringContainsString('<html lang="en">', $page);
        $this->assertStringContainsString('<strong>4.00</strong>', $page);
    }

    public function testMissingLevelsAreNamedAndMarked(): void
    {
        $levels = array_fill(1, 47, '3');
        $levels[7] = $levels[12] = '';
        [$status, $page] = self::post(['action' => 'score', 'levels' => $levels]);
        $this->assertSame(422, $status);
        $this->assertStringContainsString('2 indikator belum dijawab: 7, 12', $page);
        $this->assertSame(2, substr_count($page, '"indicator marked"'));
        $page = self::post(['action' => 'score', 'missing' => 'interval', 'levels' => $levels])[1];
        $this->assertStringContainsString('Bukan indeks resmi', $page);
        $this->assertMatchesRegularExpression('#<strong>2,\d\d–3,\d\d</strong>#', $page);
    }

    public function testAnEmptyFormIsNotScored(): void
    {
        [$status, $page] = self::post(['action' => 'clear']);
        $this->assertSame(200, $status);
        $this->assertStringContainsString('0 dari 47 terisi', $page);
        $this->assertStringNotContainsString('class="card result"', $page);
    }

    public function testWhateverIsSentStaysText(): void
    {
        $attack = '"><script>alert(1)</script>';
        $levels = ['7' => $attack] + array_fill(1, 47, '3');
        [$status, $page] = self::post(['action' => 'score', 'institution' => "Kota {$attack}", 'language' => $attack, 'missing' => $attack, 'year' => $attack, 'levels' => $levels]);
        $this->assertSame(422, $status);
        $this->assertStringNotContainsString('<script', $page);
        $this->assertStringContainsString('Kota &quot;&gt;&lt;script&gt;', $page);
        $page = self::post(['action' => 'score', 'institution' => "Kota {$attack}", 'levels' => array_fill(1, 47, '3')])[1];
        $this->assertStringNotContainsString('<script', $page);
    }

    /**
     * @return iterable<string, array{array<string, mixed>}>
     */
    public function hostileForms(): iterable
    {
        yield 'levels as text' => [['action' => 'score', 'levels' => 'x']];
        yield 'a level as a list' => [['action' => 'score', 'levels' => [7 => ['a' => ['b' => '1']]]]];
        yield 'every field as a list' => [['action' => ['score'], 'institution' => ['x'], 'year' => ['x'], 'missing' => ['x'], 'language' => ['x']]];
        yield 'not UTF-8' => [['action' => 'score', 'institution' => "\xff", 'levels' => array_fill(1, 47, "\xc0")]];
        yield 'a control character' => [['action' => 'score', 'institution' => "A\0B", 'levels' => array_fill(1, 47, '3')]];
        yield 'very long' => [['action' => 'score', 'institution' => str_repeat('a', 100000), 'levels' => array_fill(1, 47, str_repeat('9', 5000))]];
        yield 'numbers of every kind' => [['action' => 'score', 'levels' => [1 => '1e3', 2 => '-1', 3 => '1/0', 4 => '2,5', 5 => '٣']]];
    }

    /**
     * @dataProvider hostileForms
     *
     * @param array<string, mixed> $form
     */
    public function testAHostileFormHasAPageToo(array $form): void
    {
        [$status, $page] = self::post($form);
        $this->assertContains($status, [200, 422]);
        $this->assertStringEndsWith("</html>\n", $page);
        $this->assertDoesNotMatchRegularExpression('/(Warning|Notice|Deprecated|Fatal error)\b/', $page);
    }

    public function testWithoutTheLibraryThePageSaysSo(): void
    {
        [$server, $address] = self::serve(['-d', 'spbe.library=/nonexistent/a', '-d', 'spbe.program=/nonexistent/b']);
        try {
            [$status, $page] = self::get("{$address}/");
        } finally {
            self::stop($server);
        }
        $this->assertSame(503, $status);
        $this->assertStringContainsString('Pustaka spbe belum dapat dijangkau', $page);
        $this->assertStringContainsString('/nonexistent/b', $page);
    }

    public function testWithPreloadedClassesThePageTakesFfi(): void
    {
        $preload = (string) realpath(self::PACKAGE . '/preload.php');
        $user = posix_getuid() === 0 ? 'root' : '';
        [$server, $address] = self::serve(['-d', 'opcache.enable_cli=1', '-d', "opcache.preload={$preload}", '-d', "opcache.preload_user={$user}"]);
        try {
            $page = self::get("{$address}/")[1];
        } finally {
            self::stop($server);
        }
        $this->assertStringContainsString('Jalur ke pustaka: ffi.', $page);
        $this->assertStringContainsString('Jalur ke pustaka: process.', self::get(self::$address . '/')[1]);
    }

    /**
     * @param list<string> $options
     *
     * @return array{resource, string} the server and its address
     */
    private static function serve(array $options): array
    {
        // The system picks a free port; the server takes it a moment later.
        $socket = stream_socket_server('tcp://127.0.0.1:0');
        self::assertIsResource($socket);
        $name = (string) stream_socket_get_name($socket, false);
        fclose($socket);
        $command = array_merge([PHP_BINARY, '-d', 'display_errors=1', '-d', 'error_reporting=-1'], $options, ['-S', $name, '-t', self::PACKAGE . '/examples/page']);
        $quiet = ['file', '/dev/null', 'a'];
        $environment = array_diff_key(getenv(), ['SPBE_TRANSPORT' => '']);
        $pipes = [];
        $server = proc_open($command, [$quiet, $quiet, $quiet], $pipes, null, $environment);
        self::assertIsResource($server);
        for ($wait = 0; $wait < 200; $wait++) {
            $connection = @stream_socket_client("tcp://{$name}");
            if ($connection !== false) {
                fclose($connection);
                return [$server, "http://{$name}"];
            }
            usleep(25000);
        }
        self::fail('the built-in server did not start');
    }

    /**
     * @param resource $server
     */
    private static function stop($server): void
    {
        proc_terminate($server);
        proc_close($server);
    }

    /**
     * @param array<string, mixed> $http
     *
     * @return array{int, string} status and page
     */
    private static function get(string $address, array $http = []): array
    {
        $context = stream_context_create(['http' => $http + ['ignore_errors' => true, 'timeout' => 20]]);
        $page = file_get_contents($address, false, $context);
        self::assertIsString($page);
        return [(int) explode(' ', $http_response_header[0])[1], $page];
    }

    /**
     * @param array<string, mixed> $form
     *
     * @return array{int, string} status and page
     */
    private static function post(array $form): array
    {
        return self::get(self::$address . '/', [
            'method' => 'POST',
            'header' => 'Content-Type: application/x-www-form-urlencoded',
            'content' => http_build_query($form),
        ]);
    }
}
