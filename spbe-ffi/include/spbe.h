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
 * const char * is borrowed and never freed. A handle begins with a mark: one that was freed, or that is of another
 * kind, is refused as long as its memory still tells, but a program that does so is wrong all the same.
 *
 * Text. Text goes in as UTF-8 with its length in bytes, without need of a NUL. Text comes out as UTF-8 with a NUL
 * behind it; the length, which does not count that NUL, may be left out by passing NULL.
 *
 * Threads. Handles are immutable: any number of threads may use one at the same time, and any thread may free it once
 * no other uses it. There is no global state.
 *
 * Structs. A struct that later versions may extend begins with its size, which the caller sets to sizeof. A library
 * that is newer than its caller takes what the caller does not have as 0, and writes no more than the caller has room
 * for. One that is older refuses a struct in which anything is set that it does not know.
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
 * A comma in a number of a file separates decimals where it can mean nothing else; `1,260` is an error that asks.
 */
#define SPBE_COMMA_WHEN_UNAMBIGUOUS 0

/**
 * A comma always separates decimals.
 */
#define SPBE_COMMA_ALWAYS 1

/**
 * A comma in a number is an error.
 */
#define SPBE_COMMA_NEVER 2

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
 * `struct ArrowArray` of the Arrow C data interface; the caller brings its definition.
 */
typedef struct ArrowArray ArrowArray;

/**
 * `struct ArrowArrayStream` of the Arrow C stream interface; the caller brings its definition.
 */
typedef struct ArrowArrayStream ArrowArrayStream;

/**
 * `struct ArrowSchema` of the Arrow C data interface; the caller brings its definition.
 */
typedef struct ArrowSchema ArrowSchema;

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
 * What the caller calls a text without a NUL behind it: where it is and how many bytes it has.
 */
typedef struct {
    /**
     * UTF-8; NULL is allowed where the length is 0.
     */
    const char *data;
    /**
     * How many bytes.
     */
    size_t length;
} SpbeText;

/**
 * How a data frame is read and scored. Set it to zero, then `size`, then what is wanted.
 */
typedef struct {
    /**
     * `sizeof(SpbeFrameOptions)`.
     */
    size_t size;
    /**
     * A `SPBE_MISSING_` number.
     */
    uint32_t missing_policy;
    /**
     * A `SPBE_PREDICATE_` number.
     */
    uint32_t predicate_basis;
    /**
     * A `SPBE_COMMA_` number, for numbers in texts.
     */
    uint32_t decimal_comma;
    /**
     * At most so many threads, and only where the rows are worth them; 0 is 1. The numbers are the same.
     */
    uint32_t threads;
    /**
     * The columns of the result behind the labels, by name and in this order: `index`, `index_exact`, `predicate`,
     * `missing`, the lowest and highest possible (`index_lowest`, `predicate_highest`), each node as published
     * (`aspect_8`) or exact (`aspect_8_exact`). NULL: index, predicate and published nodes.
     */
    const SpbeText *columns;
    /**
     * How many columns.
     */
    size_t column_count;
    /**
     * The year of rows that give none, and the only one scored of rows that do; 0 for all.
     */
    uint16_t year;
} SpbeFrameOptions;

/**
 * How a file is read and scored. Set it to zero, then `size`, then what is wanted.
 */
typedef struct {
    /**
     * `sizeof(SpbeFileOptions)`.
     */
    size_t size;
    /**
     * A `SPBE_MISSING_` number; an audit has no use for it.
     */
    uint32_t missing_policy;
    /**
     * A `SPBE_PREDICATE_` number; an audit has no use for it.
     */
    uint32_t predicate_basis;
    /**
     * A `SPBE_COMMA_` number.
     */
    uint32_t decimal_comma;
    /**
     * The year of records that give none, and the only one read of records that do; 0 for all.
     */
    uint16_t year;
} SpbeFileOptions;

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

/**
 * The values of one item, one a row, of which some may be null.
 */
typedef struct {
    /**
     * The values, in units of the kernel's denominator, aligned as their type. A null may hold anything.
     */
    const void *values;
    /**
     * Their width: 8 or 16 bits without a sign, 32 with one. All columns have the same.
     */
    uint32_t bits;
    /**
     * NULL, or a bit a row, lowest first: 1 where there is a value.
     */
    const uint8_t *validity;
    /**
     * The bit of the first row.
     */
    size_t validity_offset;
} SpbeColumn;

/**
 * The answer to one item as text: its code, such as `35-1`, and a plain decimal number, such as `3` or `1.26`. An
 * empty value or a dash is a missing answer.
 */
typedef struct {
    /**
     * The code of the item.
     */
    SpbeText code;
    /**
     * The value.
     */
    SpbeText value;
} SpbeAnswer;

/**
 * The value of a node or of the index: an exact fraction, which need not be in lowest terms, and the number that is
 * published. Where the input leaves a range, these are the lowest possible and the `highest_` ones differ.
 */
typedef struct {
    /**
     * What is divided.
     */
    int64_t numerator;
    /**
     * By what; above 0, or 0 where there is no value because every answer below was left out.
     */
    int64_t denominator;
    /**
     * The published value in units of its last decimal: 2.15 is 215.
     */
    int64_t published;
    /**
     * The same of the highest value possible.
     */
    int64_t highest_numerator;
    /**
     * The same of the highest value possible.
     */
    int64_t highest_denominator;
    /**
     * The same of the highest value possible.
     */
    int64_t highest_published;
} SpbeValue;

/**
 * A score as numbers. Set `size` before the call.
 */
typedef struct {
    /**
     * `sizeof(SpbeScore)`; afterwards, how much of it is written.
     */
    size_t size;
    /**
     * The index.
     */
    SpbeValue index;
    /**
     * The position of the predicate, lowest first; `SPBE_NO_PREDICATE` where several are possible.
     */
    uint32_t predicate;
    /**
     * The position of the lowest predicate possible.
     */
    uint32_t predicate_lowest;
    /**
     * The position of the highest predicate possible.
     */
    uint32_t predicate_highest;
    /**
     * Which index the predicate was read from: a `SPBE_PREDICATE_` number.
     */
    uint32_t predicate_basis;
    /**
     * What happened to missing levels: a `SPBE_MISSING_` number.
     */
    uint32_t missing_policy;
    /**
     * How many levels are missing.
     */
    uint32_t missing;
    /**
     * 1 where the index follows the regulation, nothing assumed or left out; else 0.
     */
    uint32_t official_rule;
    /**
     * How many decimals published values have.
     */
    uint32_t decimals;
} SpbeScore;

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/**
 * Scores a data frame: a stream of record batches in, one of results out.
 *
 * Columns are recognised as in a file: a row an institution with a column an indicator, or a row an answer; every other
 * column is a label. The result has the labels, then the index as published and as exact text, the predicate, and the
 * published nodes. `instruments` are as for `spbe_score_file`; `options` may be NULL.
 *
 * The call takes over `frame`: afterwards it is released, and not to be used again, also after a failure; only where a
 * pointer is NULL is it left alone. On success `out` holds a stream, which the caller releases by its own `release`.
 * Struct definitions and rules: <https://arrow.apache.org/docs/format/CStreamInterface.html>.
 *
 * # Safety
 * `instruments` is NULL or has `instrument_count` pointers, each NULL or live; `frame` is NULL or a sound stream; `out` is
 * NULL or may be written; `options` is NULL or begins with its size; `error` is NULL or may be written.
 */
SpbeStatus spbe_score_arrow_stream(const SpbeInstrument *const *instruments,
                                   size_t instrument_count,
                                   ArrowArrayStream *frame,
                                   const SpbeFrameOptions *options,
                                   ArrowArrayStream *out,
                                   SpbeError **error);

/**
 * Scores a data frame that is one record batch: a struct array and its schema in, and out.
 *
 * All else is as for `spbe_score_arrow_stream`, which also takes over both structs.
 * Struct definitions and rules: <https://arrow.apache.org/docs/format/CDataInterface.html>.
 *
 * # Safety
 * `array` and `schema` are NULL or sound; `out_array` and `out_schema` are NULL or may be written; all else as for
 * `spbe_score_arrow_stream`.
 */
SpbeStatus spbe_score_arrow_array(const SpbeInstrument *const *instruments,
                                  size_t instrument_count,
                                  ArrowArray *array,
                                  ArrowSchema *schema,
                                  const SpbeFrameOptions *options,
                                  ArrowArray *out_array,
                                  ArrowSchema *out_schema,
                                  SpbeError **error);

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
 * Scores a file: CSV, wide or long, the ministry's table, our JSON document, or the answer of the official API.
 *
 * `instruments` are the instruments that the file may belong to; with none (`instrument_count` 0) the built-in ones.
 * With several, the file decides. `options` may be NULL.
 *
 * The JSON is a list with an object for each assessment or printed result, in the order of the file; the objects are
 * as `spbe_score_levels` gives them. A file with any problem is not scored: the error lists all problems, each with
 * its row and column. `json_length` may be NULL. Free the text with `spbe_text_free`.
 *
 * # Safety
 * `instruments` is NULL or has `instrument_count` pointers, each NULL or live; `content` is NULL or has `length`
 * bytes; `options` is NULL or begins with its size; `json_out`, `json_length` and `error` are NULL or may be written.
 */
SpbeStatus spbe_score_file(const SpbeInstrument *const *instruments,
                           size_t instrument_count,
                           const uint8_t *content,
                           size_t length,
                           const SpbeFileOptions *options,
                           char **json_out,
                           size_t *json_length,
                           SpbeError **error);

/**
 * Tells of each printed result of a file whether it can be right: the ministry's table, or the answer of the official
 * API.
 *
 * The JSON is one object: `summary`, and `results` with a verdict and its reasons for each row. A result that cannot
 * be right is a finding, not a failure; a file of levels is a failure. All else is as for `spbe_score_file`.
 *
 * # Safety
 * As for `spbe_score_file`.
 */
SpbeStatus spbe_audit_file(const SpbeInstrument *const *instruments,
                           size_t instrument_count,
                           const uint8_t *content,
                           size_t length,
                           const SpbeFileOptions *options,
                           char **json_out,
                           size_t *json_length,
                           SpbeError **error);

/**
 * The built-in instruments as a JSON list, oldest regulation first: `id`, titles, `basis`, `years`, counts, `checksum`.
 *
 * `out_length` may be NULL. Free the text with `spbe_text_free`.
 *
 * # Safety
 * `out`, `out_length` and `error` are NULL or may be written.
 */
SpbeStatus spbe_instruments_json(char **out,
                                 size_t *out_length,
                                 SpbeError **error);

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
 * The whole instrument as TOML, as a person edits it. `spbe_instrument_parse` reads it back.
 *
 * `out_length` may be NULL. Free the text with `spbe_text_free`.
 *
 * # Safety
 * `instrument` is NULL or live; `out`, `out_length` and `error` are NULL or may be written.
 */
SpbeStatus spbe_instrument_toml(const SpbeInstrument *instrument,
                                char **out,
                                size_t *out_length,
                                SpbeError **error);

/**
 * The instrument as `spbe_instruments_json` lists it: one JSON object.
 *
 * `out_length` may be NULL. Free the text with `spbe_text_free`.
 *
 * # Safety
 * `instrument` is NULL or live; `out`, `out_length` and `error` are NULL or may be written.
 */
SpbeStatus spbe_instrument_summary_json(const SpbeInstrument *instrument,
                                        char **out,
                                        size_t *out_length,
                                        SpbeError **error);

/**
 * The code of an item by its position from 0: `1` to `47` for `spbe-2020`. Levels are given in this order.
 *
 * `out_length` may be NULL. Free the text with `spbe_text_free`.
 *
 * # Safety
 * `instrument` is NULL or live; `out`, `out_length` and `error` are NULL or may be written.
 */
SpbeStatus spbe_instrument_item_code(const SpbeInstrument *instrument,
                                     size_t position,
                                     char **out,
                                     size_t *out_length,
                                     SpbeError **error);

/**
 * Tier and code of a node by its position from 0, such as `aspect:3`. Node values come in this order.
 *
 * `out_length` may be NULL. Free the text with `spbe_text_free`.
 *
 * # Safety
 * `instrument` is NULL or live; `out`, `out_length` and `error` are NULL or may be written.
 */
SpbeStatus spbe_instrument_node_code(const SpbeInstrument *instrument,
                                     size_t position,
                                     char **out,
                                     size_t *out_length,
                                     SpbeError **error);

/**
 * The name of a node by its position from 0, in English where `language` is `SPBE_LANGUAGE_ENGLISH` and the
 * instrument has one, else the official name.
 *
 * `out_length` may be NULL. Free the text with `spbe_text_free`.
 *
 * # Safety
 * `instrument` is NULL or live; `out`, `out_length` and `error` are NULL or may be written.
 */
SpbeStatus spbe_instrument_node_name(const SpbeInstrument *instrument,
                                     size_t position,
                                     uint32_t language,
                                     char **out,
                                     size_t *out_length,
                                     SpbeError **error);

/**
 * The name of a predicate by its position from 0, lowest first: as `spbe_instrument_node_name`.
 *
 * `out_length` may be NULL. Free the text with `spbe_text_free`.
 *
 * # Safety
 * `instrument` is NULL or live; `out`, `out_length` and `error` are NULL or may be written.
 */
SpbeStatus spbe_instrument_predicate_name(const SpbeInstrument *instrument,
                                          size_t position,
                                          uint32_t language,
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
 * How many levels `spbe_score_levels` takes: 37 for `spbe-2018`, 47 for `spbe-2020`, 20 for `pemdi-2026`.
 *
 * # Safety
 * `instrument` is NULL or live; `out` and `error` are NULL or may be written.
 */
SpbeStatus spbe_instrument_item_count(const SpbeInstrument *instrument,
                                      size_t *out,
                                      SpbeError **error);

/**
 * How many nodes stand between the index and the indicators: 12 for `spbe-2020`, 4 domains and 8 aspects.
 *
 * # Safety
 * `instrument` is NULL or live; `out` and `error` are NULL or may be written.
 */
SpbeStatus spbe_instrument_node_count(const SpbeInstrument *instrument,
                                      size_t *out,
                                      SpbeError **error);

/**
 * How many predicates there are: 5 in the built-in instruments.
 *
 * # Safety
 * `instrument` is NULL or live; `out` and `error` are NULL or may be written.
 */
SpbeStatus spbe_instrument_predicate_count(const SpbeInstrument *instrument,
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
 * Compiles an instrument for decimal values over a common denominator: with 100, the value 1.26 is given as 126.
 *
 * Levels are whole and take 1. Sums and the fractions that come out of them count the denominator in. Free the kernel
 * with `spbe_kernel_free`.
 *
 * # Safety
 * `instrument` is NULL or live; `out` and `error` are NULL or may be written.
 */
SpbeStatus spbe_kernel_compile_scaled(const SpbeInstrument *instrument,
                                      uint32_t denominator,
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
 * Scores values that lie column by column, of 8, 16 or 32 bits, with nulls.
 *
 * `count` is the number of columns, one an item. All else is as for `spbe_kernel_score_columns`.
 *
 * # Safety
 * `columns` is NULL or has `count` entries; the values of each are NULL or `rows`, its validity is NULL or has a bit for
 * each; all else as for `spbe_kernel_score_columns`.
 */
SpbeStatus spbe_kernel_score_values(const SpbeKernel *kernel,
                                    const SpbeColumn *columns,
                                    size_t count,
                                    size_t rows,
                                    const SpbeBatch *batch,
                                    SpbeSummary *summary,
                                    SpbeError **error);

/**
 * The rank of each value among all, the highest first: equal values share the best rank, and the next rank is skipped
 * (1, 2, 2, 4).
 *
 * A value is a text such as `index_exact` of a score: a decimal or a fraction. `ranks` has room for `count`.
 *
 * # Safety
 * `values` is NULL or has `count` entries, each NULL or as long as it says; `ranks` is NULL or has `count` places that
 * may be written; `error` is NULL or may be written.
 */
SpbeStatus spbe_ranks(const SpbeText *values,
                      size_t count,
                      size_t *ranks,
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
 * Scores the levels of one institution, in the order of the instrument's items, as JSON.
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
 * Scores the answers of one institution, given by code as text in any order, as JSON.
 *
 * An item without an entry is missing. All else is as for `spbe_score_levels`.
 *
 * # Safety
 * `instrument` is NULL or live; `answers` is NULL or has `count` entries, each text in it NULL or as long as it says;
 * `json_out`, `json_length` and `error` are NULL or may be written.
 */
SpbeStatus spbe_score_answers(const SpbeInstrument *instrument,
                              const SpbeAnswer *answers,
                              size_t count,
                              uint16_t year,
                              uint32_t missing_policy,
                              uint32_t predicate_basis,
                              char **json_out,
                              size_t *json_length,
                              SpbeError **error);

/**
 * Scores the levels of one institution as numbers. Nothing is allocated where every level is given.
 *
 * `levels`, `year`, `missing_policy` and `predicate_basis` are as for `spbe_score_levels`, levels in units of the
 * kernel's denominator. `nodes` is NULL with a `node_count` of 0, or has a place for each of the
 * `spbe_kernel_node_count` nodes, in the order of the instrument.
 *
 * # Safety
 * `kernel` is NULL or live; `levels` is NULL or has `count` bytes; `nodes` is NULL or has `node_count` places that may
 * be written; `out` is NULL or begins with its size and may be written; `error` is NULL or may be written. What is
 * written overlaps nothing else.
 */
SpbeStatus spbe_kernel_score(const SpbeKernel *kernel,
                             const uint8_t *levels,
                             size_t count,
                             uint16_t year,
                             uint32_t missing_policy,
                             uint32_t predicate_basis,
                             SpbeValue *nodes,
                             size_t node_count,
                             SpbeScore *out,
                             SpbeError **error);

/**
 * Frees a text that a function of this library has handed out by `char **`. NULL is allowed.
 *
 * # Safety
 * `text` is NULL or such a text, not freed yet.
 */
void spbe_text_free(char *text);

/**
 * The number of the binary interface of the library in use; compare it with `SPBE_ABI_VERSION`.
 */
uint32_t spbe_abi_version(void);

/**
 * The version of the library in use, such as `0.1.0`. Borrowed from the library, and never freed.
 */
const char *spbe_version(void);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* SPBE_H */
