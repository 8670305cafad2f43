<?php

declare(strict_types=1);

namespace Spbe;

use Spbe\Exception\TransportException;
use Spbe\Transport\FfiKernel;
use Spbe\Transport\FfiTransport;
use Spbe\Transport\ProcessTransport;

/**
 * The library: what it knows, and the way by which this page reaches it.
 *
 * Both ways carry the same requests and give the same replies, so that no number depends on which is taken. Without a
 * choice, FFI is taken where it is allowed, else the program spbe-json; `transport()` says which.
 *
 * Settings come from the caller, else from `php.ini` (`spbe.transport`, `spbe.library`, `spbe.program`,
 * `spbe.timeout`), else from the environment (`SPBE_TRANSPORT`, ...).
 */
final class Library
{
    private const SETTINGS = ['transport', 'library', 'program', 'timeout', 'language'];
    private const DEPTH = 64;
    private const ENCODING = JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_THROW_ON_ERROR;

    private static ?self $shared = null;

    private Transport $transport;
    private string $language;
    private ?string $withoutFfi;

    /**
     * @param string      $language   `id` or `en`: the language of messages
     * @param string|null $withoutFfi why FFI was not taken
     */
    public function __construct(Transport $transport, string $language = 'id', ?string $withoutFfi = null)
    {
        $this->transport = $transport;
        $this->language = $language;
        $this->withoutFfi = $withoutFfi;
    }

    /**
     * Opens the library.
     *
     * @param array<string, mixed> $settings any of
     *     `transport`: `auto` (default), `ffi` or `process`;
     *     `library`: path of `libspbe.so`; without it, as preloaded or on the path of the system's loader;
     *     `program`: path of `spbe-json`; without it, in `PATH`;
     *     `timeout`: seconds that one reply of the program may take, 30 by default;
     *     `language`: `id` (default) or `en`, for messages
     *
     * @throws TransportException if no way leads to the library; the message says why for each
     */
    public static function open(array $settings = []): self
    {
        $unknown = array_diff(array_keys($settings), self::SETTINGS);
        if ($unknown !== []) {
            throw new \InvalidArgumentException('no such setting: ' . implode(', ', $unknown));
        }
        foreach (self::SETTINGS as $name) {
            $settings[$name] = $settings[$name] ?? self::configured($name);
        }
        $choice = $settings['transport'] ?? 'auto';
        if (!in_array($choice, ['auto', 'ffi', 'process'], true)) {
            throw new \InvalidArgumentException("the transport is auto, ffi or process, not {$choice}");
        }
        $language = $settings['language'] ?? 'id';
        $withoutFfi = 'the transport process was asked for';
        if ($choice !== 'process') {
            try {
                return new self(FfiTransport::connect($settings['library']), $language);
            } catch (TransportException $refused) {
                if ($choice === 'ffi') {
                    throw $refused;
                }
                $withoutFfi = $refused->getMessage();
            }
        }
        try {
            $transport = ProcessTransport::connect($settings['program'], (float) ($settings['timeout'] ?? 30));
        } catch (TransportException $refused) {
            if ($choice === 'process') {
                throw $refused;
            }
            $both = "neither way leads to spbe. FFI: {$withoutFfi}. Program: {$refused->getMessage()}";
            throw new TransportException($both, 0, '', [], null, $refused);
        }
        return new self($transport, $language, $withoutFfi);
    }

    /** The one library of this page, opened with the configured settings at its first use. */
    public static function shared(): self
    {
        return self::$shared ?? self::$shared = self::open();
    }

    /** Makes another library the shared one; with null, the next use opens it anew. */
    public static function share(?self $library): void
    {
        self::$shared = $library;
    }

    /** Which way is taken: `ffi` or `process`. */
    public function transport(): string
    {
        return $this->transport->name();
    }

    /** Why FFI is not taken; null where it is. */
    public function withoutFfi(): ?string
    {
        return $this->withoutFfi;
    }

    /** The language of messages: `id` or `en`. */
    public function language(): string
    {
        return $this->language;
    }

    /** The same library with messages in another language. */
    public function inLanguage(string $language): self
    {
        $other = clone $this;
        $other->language = $language;
        return $other;
    }

    /**
     * Sends any request that `docs/json.md` describes.
     *
     * @param array<string, mixed> $fields the fields of the request, `op` among them; text in UTF-8
     *
     * @return \stdClass the reply; exact numbers in it are text
     *
     * @throws SpbeException if the library refuses the request, with every problem
     */
    public function request(array $fields): \stdClass
    {
        try {
            $request = json_encode($fields + ['language' => $this->language], self::ENCODING, self::DEPTH);
        } catch (\JsonException $notJson) {
            throw new \InvalidArgumentException("not for JSON: {$notJson->getMessage()}", 0, $notJson);
        }
        $text = $this->send($request);
        $reply = json_decode($text, false, self::DEPTH, JSON_BIGINT_AS_STRING);
        if (!$reply instanceof \stdClass) {
            throw new TransportException('the reply is not a JSON object: ' . substr($text, 0, 80));
        }
        if (isset($reply->error)) {
            throw SpbeException::fromReply(json_decode($text, true, self::DEPTH)['error']);
        }
        return $reply;
    }

    /**
     * Scores the content of a CSV or JSON file, such as an upload.
     *
     * @param array<string, mixed> $options any of `instrument` (an id; without it, as the file shows), `year`,
     *     `missing`, `predicate_basis`, `decimal_comma` (true or false)
     *
     * @return list<Score>
     *
     * @throws SpbeException with every problem, by row and column
     */
    public function scoreFile(string $content, array $options = []): array
    {
        $reply = $this->request(['op' => 'score_file', 'content' => $content] + self::given($options));
        return array_map(static function (\stdClass $record): Score {
            return new Score($record);
        }, $reply->scores);
    }

    /**
     * Whether the printed results in a file can be right.
     *
     * @param array<string, mixed> $options any of `instrument`, `year`, `decimal_comma`
     *
     * @return array<string, mixed> the audit, as `docs/json.md` describes it
     *
     * @throws SpbeException with every problem, by row and column
     */
    public function auditFile(string $content, array $options = []): array
    {
        $reply = $this->request(['op' => 'audit_file', 'content' => $content] + self::given($options));
        unset($reply->op);
        return json_decode((string) json_encode($reply), true);
    }

    /**
     * Sends one request that is JSON already and gives the reply as it is, errors too.
     *
     * @param string $request one line in UTF-8
     */
    public function send(string $request): string
    {
        // Each way would refuse these differently; to an empty line, the program says nothing at all.
        if (strpos($request, "\n") !== false || preg_match('/\S/u', $request) !== 1) {
            throw new \InvalidArgumentException('a request is one line of UTF-8');
        }
        // The program reads a line without the space at its end, so that the column of a syntax error may differ.
        return $this->transport->send(rtrim($request));
    }

    /**
     * What scores many rows at once on an instrument; null where only requests are possible.
     *
     * @param string $document the instrument as JSON
     *
     * @internal
     */
    public function kernel(string $document): ?FfiKernel
    {
        return $this->transport instanceof FfiTransport ? $this->transport->kernel($document) : null;
    }

    /**
     * The options that are not null.
     *
     * @param array<string, mixed> $options
     *
     * @return array<string, mixed>
     */
    private static function given(array $options): array
    {
        return array_filter($options, static function ($value): bool {
            return $value !== null;
        });
    }

    /**
     * @return string|null the setting of php.ini, else of the environment
     */
    private static function configured(string $name): ?string
    {
        foreach ([get_cfg_var("spbe.{$name}"), getenv('SPBE_' . strtoupper($name))] as $value) {
            if (is_string($value) && $value !== '') {
                return $value;
            }
        }
        return null;
    }
}
