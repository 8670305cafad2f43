<?php

declare(strict_types=1);

namespace Spbe\Tests;

/**
 * Pages under php-fpm as production sites run it: `ffi.enable=preload`, which is the default.
 *
 * @group once
 */
final class FpmTest extends LibraryCase
{
    private string $folder = '';
    /** @var resource|null */
    private $server;

    protected function setUp(): void
    {
        $this->folder = sys_get_temp_dir() . '/spbe-fpm-' . getmypid();
        mkdir($this->folder);
    }

    protected function tearDown(): void
    {
        if ($this->server !== null) {
            proc_terminate($this->server);
            proc_close($this->server);
            $this->server = null;
        }
        array_map('unlink', glob($this->folder . '/*') ?: []);
        rmdir($this->folder);
    }

    public function testWithoutPreloadingAPageTakesTheProgramAndSaysWhy(): void
    {
        $said = $this->page(['spbe.library' => getenv('SPBE_LIBRARY'), 'spbe.program' => getenv('SPBE_PROGRAM')]);
        $this->assertSame(['fpm-fcgi', 'preload', false], [$said['server'], $said['ffi.enable'], $said['preloaded']]);
        $this->assertSame(['process', '3'], [$said['transport'], $said['index']]);
        $this->assertStringContainsString('restricted by "ffi.enable"', $said['without_ffi']);
    }

    public function testPreloadedClassesGiveAPageTheLibrary(): void
    {
        $said = $this->page(['spbe.library' => getenv('SPBE_LIBRARY'), 'opcache.preload' => realpath(self::PACKAGE . '/preload.php')]);
        $this->assertSame(['preload', true], [$said['ffi.enable'], $said['preloaded']]);
        $this->assertSame(['ffi', null, '3'], [$said['transport'], $said['without_ffi'], $said['index']]);
    }

    public function testAPreloadedHeaderKeepsTheLibraryLoaded(): void
    {
        $said = $this->page(['ffi.preload' => $this->header(), 'opcache.preload' => realpath(self::PACKAGE . '/preload.php')]);
        $this->assertSame(['ffi', null, '3'], [$said['transport'], $said['without_ffi'], $said['index']]);
    }

    public function testAPreloadedHeaderWithoutPreloadedClassesIsNotEnough(): void
    {
        $said = $this->page(['ffi.preload' => $this->header(), 'spbe.program' => getenv('SPBE_PROGRAM')]);
        $this->assertSame('process', $said['transport']);
    }

    public function testWithNeitherWayAPageLearnsWhatIsMissingForBoth(): void
    {
        $said = $this->page(['spbe.program' => '/nonexistent/spbe-json']);
        $this->assertStringContainsString('restricted by "ffi.enable"', $said['error']);
        $this->assertStringContainsString('/nonexistent/spbe-json', $said['error']);
    }

    /** The header as a site writes it whose library is not on the path of the system's loader. */
    private function header(): string
    {
        $header = (string) file_get_contents(self::PACKAGE . '/include/spbe.h');
        $own = (string) preg_replace('/"libspbe\.so\.\d+"/', '"' . getenv('SPBE_LIBRARY') . '"', $header, 1, $count);
        $this->assertSame(1, $count);
        file_put_contents("{$this->folder}/spbe.h", $own);
        return "{$this->folder}/spbe.h";
    }

    /**
     * What `pages/which.php` says under php-fpm with these settings of php.ini.
     *
     * @param array<string, string|false> $settings
     *
     * @return array<string, mixed>
     */
    private function page(array $settings): array
    {
        $socket = "{$this->folder}/fpm.sock";
        $root = posix_getuid() === 0;
        file_put_contents("{$this->folder}/fpm.conf", implode("\n", [
            '[global]', "error_log = {$this->folder}/fpm.log", 'daemonize = no',
            '[www]', "listen = {$socket}", 'pm = static', 'pm.max_children = 1', 'clear_env = yes',
            $root ? "user = root\ngroup = root" : '',
        ]));
        $command = [$this->fpm(), '--nodaemonize', '-R', '-y', "{$this->folder}/fpm.conf"];
        foreach ($settings + ['opcache.preload_user' => $root ? 'root' : ''] as $name => $value) {
            array_push($command, '-d', "{$name}={$value}");
        }
        $log = ['file', "{$this->folder}/errors", 'a'];
        $pipes = [];
        // The settings of the tests must not reach the page, neither from here nor with the request.
        $environment = ['PATH' => (string) getenv('PATH')];
        $server = proc_open($command, [['file', '/dev/null', 'r'], $log, $log], $pipes, null, $environment);
        $this->assertIsResource($server);
        $this->server = $server;
        for ($wait = 0; $wait < 200 && !file_exists($socket); $wait++) {
            usleep(25000);
        }
        [$code, $output] = self::execute(['cgi-fcgi', '-bind', '-connect', $socket], $environment + [
            'SCRIPT_FILENAME' => (string) realpath(__DIR__ . '/pages/which.php'),
            'REQUEST_METHOD' => 'GET',
        ]);
        $body = explode("\r\n\r\n", $output, 2)[1] ?? '';
        $said = json_decode($body, true);
        $logs = @file_get_contents("{$this->folder}/fpm.log") . @file_get_contents("{$this->folder}/errors");
        $this->assertIsArray($said, "exit code {$code}\n{$output}\n{$logs}");
        return $said;
    }

    private function fpm(): string
    {
        foreach (['/usr/sbin/php-fpm' . PHP_MAJOR_VERSION . '.' . PHP_MINOR_VERSION, '/usr/sbin/php-fpm', '/usr/local/sbin/php-fpm'] as $file) {
            if (is_executable($file)) {
                return $file;
            }
        }
        $this->fail('php-fpm is not installed: apt-get install php-fpm');
    }
}
