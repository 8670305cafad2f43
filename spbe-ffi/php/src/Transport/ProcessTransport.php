<?php

declare(strict_types=1);

namespace Spbe\Transport;

use Spbe\Exception\TransportException;
use Spbe\Transport;

/**
 * Keeps the program spbe-json running and exchanges lines with it, for hosts where FFI is not allowed.
 *
 * The program is started at the first request, without a shell, and again if it dies. A request changes nothing, so that
 * it may be sent twice.
 */
final class ProcessTransport implements Transport
{
    public const PROGRAM = 'spbe-json';

    private const CHUNK = 65536;
    private const KEPT_ERRORS = 2000;
    private const SIGKILL = 9;

    private string $program;
    private float $timeout;
    /** @var resource|null */
    private $process;
    /** @var array<int, resource> standard input, output and errors of the program */
    private array $pipes = [];
    private int $owner = 0;
    private string $errors = '';

    private function __construct(string $program, float $timeout)
    {
        $this->program = $program;
        $this->timeout = $timeout;
    }

    /**
     * @param string|null $program the path of spbe-json; without it, it is looked for in `PATH`
     * @param float       $timeout seconds that one reply may take
     *
     * @throws TransportException if the program is not found, or this PHP may not start one
     */
    public static function connect(?string $program = null, float $timeout = 30.0): self
    {
        if (!function_exists('proc_open')) {
            throw new TransportException('proc_open is disabled (disable_functions)');
        }
        if ($timeout <= 0) {
            throw new \InvalidArgumentException('the timeout is a number of seconds above 0');
        }
        return new self(self::find($program), $timeout);
    }

    public function __destruct()
    {
        $this->stop(false);
    }

    public function __clone()
    {
        // Two objects must not read from one pipe: the copy starts a program of its own.
        $this->process = null;
        $this->pipes = [];
    }

    public function name(): string
    {
        return 'process';
    }

    /** The process number of the running program, or null before the first request. */
    public function processId(): ?int
    {
        return $this->process === null ? null : proc_get_status($this->process)['pid'];
    }

    public function send(string $request): string
    {
        // A program that died since the last request is started anew, once: a request that kills it would again.
        $started = $this->start();
        $reply = $this->exchange($request . "\n");
        if ($reply === null && !$started) {
            $this->start();
            $reply = $this->exchange($request . "\n");
        }
        if ($reply === null) {
            $said = trim($this->errors);
            throw new TransportException("{$this->program} ended without a reply" . ($said === '' ? '' : ": {$said}"));
        }
        return $reply;
    }

    /** Starts the program where it does not run yet. Says whether it did. */
    private function start(): bool
    {
        if ($this->process !== null && $this->owner === getmypid()) {
            return false;
        }
        // After a fork, the program and its pipes belong to the parent.
        $this->process = null;
        $this->pipes = [];
        $this->errors = '';
        $process = @proc_open(
            [$this->program],
            [['pipe', 'r'], ['pipe', 'w'], ['pipe', 'w']],
            $this->pipes,
            null,
            null,
            ['bypass_shell' => true]
        );
        if ($process === false) {
            throw new TransportException("{$this->program} cannot be started");
        }
        foreach ($this->pipes as $pipe) {
            stream_set_blocking($pipe, false);
        }
        $this->process = $process;
        $this->owner = (int) getmypid();
        return true;
    }

    /** Writes a line and reads one. Null if the program ended instead. */
    private function exchange(string $line): ?string
    {
        $deadline = microtime(true) + $this->timeout;
        $written = 0;
        $reply = '';
        while (true) {
            $read = [$this->pipes[1], $this->pipes[2]];
            $write = $written < strlen($line) ? [$this->pipes[0]] : [];
            $except = [];
            $left = $deadline - microtime(true);
            if ($left <= 0) {
                $this->stop(true);
                throw new TransportException("{$this->program} gave no reply in {$this->timeout} seconds");
            }
            // A signal interrupts the wait; the loop then waits for what is left of the time.
            @stream_select($read, $write, $except, (int) $left, (int) (fmod($left, 1.0) * 1e6));
            foreach ($write as $pipe) {
                $count = @fwrite($pipe, substr($line, $written, self::CHUNK));
                if ($count === false) {
                    $this->stop(false);
                    return null;
                }
                $written += $count;
            }
            foreach ($read as $pipe) {
                $chunk = (string) fread($pipe, self::CHUNK);
                if ($pipe === $this->pipes[2]) {
                    $this->errors = substr($this->errors . $chunk, -self::KEPT_ERRORS);
                    continue;
                }
                $reply .= $chunk;
                if ($chunk === '' && feof($pipe)) {
                    $this->stop(false);
                    return null;
                }
                if (substr($chunk, -1) === "\n") {
                    return substr($reply, 0, -1);
                }
            }
        }
    }

    /** Ends the program; `$now` if it does not read its input any more. */
    private function stop(bool $now): void
    {
        if ($this->process === null || $this->owner !== getmypid()) {
            return;
        }
        if ($now) {
            proc_terminate($this->process, self::SIGKILL);
        }
        $errors = $this->pipes[2];
        $this->errors = substr($this->errors . stream_get_contents($errors), -self::KEPT_ERRORS);
        foreach ($this->pipes as $pipe) {
            fclose($pipe);
        }
        proc_close($this->process);
        $this->process = null;
        $this->pipes = [];
    }

    private static function find(?string $program): string
    {
        if ($program !== null) {
            if (!is_file($program) || !is_executable($program)) {
                throw new TransportException("{$program} is not a program that can be run");
            }
            return $program;
        }
        $suffix = PHP_OS_FAMILY === 'Windows' ? '.exe' : '';
        foreach (explode(PATH_SEPARATOR, (string) getenv('PATH')) as $folder) {
            $file = $folder . DIRECTORY_SEPARATOR . self::PROGRAM . $suffix;
            if ($folder !== '' && @is_file($file) && @is_executable($file)) {
                return $file;
            }
        }
        throw new TransportException(self::PROGRAM . ' is not in PATH');
    }
}
