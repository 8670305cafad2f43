<?php

declare(strict_types=1);

namespace Spbe\Transport;

use FFI;

/**
 * Scores many rows of levels in one call, without JSON.
 *
 * Every static call of FFI stands in a preloaded file; see `FfiTransport`.
 *
 * @internal
 */
final class FfiKernel
{
    private FFI $ffi;
    private FFI\CData $kernel;

    private function __construct(FFI $ffi, FFI\CData $kernel)
    {
        $this->ffi = $ffi;
        $this->kernel = $kernel;
    }

    public function __destruct()
    {
        $this->ffi->spbe_kernel_free($this->kernel);
    }

    private function __clone()
    {
    }

    /** Null if the instrument has no kernel: then requests score it, or say what is wrong. */
    public static function compile(FFI $ffi, string $document): ?self
    {
        $instrument = $ffi->new('SpbeInstrument *');
        $kernel = $ffi->new('SpbeKernel *');
        $json = $ffi->SPBE_FORMAT_JSON;
        $ok = $ffi->SPBE_OK;
        if ($ffi->spbe_instrument_parse($document, strlen($document), $json, FFI::addr($instrument), null) !== $ok) {
            return null;
        }
        $status = $ffi->spbe_kernel_compile($instrument, FFI::addr($kernel), null);
        $ffi->spbe_instrument_free($instrument);
        return $status === $ok ? new self($ffi, $kernel) : null;
    }

    /**
     * The published index of each row, in units of its last decimal, and the position of its predicate.
     *
     * @param string      $levels a byte a level, row after row
     * @param int         $rows   how many rows there are
     * @param int         $count  how many levels a row has
     * @param int|null    $year   of the rows
     * @param string|null $basis  `exact`, `published` or null for what the instrument says
     *
     * @return array{0: list<int>, 1: list<int>}|null null if a row has no valid level for some item
     */
    public function score(string $levels, int $rows, int $count, ?int $year, ?string $basis): ?array
    {
        $bases = [
            '' => $this->ffi->SPBE_PREDICATE_INSTRUMENT,
            'exact' => $this->ffi->SPBE_PREDICATE_EXACT,
            'published' => $this->ffi->SPBE_PREDICATE_PUBLISHED,
        ];
        if ($rows === 0 || !isset($bases[(string) $basis])) {
            return null;
        }
        $input = $this->ffi->new('uint8_t[' . strlen($levels) . ']');
        FFI::memcpy($input, $levels, strlen($levels));
        $index = $this->ffi->new("uint32_t[{$rows}]");
        $predicate = $this->ffi->new("uint8_t[{$rows}]");
        $batch = $this->ffi->new('SpbeBatch');
        $batch->size = FFI::sizeof($batch);
        $batch->year = (int) $year;
        $batch->predicate_basis = $bases[(string) $basis];
        $batch->index_published->data = FFI::addr($index);
        $batch->index_published->bits = 32;
        $batch->predicate = $this->ffi->cast('uint8_t *', FFI::addr($predicate));
        $summary = $this->ffi->new('SpbeSummary');
        $summary->size = FFI::sizeof($summary);
        $status = $this->ffi->spbe_kernel_score_rows(
            $this->kernel,
            $this->ffi->cast('uint8_t *', FFI::addr($input)),
            $rows,
            $count,
            $count,
            FFI::addr($batch),
            FFI::addr($summary),
            null
        );
        if ($status !== $this->ffi->SPBE_OK || $summary->invalid !== 0) {
            return null;
        }
        return [
            array_values((array) unpack('L*', FFI::string($index, FFI::sizeof($index)))),
            array_values((array) unpack('C*', FFI::string($predicate, $rows))),
        ];
    }
}
