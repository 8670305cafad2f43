/*
 * spbe: exact scores of Indonesia's digital-government maturity indices (SPBE 2018, SPBE 2020, Pemdi 2026).
 *
 * Generated from spbe-ffi/src; do not edit.
 *
 * Results. A function that can fail returns an SpbeStatus. Its outputs come last and are written only when it returns
 * SPBE_OK; after a failure they are as they were. The error comes last of all, is written only on failure, and may be
 * NULL. No function unwinds, exits or aborts on bad data.
 *
 * Ownership. What a function hands out by a pointer to a pointer belongs to the caller, who frees it once, with the
 * function for its kind, and never with free():
 *
 *     SpbeInstrument *    spbe_instrument_free
 *     SpbeKernel *        spbe_kernel_free
 *     SpbeAnswerer *      spbe_answerer_free
 *     SpbeError *         spbe_error_free
 *     char *              spbe_text_free
 *
 * These five accept NULL. What a caller passes in is lent for the call and copied where it is kept. A returned
 * const char * is borrowed and never freed.
 *
 * Text. Text goes in as UTF-8 with its length in bytes, without need of a NUL. Text comes out as UTF-8 with a NUL
 * behind it; the length, which does not count that NUL, may be left out by passing NULL.
 *
 * Threads. Handles are immutable: any number of threads may use one at the same time, and any thread may free it once
 * no other uses it. There is no global state.
 *
 * Structs. A struct that later versions may extend begins with its size, which the caller sets to sizeof.
 *
 * Numbers. Choices go in as uint32_t, so that a number from a newer version is an error and not undefined. The number
 * and the name of an error never change meaning.
 */


#ifndef SPBE_H
#define SPBE_H

#include <stddef.h>
#include <stdint.h>

/**
 * The number of the binary interface that this header describes.
 *
 * It rises with every change that breaks a compiled caller. The soname ends with it: `libspbe.so.0`.
 */
#define SPBE_ABI_VERSION 0

/**
 * Messages in English.
 */
#define SPBE_LANGUAGE_ENGLISH 0

/**
 * Messages in Bahasa Indonesia.
 */
#define SPBE_LANGUAGE_INDONESIAN 1

/**
 * The text is TOML.
 */
#define SPBE_FORMAT_TOML 1

/**
 * The text is JSON.
 */
#define SPBE_FORMAT_JSON 2

/**
 * Stands for the index where a node is asked for by number.
 */
#define SPBE_NODE_INDEX 4294967295

/**
 * The predicate code of a row without a valid level for every item.
 */
#define SPBE_NO_PREDICATE 255

/**
 * Stands for a missing level.
 */
#define SPBE_LEVEL_MISSING 255

/**
 * Missing levels: as the instrument says.
 */
#define SPBE_MISSING_INSTRUMENT 0

/**
 * Missing levels are an error that lists them.
 */
#define SPBE_MISSING_REJECT 1

/**
 * Missing levels count as the lowest level.
 */
#define SPBE_MISSING_MINIMUM 2

/**
 * Missing levels count as 0.
 */
#define SPBE_MISSING_ZERO 3

/**
 * Missing levels are left out; the result is not the official index.
 */
#define SPBE_MISSING_EXCLUDE 4

/**
 * Missing levels leave a range from the lowest to the highest index possible.
 */
#define SPBE_MISSING_INTERVAL 5

/**
 * The predicate is read from the index that the instrument names for the year.
 */
#define SPBE_PREDICATE_INSTRUMENT 0

/**
 * The predicate is read from the exact index.
 */
#define SPBE_PREDICATE_EXACT 1

/**
 * The predicate is read from the published (rounded) index.
 */
#define SPBE_PREDICATE_PUBLISHED 2

/**
 * How a call ended. Later versions may add a status: whatever is not `SPBE_OK` is a failure.
 */
typedef enum {
    /**
     * Done; the outputs are written.
     */
    SPBE_OK = 0,
    /**
     * The call itself is wrong: NULL, text that is not UTF-8, an unknown number.
     */
    SPBE_INVALID_ARGUMENT = 1,
    /**
     * The data are wrong; the error lists every problem.
     */
    SPBE_FAILED = 2,
    /**
     * A defect of this library. The handles remain usable.
     */
    SPBE_PANIC = 3,
} SpbeStatus;

/**
 * Answers requests; holds the instruments that they may name. Immutable.
 */
typedef struct SpbeAnswerer SpbeAnswerer;

/**
 * Why a call failed: one problem or many. Immutable.
 */
typedef struct SpbeError SpbeError;

/**
 * One regulation's tree of nodes, weights, scales, predicates and rules, checked as a whole. Immutable.
 */
typedef struct SpbeInstrument SpbeInstrument;

/**
 * An instrument compiled for scoring many assessments. Immutable.
 */
typedef struct SpbeKernel SpbeKernel;

/**
 * Places for unsigned integers, one a row. `data` NULL: not wanted.
 */
typedef struct {
    /**
     * The places, aligned as their type; room for as many as there are rows.
     */
    void *data;
    /**
     * The width of each: 16, 32 or 64 bits; 16 hold every published value of the built-in instruments.
     */
    uint32_t bits;
} SpbeNumbers;

/**
 * How a batch is scored and what of it is wanted. Set it to zero, then `size`, then what is wanted.
 */
typedef struct {
    /**
     * `sizeof(SpbeBatch)`.
     */
    size_t size;
    /**
     * At most so many threads, and only where the rows are worth them; 0 is 1. The numbers are the same.
     */
    uint32_t threads;
    /**
     * A `SPBE_PREDICATE_` number.
     */
    uint32_t predicate_basis;
    /**
     * The year of the rows, or 0; the instrument may read the predicate differently by year.
     */
    uint16_t year;
    /**
     * The index as a whole sum: its exact value times the denominator of `spbe_kernel_measure`.
     */
    SpbeNumbers index_sum;
    /**
     * The index as published, in units of its last decimal: 2.60 is 260.
     */
    SpbeNumbers index_published;
    /**
     * NULL, or the same for every node: `node_count` places, in the order of the instrument's `nodes`.
     */
    const SpbeNumbers *node_sums;
    /**
     * NULL, or the same for every node as published.
     */
    const SpbeNumbers *node_published;
    /**
     * As `spbe_kernel_node_count` says where nodes are wanted, else 0.
     */
    size_t node_count;
    /**
     * NULL, or a byte a row: the position of the predicate in the instrument's `predicates`.
     */
    uint8_t *predicate;
    /**
     * NULL, or a bit a row, lowest first, in `(rows + 7) / 8` bytes: 1 where the outputs of the row are numbers.
     */
    uint8_t *validity;
} SpbeBatch;

/**
 * What a batch found. Set `size` before the call.
 */
typedef struct {
    /**
     * `sizeof(SpbeSummary)`.
     */
    size_t size;
    /**
     * How many rows have no valid level for some item.
     */
    size_t invalid;
    /**
     * The first of them, from 0; only where `invalid` is not 0.
     */
    size_t first_row;
    /**
     * The position of its first such item, from 0; only where `invalid` is not 0.
     */
    size_t first_item;
} SpbeSummary;

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/**
 * The number of the binary interface of the library in use; compare it with `SPBE_ABI_VERSION`.
 */
uint32_t spbe_abi_version(void);

/**
 * The catalogue number of the first problem, such as 226; 0 for NULL. Numbers never change meaning.
 *
 * # Safety
 * `error` is NULL or live.
 */
uint32_t spbe_error_number(const SpbeError *error);

/**
 * The catalogue name of the first problem, such as `instrument.unknown_builtin`; NULL for NULL.
 *
 * The text is borrowed: it lives as long as the error, and is not freed on its own.
 *
 * # Safety
 * `error` is NULL or live.
 */
const char *spbe_error_name(const SpbeError *error);

/**
 * How many problems there are; 0 for NULL. At most 100 of them are listed in the message and in the JSON.
 *
 * # Safety
 * `error` is NULL or live.
 */
size_t spbe_error_total(const SpbeError *error);

/**
 * The message: each problem with its place, one a line.
 *
 * `language` is a `SPBE_LANGUAGE_` number. `out_length` may be NULL. Free the text with `spbe_text_free`.
 *
 * # Safety
 * `error` is NULL or live; `out` and `out_length` are NULL or may be written.
 */
SpbeStatus spbe_error_message(const SpbeError *error,
                              uint32_t language,
                              char **out,
                              size_t *out_length);

/**
 * The problems as a JSON list of objects: `number`, `code`, `place` (`row`, `column`, `path`, each where known), `at`
 * (the place in words), `message`.
 *
 * `language` is a `SPBE_LANGUAGE_` number. `out_length` may be NULL. Free the text with `spbe_text_free`.
 *
 * # Safety
 * `error` is NULL or live; `out` and `out_length` are NULL or may be written.
 */
SpbeStatus spbe_error_issues_json(const SpbeError *error,
                                  uint32_t language,
                                  char **out,
                                  size_t *out_length);

/**
 * Frees an error. NULL is allowed.
 *
 * # Safety
 * `error` is NULL or live, and not used afterwards.
 */
void spbe_error_free(SpbeError *error);

/**
 * A built-in instrument: `spbe-2018`, `spbe-2020` or `pemdi-2026`.
 *
 * It is read anew at each call: keep the handle. Free it with `spbe_instrument_free`.
 *
 * # Safety
 * `id` is NULL or has `id_length` bytes; `out` and `error` are NULL or may be written.
 */
SpbeStatus spbe_instrument_builtin(const char *id,
                                   size_t id_length,
                                   SpbeInstrument **out,
                                   SpbeError **error);

/**
 * An instrument from a text of the same schema as the built-in ones. A text that is not sound fails with every
 * problem, its path and, in TOML, its line.
 *
 * `format` is a `SPBE_FORMAT_` number. Free the handle with `spbe_instrument_free`.
 *
 * # Safety
 * `text` is NULL or has `length` bytes; `out` and `error` are NULL or may be written.
 */
SpbeStatus spbe_instrument_parse(const char *text,
                                 size_t length,
                                 uint32_t format,
                                 SpbeInstrument **out,
                                 SpbeError **error);

/**
 * Frees an instrument. NULL is allowed.
 *
 * # Safety
 * `instrument` is NULL or live, and neither used afterwards nor now in use on another thread.
 */
void spbe_instrument_free(SpbeInstrument *instrument);

/**
 * The whole instrument as JSON: names, weights, criteria, predicates, sources. `spbe_instrument_parse` reads it back.
 *
 * `out_length` may be NULL. Free the text with `spbe_text_free`.
 *
 * # Safety
 * `instrument` is NULL or live; `out`, `out_length` and `error` are NULL or may be written.
 */
SpbeStatus spbe_instrument_json(const SpbeInstrument *instrument,
                                char **out,
                                size_t *out_length,
                                SpbeError **error);

/**
 * SHA-256 of the instrument, 64 hexadecimal digits: different once any name, weight or rule differs.
 *
 * `out_length` may be NULL. Free the text with `spbe_text_free`.
 *
 * # Safety
 * `instrument` is NULL or live; `out`, `out_length` and `error` are NULL or may be written.
 */
SpbeStatus spbe_instrument_checksum(const SpbeInstrument *instrument,
                                    char **out,
                                    size_t *out_length,
                                    SpbeError **error);

/**
 * How many levels `spbe_score_levels` takes: 37 for `spbe-2018`, 47 for `spbe-2020`.
 *
 * # Safety
 * `instrument` is NULL or live; `out` and `error` are NULL or may be written.
 */
SpbeStatus spbe_instrument_item_count(const SpbeInstrument *instrument,
                                      size_t *out,
                                      SpbeError **error);

/**
 * Compiles an instrument for whole levels, a byte each. The instrument may be freed before the kernel.
 *
 * Free the kernel with `spbe_kernel_free`.
 *
 * # Safety
 * `instrument` is NULL or live; `out` and `error` are NULL or may be written.
 */
SpbeStatus spbe_kernel_compile(const SpbeInstrument *instrument,
                               SpbeKernel **out,
                               SpbeError **error);

/**
 * Frees a kernel. NULL is allowed.
 *
 * # Safety
 * `kernel` is NULL or live, and neither used afterwards nor now in use on another thread.
 */
void spbe_kernel_free(SpbeKernel *kernel);

/**
 * How many nodes the instrument has between the index and the indicators: 12 for `spbe-2020`.
 *
 * # Safety
 * `kernel` is NULL or live; `out` and `error` are NULL or may be written.
 */
SpbeStatus spbe_kernel_node_count(const SpbeKernel *kernel, size_t *out, SpbeError **error);

/**
 * The integers of a node, or of the index for `SPBE_NODE_INDEX`: what its sums are divided by, the largest sum, the
 * largest published value in units of the last decimal.
 *
 * Each output may be NULL.
 *
 * # Safety
 * `kernel` is NULL or live; the outputs and `error` are NULL or may be written.
 */
SpbeStatus spbe_kernel_measure(const SpbeKernel *kernel,
                               uint32_t node,
                               uint64_t *denominator,
                               uint64_t *largest_sum,
                               uint64_t *largest_published,
                               SpbeError **error);

/**
 * Scores levels that lie column by column: `columns[item]` has a level for each of `rows` rows.
 *
 * `count` is the number of columns, one an item. A level outside the instrument's range, such as
 * `SPBE_LEVEL_MISSING`, is no failure: its row has 0 in every number and in the bitmap, `SPBE_NO_PREDICATE` for the
 * predicate, and is counted in the summary, which may be NULL.
 *
 * # Safety
 * `kernel` is NULL or live. `columns` is NULL or has `count` pointers, each to `rows` bytes. `batch` is NULL or begins
 * with its size; each of its places is NULL or may be written for every row. `summary` is NULL or begins with its
 * size, and may be written. `error` is NULL or may be written. What is written overlaps nothing else.
 */
SpbeStatus spbe_kernel_score_columns(const SpbeKernel *kernel,
                                     const uint8_t *const *columns,
                                     size_t count,
                                     size_t rows,
                                     const SpbeBatch *batch,
                                     SpbeSummary *summary,
                                     SpbeError **error);

/**
 * Scores levels that lie row by row: row `i` begins at `levels + i * stride` and has `count` levels, one an item.
 *
 * All else is as for `spbe_kernel_score_columns`. What lies between the rows is ignored.
 *
 * # Safety
 * `levels` is NULL or has `(rows - 1) * stride + count` bytes; all else as for `spbe_kernel_score_columns`.
 */
SpbeStatus spbe_kernel_score_rows(const SpbeKernel *kernel,
                                  const uint8_t *levels,
                                  size_t rows,
                                  size_t count,
                                  size_t stride,
                                  const SpbeBatch *batch,
                                  SpbeSummary *summary,
                                  SpbeError **error);

/**
 * What answers requests about the built-in instruments, and about `count` more from `instruments`, each with an id of
 * its own.
 *
 * Reading the built-in instruments takes longer than thousands of answers: keep the handle. The instruments are
 * copied. Free the handle with `spbe_answerer_free`.
 *
 * # Safety
 * `instruments` is NULL or has `count` pointers, each NULL or live; `out` and `error` are NULL or may be written.
 */
SpbeStatus spbe_answerer_create(const SpbeInstrument *const *instruments,
                                size_t count,
                                SpbeAnswerer **out,
                                SpbeError **error);

/**
 * Frees an answerer. NULL is allowed.
 *
 * # Safety
 * `answerer` is NULL or live, and neither used afterwards nor now in use on another thread.
 */
void spbe_answerer_free(SpbeAnswerer *answerer);

/**
 * Answers one request: JSON in UTF-8 in, one line of JSON out.
 *
 * A request that cannot be answered is a success here: the reply says why, in its field `error`. The status tells only
 * of misuse: NULL, text that is not UTF-8, no memory. `docs/json.md` has the requests and replies. `reply_length` may
 * be NULL. Free the reply with `spbe_text_free`.
 *
 * # Safety
 * `answerer` is NULL or live; `request` is NULL or has `request_length` bytes; `reply`, `reply_length` and `error` are
 * NULL or may be written.
 */
SpbeStatus spbe_answerer_request(const SpbeAnswerer *answerer,
                                 const char *request,
                                 size_t request_length,
                                 char **reply,
                                 size_t *reply_length,
                                 SpbeError **error);

/**
 * Answers one request as `spbe_answerer_request` does, without a handle. The built-in instrument that the request names
 * is read for it alone, which takes a millisecond or two: for programs that ask once.
 *
 * # Safety
 * `request` is NULL or has `request_length` bytes; `reply`, `reply_length` and `error` are NULL or may be written.
 */
SpbeStatus spbe_request(const char *request,
                        size_t request_length,
                        char **reply,
                        size_t *reply_length,
                        SpbeError **error);

/**
 * Scores the levels of one institution, in the order of the instrument's items.
 *
 * `levels` holds as many levels as `spbe_instrument_item_count` says, `SPBE_LEVEL_MISSING` where there is none.
 * `year` is 0 where it is not known; the instrument may read the predicate differently by year. `missing_policy` is
 * a `SPBE_MISSING_` number, `predicate_basis` a `SPBE_PREDICATE_` number.
 *
 * The JSON is one object: `index` (number, as published), `index_exact` (text), `predicate`, `domains` and `aspects`
 * by code, `contributions`, `next` (the way to the next predicate), and what was assumed. `json_length` may be NULL.
 * Free the text with `spbe_text_free`.
 *
 * # Safety
 * `instrument` is NULL or live; `levels` is NULL or has `count` bytes; `json_out`, `json_length` and `error` are NULL
 * or may be written.
 */
SpbeStatus spbe_score_levels(const SpbeInstrument *instrument,
                             const uint8_t *levels,
                             size_t count,
                             uint16_t year,
                             uint32_t missing_policy,
                             uint32_t predicate_basis,
                             char **json_out,
                             size_t *json_length,
                             SpbeError **error);

/**
 * Frees a text that a function of this library has handed out by `char **`. NULL is allowed.
 *
 * # Safety
 * `text` is NULL or such a text, not freed yet.
 */
void spbe_text_free(char *text);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* SPBE_H */
