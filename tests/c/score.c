/*
 * Uses the library as a C program does. Prints the index and the record of Kota Bandar Lampung 2023 (official index
 * 2.15), after it has tried every misuse that C allows without undefined behaviour. Argument: rounds of the last loop.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "spbe.h"

/* tests/vectors/bandarlampung_2023.json; the Rust side compares what comes out with that file. */
static const uint8_t LEVELS[47] = {1, 1, 2, 1, 1, 2, 1, 1, 1, 3, 1, 1, 1, 2, 1, 2, 3, 1, 2, 3, 1, 1, 1, 1,
                                   1, 1, 1, 1, 1, 1, 1, 4, 4, 4, 4, 4, 4, 3, 1, 4, 3, 4, 3, 4, 1, 1, 1};

/* Outputs begin with these, so that a write after a failure shows. */
static char untouched_text;
#define NOT_WRITTEN (&untouched_text)

static SpbeStatus builtin(const char *id, SpbeInstrument **out, SpbeError **error)
{
    return spbe_instrument_builtin(id, strlen(id), out, error);
}

static SpbeStatus score(const SpbeInstrument *instrument, const uint8_t *levels, char **json, SpbeError **error)
{
    return spbe_score_levels(instrument, levels, 47, 2023, SPBE_MISSING_REJECT, SPBE_PREDICATE_INSTRUMENT, json, NULL,
                             error);
}

/* Checks number, name and a part of the message in one language, and frees the error. */
static void expect_error(SpbeError *error, uint32_t number, const char *name, uint32_t language, const char *part)
{
    char *message = NULL;
    char *issues = NULL;
    size_t length = 0;
    char field[32];

    CHECK(error != NULL);
    CHECK(spbe_error_number(error) == number);
    CHECK(strcmp(spbe_error_name(error), name) == 0);
    CHECK(spbe_error_total(error) >= 1);
    CHECK(spbe_error_message(error, language, &message, &length) == SPBE_OK);
    CHECK(strlen(message) == length);
    if (strstr(message, part) == NULL) {
        fprintf(stderr, "`%s` is not in `%s`\n", part, message);
        exit(1);
    }
    CHECK(spbe_error_issues_json(error, language, &issues, NULL) == SPBE_OK);
    snprintf(field, sizeof field, "[{\"number\":%u,", (unsigned)number);
    CHECK(strncmp(issues, field, strlen(field)) == 0);
    /* Owned text may be changed before it is freed. */
    message[0] = '\0';
    spbe_text_free(message);
    spbe_text_free(issues);
    spbe_error_free(error);
}

static void check_instruments(const SpbeInstrument *instrument)
{
    SpbeInstrument *copy = NULL;
    SpbeInstrument *none = NULL;
    SpbeError *error = NULL;
    char *json = NULL;
    char *checksum = NULL;
    char *checksum_of_copy = NULL;
    size_t length = 0;
    size_t count = 0;

    CHECK(spbe_instrument_item_count(instrument, &count, &error) == SPBE_OK && count == 47);
    CHECK(spbe_instrument_checksum(instrument, &checksum, &length, &error) == SPBE_OK && length == 64);
    CHECK(strlen(checksum) == 64);

    /* JSON out is JSON in: the same instrument. */
    CHECK(spbe_instrument_json(instrument, &json, &length, &error) == SPBE_OK && strlen(json) == length);
    CHECK(spbe_instrument_parse(json, length, SPBE_FORMAT_JSON, &copy, &error) == SPBE_OK);
    CHECK(spbe_instrument_checksum(copy, &checksum_of_copy, NULL, NULL) == SPBE_OK);
    CHECK(strcmp(checksum, checksum_of_copy) == 0);
    CHECK(error == NULL);

    /* Half a text, text of the other format, an unknown format, nothing at all. */
    CHECK(spbe_instrument_parse(json, length / 2, SPBE_FORMAT_JSON, &none, &error) == SPBE_FAILED && none == NULL);
    expect_error(error, 201, "instrument.syntax", SPBE_LANGUAGE_ENGLISH, "not readable as JSON");
    CHECK(spbe_instrument_parse(json, length, SPBE_FORMAT_TOML, &none, &error) == SPBE_FAILED && none == NULL);
    expect_error(error, 201, "instrument.syntax", SPBE_LANGUAGE_INDONESIAN, "tidak terbaca sebagai TOML");
    CHECK(spbe_instrument_parse(json, length, 0, &none, &error) == SPBE_INVALID_ARGUMENT && none == NULL);
    expect_error(error, 903, "ffi.invalid_enum", SPBE_LANGUAGE_ENGLISH, "expected 1 or 2 for `format`, found 0");
    CHECK(spbe_instrument_parse(NULL, 0, SPBE_FORMAT_TOML, &none, &error) == SPBE_FAILED && none == NULL);
    CHECK(spbe_error_total(error) > 1);
    spbe_error_free(error);
    error = NULL;

    CHECK(builtin("spbe-2019", &none, &error) == SPBE_FAILED && none == NULL);
    expect_error(error, 226, "instrument.unknown_builtin", SPBE_LANGUAGE_INDONESIAN, "tidak ada instrumen bawaan");
    /* A NUL inside a text does not end it. */
    CHECK(spbe_instrument_builtin("spbe-2020\0x", 11, &none, &error) == SPBE_FAILED && none == NULL);
    expect_error(error, 226, "instrument.unknown_builtin", SPBE_LANGUAGE_ENGLISH, "`spbe-2020\\0x`");
    CHECK(spbe_instrument_builtin("spbe\xff", 5, &none, &error) == SPBE_INVALID_ARGUMENT && none == NULL);
    expect_error(error, 902, "ffi.invalid_utf8", SPBE_LANGUAGE_ENGLISH, "`id` is not UTF-8 text (first at offset 4)");

    spbe_text_free(json);
    spbe_text_free(checksum);
    spbe_text_free(checksum_of_copy);
    spbe_instrument_free(copy);
}

/* A text nested deeper than any stack is refused, not followed. */
static void check_depth(void)
{
    enum { DEPTH = 100000 };
    const uint32_t formats[2] = {SPBE_FORMAT_TOML, SPBE_FORMAT_JSON};
    const char *openings[2] = {"x = [", "{\"x\":["};
    char *text = malloc(DEPTH);
    size_t i;

    CHECK(text != NULL);
    for (i = 0; i < 2; i++) {
        SpbeInstrument *none = NULL;
        SpbeError *error = NULL;

        memset(text, '[', DEPTH);
        memcpy(text, openings[i], strlen(openings[i]));
        CHECK(spbe_instrument_parse(text, DEPTH, formats[i], &none, &error) == SPBE_FAILED && none == NULL);
        expect_error(error, 201, "instrument.syntax", SPBE_LANGUAGE_ENGLISH, "not readable as");
    }
    free(text);
}

static void check_null(const SpbeInstrument *instrument)
{
    SpbeInstrument *none = NULL;
    SpbeError *error = NULL;
    char *text = NOT_WRITTEN;
    size_t size = 99;

    CHECK(spbe_instrument_builtin(NULL, 9, &none, &error) == SPBE_INVALID_ARGUMENT);
    expect_error(error, 901, "ffi.null_pointer", SPBE_LANGUAGE_ENGLISH, "`id` is NULL");
    CHECK(builtin("spbe-2020", NULL, &error) == SPBE_INVALID_ARGUMENT);
    expect_error(error, 901, "ffi.null_pointer", SPBE_LANGUAGE_INDONESIAN, "`out` bernilai NULL");
    CHECK(spbe_instrument_builtin("x", (size_t)-1, &none, &error) == SPBE_INVALID_ARGUMENT);
    expect_error(error, 905, "ffi.length_too_large", SPBE_LANGUAGE_ENGLISH, "`id` cannot have the length");
    CHECK(spbe_instrument_parse(NULL, 1, SPBE_FORMAT_TOML, &none, &error) == SPBE_INVALID_ARGUMENT);
    expect_error(error, 901, "ffi.null_pointer", SPBE_LANGUAGE_ENGLISH, "`text` is NULL");
    CHECK(spbe_instrument_parse("", 0, SPBE_FORMAT_TOML, NULL, &error) == SPBE_INVALID_ARGUMENT);
    expect_error(error, 901, "ffi.null_pointer", SPBE_LANGUAGE_ENGLISH, "`out` is NULL");
    CHECK(spbe_instrument_json(NULL, &text, &size, &error) == SPBE_INVALID_ARGUMENT);
    expect_error(error, 901, "ffi.null_pointer", SPBE_LANGUAGE_ENGLISH, "`instrument` is NULL");
    CHECK(spbe_instrument_json(instrument, NULL, &size, &error) == SPBE_INVALID_ARGUMENT);
    expect_error(error, 901, "ffi.null_pointer", SPBE_LANGUAGE_ENGLISH, "`out` is NULL");
    CHECK(spbe_instrument_checksum(NULL, &text, &size, &error) == SPBE_INVALID_ARGUMENT);
    expect_error(error, 901, "ffi.null_pointer", SPBE_LANGUAGE_ENGLISH, "`instrument` is NULL");
    CHECK(spbe_instrument_item_count(NULL, &size, &error) == SPBE_INVALID_ARGUMENT);
    expect_error(error, 901, "ffi.null_pointer", SPBE_LANGUAGE_ENGLISH, "`instrument` is NULL");
    CHECK(spbe_instrument_item_count(instrument, NULL, &error) == SPBE_INVALID_ARGUMENT);
    expect_error(error, 901, "ffi.null_pointer", SPBE_LANGUAGE_ENGLISH, "`out` is NULL");
    CHECK(score(NULL, LEVELS, &text, &error) == SPBE_INVALID_ARGUMENT);
    expect_error(error, 901, "ffi.null_pointer", SPBE_LANGUAGE_ENGLISH, "`instrument` is NULL");
    CHECK(score(instrument, NULL, &text, &error) == SPBE_INVALID_ARGUMENT);
    expect_error(error, 901, "ffi.null_pointer", SPBE_LANGUAGE_ENGLISH, "`levels` is NULL");
    CHECK(score(instrument, LEVELS, NULL, &error) == SPBE_INVALID_ARGUMENT);
    expect_error(error, 901, "ffi.null_pointer", SPBE_LANGUAGE_ENGLISH, "`json_out` is NULL");
    /* Without an error object the status says it alone. */
    CHECK(score(NULL, NULL, NULL, NULL) == SPBE_INVALID_ARGUMENT);
    CHECK(none == NULL && text == NOT_WRITTEN && size == 99);

    CHECK(spbe_error_number(NULL) == 0);
    CHECK(spbe_error_name(NULL) == NULL);
    CHECK(spbe_error_total(NULL) == 0);
    CHECK(spbe_error_message(NULL, SPBE_LANGUAGE_ENGLISH, &text, &size) == SPBE_INVALID_ARGUMENT);
    CHECK(spbe_error_issues_json(NULL, SPBE_LANGUAGE_ENGLISH, &text, &size) == SPBE_INVALID_ARGUMENT);
    error = NULL;
    CHECK(score(NULL, NULL, NULL, &error) == SPBE_INVALID_ARGUMENT);
    CHECK(spbe_error_message(error, SPBE_LANGUAGE_ENGLISH, NULL, &size) == SPBE_INVALID_ARGUMENT);
    CHECK(spbe_error_message(error, 2, &text, &size) == SPBE_INVALID_ARGUMENT);
    CHECK(text == NOT_WRITTEN && size == 99);
    spbe_error_free(error);
    spbe_error_free(NULL);
    spbe_instrument_free(NULL);
    spbe_text_free(NULL);
}

static void check_levels(const SpbeInstrument *instrument)
{
    uint8_t levels[48];
    SpbeError *error = NULL;
    char *json = NOT_WRITTEN;
    size_t length = 99;

    memcpy(levels, LEVELS, sizeof LEVELS);
    levels[47] = 1;
    CHECK(spbe_score_levels(instrument, levels, 48, 0, 0, 0, &json, &length, &error) == SPBE_FAILED);
    expect_error(error, 318, "assessment.answer_count", SPBE_LANGUAGE_ENGLISH, "expected 47 answers, found 48");
    CHECK(spbe_score_levels(instrument, NULL, 0, 0, 0, 0, &json, &length, &error) == SPBE_FAILED);
    expect_error(error, 318, "assessment.answer_count", SPBE_LANGUAGE_INDONESIAN, "seharusnya 47 jawaban, ditemukan 0");

    CHECK(spbe_score_levels(instrument, levels, 47, 0, 6, 0, &json, &length, &error) == SPBE_INVALID_ARGUMENT);
    expect_error(error, 903, "ffi.invalid_enum", SPBE_LANGUAGE_ENGLISH, "`missing_policy`, found 6");
    CHECK(spbe_score_levels(instrument, levels, 47, 0, 0, 3, &json, &length, &error) == SPBE_INVALID_ARGUMENT);
    expect_error(error, 903, "ffi.invalid_enum", SPBE_LANGUAGE_INDONESIAN, "untuk `predicate_basis`, ditemukan 3");

    /* Every problem is listed, not the first alone. */
    levels[0] = 6;
    levels[46] = 0;
    CHECK(spbe_score_levels(instrument, levels, 47, 0, 0, 0, &json, &length, &error) == SPBE_FAILED);
    CHECK(spbe_error_total(error) == 2);
    expect_error(error, 316, "assessment.level_out_of_range", SPBE_LANGUAGE_ENGLISH,
                 "column `1`: 6 is outside 1 to 5\ncolumn `47`: 0 is outside 1 to 5");

    levels[0] = SPBE_LEVEL_MISSING;
    levels[46] = 1;
    CHECK(spbe_score_levels(instrument, levels, 47, 2023, SPBE_MISSING_REJECT, 0, &json, &length, &error) ==
          SPBE_FAILED);
    CHECK(json == NOT_WRITTEN && length == 99);
    expect_error(error, 401, "score.answers_missing", SPBE_LANGUAGE_ENGLISH, "1 indicator is without an answer: 1");
    error = NULL;

    /* Under another policy the same levels have a score, which says what was assumed. */
    CHECK(spbe_score_levels(instrument, levels, 47, 2023, SPBE_MISSING_MINIMUM, SPBE_PREDICATE_EXACT, &json, &length,
                            &error) == SPBE_OK);
    CHECK(error == NULL && strlen(json) == length);
    CHECK(strstr(json, "\"missing_policy\":\"minimum\",\"missing\":[\"1\"],\"official_rule\":false") != NULL);
    CHECK(strstr(json, "\"index_exact\":\"2.1545\"") != NULL);
    CHECK(strstr(json, "\"predicate_basis\":\"exact\"") != NULL);
    spbe_text_free(json);
    CHECK(spbe_score_levels(instrument, levels, 47, 0, SPBE_MISSING_INTERVAL, SPBE_PREDICATE_PUBLISHED, &json, NULL,
                            NULL) == SPBE_OK);
    CHECK(strstr(json, "\"year\":null") != NULL);
    CHECK(strstr(json, "\"lowest_exact\":\"2.1545\"") != NULL);
    CHECK(strstr(json, "\"predicate_basis\":\"published\"") != NULL);
    spbe_text_free(json);
}

/* Creates, scores, fails and frees, over and over. The instrument is a small one, so that many rounds stay quick. */
static void check_rounds(long rounds)
{
    static const char TEXT[] = "schema = 'spbe-instrument/1'\n"
                               "id = 'two'\n"
                               "edition = 1\n"
                               "title = { id = 'Dua' }\n"
                               "total_weight = '100'\n"
                               "[legal]\nbasis = 'none'\nused_years = [2023]\ntext_seen = true\n"
                               "[answers]\nkind = 'level'\nlowest = '1'\nhighest = '5'\nmissing = 'reject'\n"
                               "[publication]\ndecimals = 2\nrounding = 'half_up'\npredicate_basis = 'exact'\n"
                               "[[tiers]]\ncode = 'indicator'\nname = { id = 'Indikator' }\n"
                               "[[predicates]]\nname = { id = 'Satu' }\nfrom = '1'\nto = '5'\n"
                               "[[indicators]]\ncode = '1'\nname = { id = 'A' }\nweight = '60'\n"
                               "[[indicators]]\ncode = '2'\nname = { id = 'B' }\nweight = '40'\n";
    const uint8_t good[2] = {3, 4};
    const uint8_t bad[2] = {3, 6};
    long round;

    for (round = 0; round < rounds; round++) {
        SpbeInstrument *instrument = NULL;
        SpbeError *error = NULL;
        char *json = NULL;

        if (spbe_instrument_parse(TEXT, sizeof TEXT - 1, SPBE_FORMAT_TOML, &instrument, &error) != SPBE_OK) {
            CHECK(spbe_error_message(error, SPBE_LANGUAGE_ENGLISH, &json, NULL) == SPBE_OK);
            fprintf(stderr, "%s\n", json);
            exit(1);
        }
        CHECK(spbe_score_levels(instrument, good, 2, 0, 0, 0, &json, NULL, &error) == SPBE_OK);
        CHECK(strstr(json, "\"index_exact\":\"3.4\"") != NULL);
        spbe_text_free(json);
        CHECK(spbe_score_levels(instrument, bad, 2, 0, 0, 0, &json, NULL, &error) == SPBE_FAILED);
        CHECK(spbe_error_number(error) == 316);
        spbe_error_free(error);
        spbe_instrument_free(instrument);
    }
}

int main(int count, char **arguments)
{
    SpbeInstrument *instrument = NULL;
    SpbeError *error = NULL;
    char *json = NULL;
    const char *index;

    CHECK(spbe_abi_version() == SPBE_ABI_VERSION);
    CHECK(builtin("spbe-2020", &instrument, &error) == SPBE_OK && error == NULL);
    check_instruments(instrument);
    check_depth();
    check_null(instrument);
    check_levels(instrument);
    check_rounds(count > 1 ? strtol(arguments[1], NULL, 10) : 1);

    CHECK(score(instrument, LEVELS, &json, &error) == SPBE_OK && error == NULL);
    index = strstr(json, "\"index\":");
    CHECK(index != NULL);
    index += strlen("\"index\":");
    printf("index %.*s\n%s\n", (int)strcspn(index, ","), index, json);

    spbe_text_free(json);
    spbe_instrument_free(instrument);
    return 0;
}
