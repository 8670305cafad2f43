<?php

declare(strict_types=1);

namespace Spbe\Transport;

use FFI;
use Spbe\Exception\BoundaryException;
use Spbe\Exception\TransportException;
use Spbe\Transport;

/**
 * Calls libspbe in this process.
 *
 * A page may do so only from preloaded code where `ffi.enable` is `preload`, which is the default: every static call of
 * FFI has to stand in this file, which `preload.php` preloads.
 */
final class FfiTransport implements Transport
{
    public const HEADER = __DIR__ . '/../../include/spbe.h';

    private const SCOPE = 'SPBE';

    private FFI $ffi;
    private ?FFI\CData $answerer = null;
    private FFI\CData $text;
    private FFI\CData $length;
    private FFI\CData $error;

    private function __construct(FFI $ffi)
    {
        $expected = $ffi->SPBE_ABI_VERSION;
        $found = $ffi->spbe_abi_version();
        if ($found !== $expected) {
            throw new TransportException("libspbe has ABI {$found}, this package needs {$expected}");
        }
        $this->ffi = $ffi;
        // One set of places for all calls: a PHP process runs one call at a time.
        $this->text = $ffi->new('char *');
        $this->length = $ffi->new('size_t');
        $this->error = $ffi->new('SpbeError *');
    }

    public function __destruct()
    {
        $this->ffi->spbe_answerer_free($this->answerer);
    }

    private function __clone()
    {
    }

    /**
     * Finds the library: as preloaded by `ffi.preload`, else at `$library`, else on the path of the system's loader.
     *
     * @throws TransportException if FFI is not allowed here, or the library is not found or of another ABI
     */
    public static function connect(?string $library = null): self
    {
        if (!class_exists(FFI::class, false)) {
            throw new TransportException('the extension FFI is not loaded');
        }
        if ($library === null) {
            try {
                return new self(FFI::scope(self::SCOPE));
            } catch (FFI\Exception $notPreloaded) {
                // Then it is loaded here.
            }
        }
        $header = @file_get_contents(self::HEADER);
        if ($header === false) {
            throw new TransportException('the header ' . self::HEADER . ' cannot be read');
        }
        try {
            return new self(FFI::cdef($header, $library ?? self::library($header)));
        } catch (FFI\Exception $refused) {
            throw new TransportException($refused->getMessage(), 0, '', [], null, $refused);
        }
    }

    public function name(): string
    {
        return 'ffi';
    }

    public function send(string $request): string
    {
        if ($this->answerer === null) {
            $answerer = $this->ffi->new('SpbeAnswerer *');
            $this->check($this->ffi->spbe_answerer_create(null, 0, FFI::addr($answerer), FFI::addr($this->error)));
            $this->answerer = $answerer;
        }
        $this->check($this->ffi->spbe_answerer_request(
            $this->answerer,
            $request,
            strlen($request),
            FFI::addr($this->text),
            FFI::addr($this->length),
            FFI::addr($this->error)
        ));
        return $this->takenText();
    }

    /**
     * What scores many rows at once on an instrument, or null where levels are not whole or too fine for it.
     *
     * @param string $document the instrument as JSON
     *
     * @internal
     */
    public function kernel(string $document): ?FfiKernel
    {
        return FfiKernel::compile($this->ffi, $document);
    }

    /** The text that a call handed out, freed. */
    private function takenText(): string
    {
        try {
            return FFI::string($this->text, $this->length->cdata);
        } finally {
            $this->ffi->spbe_text_free($this->text);
        }
    }

    /** Throws the error of a call that failed. A request that is refused is none: its reply says why. */
    private function check(int $status): void
    {
        if ($status === $this->ffi->SPBE_OK) {
            return;
        }
        $number = $this->ffi->spbe_error_number($this->error);
        $name = (string) $this->ffi->spbe_error_name($this->error);
        $message = "libspbe ended with status {$status}";
        $language = $this->ffi->SPBE_LANGUAGE_ENGLISH;
        $written = $this->ffi->spbe_error_message($this->error, $language, FFI::addr($this->text), FFI::addr($this->length));
        if ($written === $this->ffi->SPBE_OK) {
            $message = $this->takenText();
        }
        $this->ffi->spbe_error_free($this->error);
        throw new BoundaryException($message, $number, $name);
    }

    /** The name by which the system's loader finds the library, as the header has it. */
    private static function library(string $header): string
    {
        return preg_match('/^#define FFI_LIB "(.+)"$/m', $header, $found) === 1 ? $found[1] : 'libspbe.so';
    }
}
