/*
 * Every misuse that C allows without undefined behaviour is refused with its number before anything is written: NULL
 * in every place, wrong lengths, text that is not UTF-8, counts that no memory has, handles of another kind.
 * Argument `freed`: also handles that were freed. To read those is for memory checkers to complain of, so they do not
 * run that part.
 */
#include "check.h"

#define INVALID SPBE_INVALID_ARGUMENT
#define TOO_MANY ((size_t)-1)
#define HALF ((size_t)-1 / 2)

enum { ITEMS = 47, NODES = 12 };

static SpbeInstrument *instrument;
static SpbeKernel *kernel;
static SpbeError *error;
/* Outputs begin with these, so that a write after a failure shows. */
static char untouched;
static char *text = &untouched;
static size_t size = 99;
static uint8_t levels[ITEMS];

static SpbeText as_text(const char *data, size_t length)
{
    SpbeText text;

    text.data = data;
    text.length = length;
    return text;
}

/* A function that hands out a text of an instrument. */
typedef SpbeStatus (*TextOf)(const SpbeInstrument *, char **, size_t *, SpbeError **);

static void check_instruments(void)
{
    const TextOf texts[4] = {spbe_instrument_json, spbe_instrument_toml, spbe_instrument_checksum,
                             spbe_instrument_summary_json};
    size_t odd[2];
    size_t i;

    for (i = 0; i < 4; i++) {
        REFUSED(texts[i](NULL, &text, &size, &error), INVALID, 901, "`instrument` is NULL");
        REFUSED(texts[i](instrument, NULL, &size, &error), INVALID, 901, "`out` is NULL");
        CHECK(texts[i](NULL, NULL, NULL, NULL) == INVALID);
    }
    REFUSED(spbe_instruments_json(NULL, &size, &error), INVALID, 901, "`out` is NULL");
    REFUSED(spbe_instrument_node_count(NULL, &size, &error), INVALID, 901, "`instrument` is NULL");
    REFUSED(spbe_instrument_node_count(instrument, NULL, &error), INVALID, 901, "`out` is NULL");
    REFUSED(spbe_instrument_predicate_count(NULL, &size, &error), INVALID, 901, "`instrument` is NULL");
    REFUSED(spbe_instrument_item_code(NULL, 0, &text, &size, &error), INVALID, 901, "`instrument` is NULL");
    REFUSED(spbe_instrument_item_code(instrument, 0, NULL, &size, &error), INVALID, 901, "`out` is NULL");
    REFUSED(spbe_instrument_item_code(instrument, ITEMS, &text, &size, &error), INVALID, 912, "`item` 47");
    REFUSED(spbe_instrument_item_code(instrument, TOO_MANY, &text, &size, &error), INVALID, 912, "there are 47");
    REFUSED(spbe_instrument_node_code(instrument, NODES, &text, &size, &error), INVALID, 912, "`node` 12");
    REFUSED(spbe_instrument_node_name(instrument, NODES, 0, &text, &size, &error), INVALID, 912, "`node` 12");
    REFUSED(spbe_instrument_node_name(instrument, 0, 2, &text, &size, &error), INVALID, 903, "`language`, found 2");
    REFUSED(spbe_instrument_predicate_name(instrument, 5, 0, &text, &size, &error), INVALID, 912, "`predicate` 5");
    REFUSED(spbe_instrument_item_count(instrument, (size_t *)(void *)((char *)odd + 1), &error), INVALID, 909,
            "`out` is not aligned to 8");
}

static void check_answers(void)
{
    SpbeAnswer answers[3];
    size_t i;

#define ANSWERS(instrument, answers, count, missing, basis, text)                                                     \
    spbe_score_answers(instrument, answers, count, 2023, missing, basis, text, &size, &error)
    for (i = 0; i < 3; i++) {
        answers[i].code = as_text("1", 1);
        answers[i].value = as_text("3", 1);
    }
    REFUSED(ANSWERS(NULL, answers, 1, 0, 0, &text), INVALID, 901, "`instrument` is NULL");
    REFUSED(ANSWERS(instrument, NULL, 1, 0, 0, &text), INVALID, 901, "`answers` is NULL");
    REFUSED(ANSWERS(instrument, answers, 1, 0, 0, NULL), INVALID, 901, "`json_out` is NULL");
    REFUSED(ANSWERS(instrument, answers, TOO_MANY, 0, 0, &text), INVALID, 905, "`answers` cannot have the length");
    REFUSED(ANSWERS(instrument, answers, HALF, 0, 0, &text), INVALID, 905, "`answers` cannot have the length");
    REFUSED(ANSWERS(instrument, answers, 1, 6, 0, &text), INVALID, 903, "`missing_policy`, found 6");
    REFUSED(ANSWERS(instrument, answers, 1, 0, 3, &text), INVALID, 903, "`predicate_basis`, found 3");
    REFUSED(ANSWERS(instrument, answers, 3, 0, 0, &text), SPBE_FAILED, 317, "`1` is answered");
    REFUSED(ANSWERS(instrument, NULL, 0, 0, 0, &text), SPBE_FAILED, 401, "47 indicators are without an answer");
    answers[0].code = as_text(NULL, 1);
    REFUSED(ANSWERS(instrument, answers, 1, 0, 0, &text), INVALID, 901, "`answers[].code` is NULL");
    answers[0].code = as_text("1", TOO_MANY);
    REFUSED(ANSWERS(instrument, answers, 1, 0, 0, &text), INVALID, 905, "`answers[].code`");
    answers[0].code = as_text("\xc3", 1);
    REFUSED(ANSWERS(instrument, answers, 1, 0, 0, &text), INVALID, 902, "`answers[].code` is not UTF-8");
    answers[0].code = as_text(NULL, 0);
    REFUSED(ANSWERS(instrument, answers, 1, 0, 0, &text), SPBE_FAILED, 306, "no indicator");
    answers[0].code = as_text("1\0", 2);
    REFUSED(ANSWERS(instrument, answers, 1, 0, 0, &text), SPBE_FAILED, 306, "no indicator");
    answers[0].code = as_text("2", 1);
    answers[0].value = as_text("3\xff", 2);
    REFUSED(ANSWERS(instrument, answers, 1, 0, 0, &text), INVALID, 902, "(first at offset 1)");
    answers[0].value = as_text("1e3", 3);
    answers[1].value = as_text("2.5", 3);
    answers[2].code = as_text("48", 2);
    CHECK(ANSWERS(instrument, answers, 3, 0, 0, &text) == SPBE_FAILED && spbe_error_total(error) == 3);
    spbe_error_free(error);
    error = NULL;
}

static void check_struct(void)
{
    SpbeScore score;
    SpbeScore before;
    SpbeValue nodes[NODES + 1];
    SpbeValue untouched_nodes[NODES + 1];

#define SCORE(kernel, levels, count, nodes, node_count, score)                                                        \
    spbe_kernel_score(kernel, levels, count, 2023, 0, 0, nodes, node_count, score, &error)
    memset(&score, 0xaa, sizeof score);
    memset(nodes, 0xaa, sizeof nodes);
    memset(untouched_nodes, 0xaa, sizeof nodes);
    score.size = sizeof score;
    before = score;
    REFUSED(SCORE(NULL, levels, ITEMS, nodes, NODES, &score), INVALID, 901, "`kernel` is NULL");
    REFUSED(SCORE(kernel, NULL, ITEMS, nodes, NODES, &score), INVALID, 901, "`levels` is NULL");
    REFUSED(SCORE(kernel, levels, ITEMS, NULL, NODES, &score), INVALID, 901, "`nodes` is NULL");
    REFUSED(SCORE(kernel, levels, ITEMS, nodes, NODES, NULL), INVALID, 901, "`out` is NULL");
    REFUSED(SCORE(kernel, levels, 46, nodes, NODES, &score), SPBE_FAILED, 318, "expected 47 answers, found 46");
    REFUSED(SCORE(kernel, levels, 0, nodes, NODES, &score), SPBE_FAILED, 318, "expected 47 answers, found 0");
    REFUSED(SCORE(kernel, levels, TOO_MANY, nodes, NODES, &score), INVALID, 905, "`levels`");
    REFUSED(SCORE(kernel, levels, ITEMS, nodes, NODES + 1, &score), INVALID, 913, "`nodes` has room for 13, expected 12");
    REFUSED(SCORE(kernel, levels, ITEMS, nodes, NODES - 1, &score), INVALID, 913, "expected 12");
    REFUSED(SCORE(kernel, levels, ITEMS, nodes, 0, &score), INVALID, 913, "`nodes` has room for 0");
    REFUSED(SCORE(kernel, levels, ITEMS, nodes, HALF, &score), INVALID, 905, "`nodes`");
    REFUSED(SCORE(kernel, levels, ITEMS, (SpbeValue *)(void *)((char *)nodes + 4), NODES, &score), INVALID, 909,
            "`nodes` is not aligned");
    REFUSED(spbe_kernel_score(kernel, levels, ITEMS, 0, 6, 0, nodes, NODES, &score, &error), INVALID, 903, "found 6");
    REFUSED(spbe_kernel_score(kernel, levels, ITEMS, 0, 0, 3, nodes, NODES, &score, &error), INVALID, 903, "found 3");
    levels[3] = 6;
    levels[9] = 0;
    CHECK(SCORE(kernel, levels, ITEMS, nodes, NODES, &score) == SPBE_FAILED && spbe_error_total(error) == 2);
    REFUSED(SPBE_FAILED, SPBE_FAILED, 316, "column `4`: 6 is outside 1 to 5\ncolumn `10`: 0 is outside");
    levels[3] = levels[9] = SPBE_LEVEL_MISSING;
    REFUSED(SCORE(kernel, levels, ITEMS, nodes, NODES, &score), SPBE_FAILED, 401, "4, 10");
    levels[3] = levels[9] = 3;
    CHECK(memcmp(&score, &before, sizeof score) == 0 && memcmp(nodes, untouched_nodes, sizeof nodes) == 0);

    /* Sizes: none, odd, that of no version, and that of a version to come. */
    score.size = 0;
    REFUSED(SCORE(kernel, levels, ITEMS, nodes, NODES, &score), INVALID, 908, "`out` says it has 0 bytes");
    score.size = sizeof score - 1;
    REFUSED(SCORE(kernel, levels, ITEMS, nodes, NODES, &score), INVALID, 908, "`out` says");
    score.size = TOO_MANY;
    REFUSED(SCORE(kernel, levels, ITEMS, nodes, NODES, &score), INVALID, 908, "`out` says");
    score.size = sizeof score + 8;
    CHECK(SCORE(kernel, levels, ITEMS, nodes, NODES, &score) == SPBE_OK && score.size == sizeof score);
    CHECK(score.index.published == 300 && nodes[0].published == 300);
    CHECK(SCORE(kernel, levels, ITEMS, NULL, 0, &score) == SPBE_OK && error == NULL);
}

static void check_files(void)
{
    static const uint8_t CONTENT[] = "institution,year,1\nKota A,2023,3\n";
    const SpbeInstrument *candidates[2];
    SpbeFileOptions options;
    SpbeText values[2];
    size_t ranks[2] = {99, 99};

#define FILE_OF(operation, candidates, count, content, length, options, text)                                         \
    operation(candidates, count, content, length, options, text, &size, &error)
    candidates[0] = instrument;
    candidates[1] = NULL;
    memset(&options, 0, sizeof options);
    options.size = sizeof options;
    REFUSED(FILE_OF(spbe_score_file, NULL, 1, CONTENT, 9, NULL, &text), INVALID, 901, "`instruments` is NULL");
    REFUSED(FILE_OF(spbe_score_file, candidates, 2, CONTENT, 9, NULL, &text), INVALID, 901, "`instruments[]` is NULL");
    REFUSED(FILE_OF(spbe_score_file, candidates, HALF, CONTENT, 9, NULL, &text), INVALID, 905, "`instruments`");
    REFUSED(FILE_OF(spbe_score_file, candidates, 1, NULL, 9, NULL, &text), INVALID, 901, "`content` is NULL");
    REFUSED(FILE_OF(spbe_score_file, candidates, 1, CONTENT, TOO_MANY, NULL, &text), INVALID, 905, "`content`");
    REFUSED(FILE_OF(spbe_score_file, candidates, 1, CONTENT, 9, NULL, NULL), INVALID, 901, "`json_out` is NULL");
    REFUSED(FILE_OF(spbe_score_file, candidates, 1, NULL, 0, NULL, &text), SPBE_FAILED, 359, "nothing in it");
    REFUSED(FILE_OF(spbe_score_file, candidates, 1, (const uint8_t *)"1\xff", 2, NULL, &text), SPBE_FAILED, 302, "UTF-8");
    REFUSED(FILE_OF(spbe_audit_file, candidates, 1, CONTENT, sizeof CONTENT - 1, NULL, &text), SPBE_FAILED, 504,
            "answers to indicators");
    options.decimal_comma = 3;
    REFUSED(FILE_OF(spbe_score_file, candidates, 1, CONTENT, 9, &options, &text), INVALID, 903, "`decimal_comma`");
    options.decimal_comma = 0;
    options.missing_policy = 6;
    REFUSED(FILE_OF(spbe_score_file, candidates, 1, CONTENT, sizeof CONTENT - 1, &options, &text), INVALID, 903,
            "`missing_policy`, found 6");
    options.size -= 8;
    REFUSED(FILE_OF(spbe_score_file, candidates, 1, CONTENT, 9, &options, &text), INVALID, 908, "`options` says");

    values[0] = as_text("131/91", 6);
    values[1] = as_text("many", 4);
    REFUSED(spbe_ranks(NULL, 2, ranks, &error), INVALID, 901, "`values` is NULL");
    REFUSED(spbe_ranks(values, 2, NULL, &error), INVALID, 901, "`ranks` is NULL");
    REFUSED(spbe_ranks(values, HALF, ranks, &error), INVALID, 905, "`values`");
    REFUSED(spbe_ranks(values, 2, ranks, &error), SPBE_FAILED, 101, "`many`");
    CHECK(ranks[0] == 99 && ranks[1] == 99);
    values[1] = as_text("4.2", 3);
    CHECK(spbe_ranks(values, 2, ranks, &error) == SPBE_OK && ranks[0] == 2 && ranks[1] == 1);
}

static void check_values(void)
{
    static int32_t cells[ITEMS] = {1};
    SpbeColumn columns[ITEMS];
    SpbeBatch batch;
    SpbeInstrument *decimals = NULL;
    SpbeKernel *fine = NULL;
    SpbeKernel *none = NULL;
    uint16_t narrow[1] = {99};
    size_t i;

#define VALUES(columns, count, rows) spbe_kernel_score_values(kernel, columns, count, rows, &batch, NULL, &error)
    memset(&batch, 0, sizeof batch);
    batch.size = sizeof batch;
    memset(columns, 0, sizeof columns);
    for (i = 0; i < ITEMS; i++) {
        columns[i].values = cells;
        columns[i].bits = 32;
    }
    CHECK(VALUES(columns, ITEMS, 1) == SPBE_OK);
    REFUSED(spbe_kernel_score_values(NULL, columns, ITEMS, 1, &batch, NULL, &error), INVALID, 901, "`kernel`");
    REFUSED(VALUES(NULL, ITEMS, 1), INVALID, 901, "`columns` is NULL");
    REFUSED(VALUES(columns, HALF, 1), INVALID, 905, "`columns`");
    REFUSED(VALUES(columns, ITEMS, HALF), INVALID, 905, "`columns[].values`");
    REFUSED(VALUES(columns, 46, 1), SPBE_FAILED, 601, "expected 47 columns");
    columns[46].bits = 16;
    REFUSED(VALUES(columns, ITEMS, 1), INVALID, 903, "the same width");
    columns[46].bits = 32;
    columns[46].values = (const char *)cells + 2;
    REFUSED(VALUES(columns, ITEMS, 1), INVALID, 909, "`columns[].values` is not aligned");
    columns[46].values = NULL;
    REFUSED(VALUES(columns, ITEMS, 1), INVALID, 901, "`columns[].values` is NULL");
    columns[46].values = cells;
    columns[46].validity = levels;
    columns[46].validity_offset = TOO_MANY;
    REFUSED(VALUES(columns, ITEMS, 1), INVALID, 905, "`columns[].validity`");
    columns[0].bits = 7;
    REFUSED(VALUES(columns, 1, 1), INVALID, 903, "expected 8, 16 or 32");
    REFUSED(spbe_kernel_compile_scaled(instrument, 0, &none, &error), SPBE_FAILED, 611, "denominator");
    REFUSED(spbe_kernel_compile_scaled(instrument, 100, &none, &error), SPBE_FAILED, 611, "denominator");
    CHECK(none == NULL);

    /* Sums of four decimals do not fit 16 bits. */
    CHECK(spbe_instrument_builtin("pemdi-2026", 10, &decimals, NULL) == SPBE_OK);
    CHECK(spbe_kernel_compile_scaled(decimals, 10000, &fine, NULL) == SPBE_OK);
    batch.index_sum.data = narrow;
    batch.index_sum.bits = 16;
    columns[0].bits = 32;
    REFUSED(spbe_kernel_score_values(fine, columns, 20, 1, &batch, NULL, &error), SPBE_FAILED, 607, "index");
    CHECK(narrow[0] == 99);
    spbe_kernel_free(fine);
    spbe_instrument_free(decimals);
}

/* A handle of another kind, or a pointer into one, is refused and left alone. */
static void check_kinds(void)
{
    SpbeError *other = NULL;
    void *any;

    CHECK(spbe_instrument_builtin("x", 1, NULL, &other) == INVALID);
    any = other;
    REFUSED(spbe_instrument_json(any, &text, &size, &error), INVALID, 911, "`instrument` is no live handle");
    any = kernel;
    REFUSED(spbe_score_levels(any, levels, ITEMS, 0, 0, 0, &text, &size, &error), INVALID, 911, "`instrument`");
    any = instrument;
    REFUSED(spbe_kernel_node_count(any, &size, &error), INVALID, 911, "`kernel` is no live handle");
    CHECK(spbe_error_message(any, 0, &text, &size) == INVALID);
    CHECK(spbe_error_number(any) == 0 && spbe_error_name(any) == NULL && spbe_error_total(any) == 0);
    any = (char *)(void *)instrument + 1;
    REFUSED(spbe_instrument_json(any, &text, &size, &error), INVALID, 911, "`instrument`");
    any = (char *)(void *)instrument + 8;
    REFUSED(spbe_instrument_json(any, &text, &size, &error), INVALID, 911, "`instrument`");
    any = kernel;
    spbe_instrument_free(any);
    spbe_error_free(any);
    any = other;
    spbe_kernel_free(any);
    CHECK(spbe_kernel_node_count(kernel, &size, NULL) == SPBE_OK && size == NODES);
    CHECK(spbe_error_number(other) == 901);
    size = 99;
    spbe_error_free(other);
}

/* What was freed is refused as long as its memory has not been used again, and is not freed twice. */
static void check_freed(void)
{
    SpbeInstrument *gone = NULL;
    SpbeKernel *gone_kernel = NULL;
    SpbeError *gone_error = NULL;

    CHECK(spbe_instrument_builtin("spbe-2018", 9, &gone, NULL) == SPBE_OK);
    CHECK(spbe_kernel_compile(gone, &gone_kernel, NULL) == SPBE_OK);
    CHECK(spbe_instrument_builtin("x", 1, NULL, &gone_error) == INVALID);
    spbe_error_free(gone_error);
    spbe_kernel_free(gone_kernel);
    spbe_instrument_free(gone);
    CHECK(spbe_instrument_json(gone, &text, &size, NULL) == INVALID);
    CHECK(spbe_kernel_node_count(gone_kernel, &size, NULL) == INVALID);
    CHECK(spbe_error_number(gone_error) == 0);
    spbe_instrument_free(gone);
    spbe_kernel_free(gone_kernel);
    spbe_error_free(gone_error);
}

int main(int count, char **arguments)
{
    CHECK(spbe_abi_version() == SPBE_ABI_VERSION && strchr(spbe_version(), '.') != NULL);
    CHECK(spbe_instrument_builtin("spbe-2020", 9, &instrument, NULL) == SPBE_OK);
    CHECK(spbe_kernel_compile(instrument, &kernel, NULL) == SPBE_OK);
    memset(levels, 3, sizeof levels);
    check_instruments();
    check_answers();
    check_struct();
    check_files();
    check_values();
    check_kinds();
    if (count > 1 && strcmp(arguments[1], "freed") == 0)
        check_freed();
    CHECK(text == &untouched && size == 99);
    spbe_text_free(NULL);
    spbe_error_free(NULL);
    spbe_kernel_free(NULL);
    spbe_instrument_free(NULL);
    spbe_kernel_free(kernel);
    spbe_instrument_free(instrument);
    puts("refused");
    return 0;
}
