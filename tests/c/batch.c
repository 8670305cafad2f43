/*
 * Scores batches as a C program does: every number of every row is that of the single score, in both layouts, on one
 * thread and on several, and every misuse that C allows without undefined behaviour is refused before anything is
 * written. Argument: rows that are compared with single scores.
 */
#include <math.h>
#include "check.h"

enum { ITEMS = 47, NODES = 12, DOMAINS = 4, STRIDE = 50, MANY = 140001 };

/* Everything that a batch can give, and the structs that ask for it. */
typedef struct {
    uint32_t index_sum[MANY];
    uint16_t index[MANY];
    uint64_t sums[NODES][MANY];
    uint16_t published[NODES][MANY];
    uint8_t predicate[MANY];
    uint8_t validity[(MANY + 7) / 8];
} Places;

typedef struct {
    SpbeNumbers sums[NODES];
    SpbeNumbers published[NODES];
    SpbeBatch batch;
} Wanted;

static uint8_t rows_of_levels[MANY * STRIDE];
static uint8_t columns_of_levels[ITEMS][MANY];
static const uint8_t *columns[ITEMS];

static Places *new_places(void)
{
    Places *places = malloc(sizeof *places);

    CHECK(places != NULL);
    memset(places, 0xaa, sizeof *places);
    return places;
}

static SpbeNumbers numbers(void *data, uint32_t bits)
{
    SpbeNumbers numbers;

    numbers.data = data;
    numbers.bits = bits;
    return numbers;
}

static void want_all(Wanted *wanted, Places *places)
{
    size_t node;

    memset(wanted, 0, sizeof *wanted);
    for (node = 0; node < NODES; node++) {
        wanted->sums[node] = numbers(places->sums[node], 64);
        wanted->published[node] = numbers(places->published[node], 16);
    }
    wanted->batch.size = sizeof wanted->batch;
    wanted->batch.index_sum = numbers(places->index_sum, 32);
    wanted->batch.index_published = numbers(places->index, 16);
    wanted->batch.node_sums = wanted->sums;
    wanted->batch.node_published = wanted->published;
    wanted->batch.node_count = NODES;
    wanted->batch.predicate = places->predicate;
    wanted->batch.validity = places->validity;
}

static void draw_levels(void)
{
    uint32_t state = 20;
    size_t row;
    size_t item;

    memset(rows_of_levels, 0xee, sizeof rows_of_levels);
    for (item = 0; item < ITEMS; item++)
        columns[item] = columns_of_levels[item];
    for (row = 0; row < MANY; row++)
        for (item = 0; item < ITEMS; item++) {
            uint8_t level;

            state = state * 1664525u + 1013904223u;
            level = (uint8_t)(1 + (state >> 16) % 5);
            /* Row 7 has no answer to item 3 and a wrong one to item 40; row 140,000 is wrong in its last item. */
            if (row == 7 && item == 3)
                level = SPBE_LEVEL_MISSING;
            if ((row == 7 && item == 40) || (row == MANY - 1 && item == ITEMS - 1))
                level = 0;
            rows_of_levels[row * STRIDE + item] = level;
            columns_of_levels[item][row] = level;
        }
}

static const char *after(const char *text, const char *part)
{
    const char *found = strstr(text, part);

    CHECK(found != NULL);
    return found + strlen(part);
}

/* The numbers of an object such as {"1":1.4,"2":1.7}, as hundredths. */
static void hundredths(const char *object, size_t count, uint16_t *out)
{
    size_t position;

    for (position = 0; position < count; position++) {
        object = after(object, ":");
        out[position] = (uint16_t)lround(strtod(object, NULL) * 100);
    }
}

static void compare_with_single(const SpbeInstrument *instrument, const Places *places, size_t row, uint16_t year,
                                uint64_t denominator)
{
    static const char *const NAMES[5] = {"Kurang", "Cukup", "Baik", "Sangat Baik", "Memuaskan"};
    uint16_t expected[NODES];
    char predicate[40];
    char *json = NULL;
    size_t node;

    CHECK(spbe_score_levels(instrument, rows_of_levels + row * STRIDE, ITEMS, year, 0, 0, &json, NULL, NULL) == SPBE_OK);
    CHECK(places->index[row] == (uint16_t)lround(strtod(after(json, "\"index\":"), NULL) * 100));
    CHECK(fabs(strtod(after(json, "\"index_exact\":\""), NULL) * (double)denominator - places->index_sum[row]) < 1e-6);
    hundredths(after(json, "\"domains\":{"), DOMAINS, expected);
    hundredths(after(json, "\"aspects\":{"), NODES - DOMAINS, expected + DOMAINS);
    for (node = 0; node < NODES; node++)
        CHECK(places->published[node][row] == expected[node]);
    CHECK(places->predicate[row] < 5);
    snprintf(predicate, sizeof predicate, "\"predicate\":\"%s\"", NAMES[places->predicate[row]]);
    CHECK(strstr(json, predicate) != NULL);
    CHECK((places->validity[row / 8] >> row % 8 & 1) == 1);
    spbe_text_free(json);
}

static void check_null_row(const Places *places, size_t row)
{
    size_t node;

    CHECK(places->index_sum[row] == 0 && places->index[row] == 0);
    for (node = 0; node < NODES; node++)
        CHECK(places->sums[node][row] == 0 && places->published[node][row] == 0);
    CHECK(places->predicate[row] == SPBE_NO_PREDICATE);
    CHECK((places->validity[row / 8] >> row % 8 & 1) == 0);
}

static void check_numbers(const SpbeInstrument *instrument, const SpbeKernel *kernel, size_t compared)
{
    static const uint16_t YEARS[3] = {0, 2023, 2024};
    Places *by_columns = new_places();
    Places *by_rows = new_places();
    SpbeSummary summary = {sizeof summary, 99, 99, 99};
    SpbeError *error = NULL;
    Wanted wanted;
    uint64_t denominator = 0;
    uint64_t largest = 0;
    uint64_t published = 0;
    size_t count = 0;
    size_t year;
    size_t row;

    CHECK(spbe_kernel_node_count(kernel, &count, &error) == SPBE_OK && count == NODES);
    CHECK(spbe_kernel_measure(kernel, SPBE_NODE_INDEX, &denominator, &largest, &published, &error) == SPBE_OK);
    CHECK(largest == 5 * denominator && published == 500);
    CHECK(spbe_kernel_measure(kernel, 0, &largest, NULL, NULL, NULL) == SPBE_OK && largest == 10);

    for (year = 0; year < 3; year++) {
        want_all(&wanted, by_columns);
        wanted.batch.year = YEARS[year];
        CHECK(spbe_kernel_score_columns(kernel, columns, ITEMS, MANY, &wanted.batch, &summary, &error) == SPBE_OK);
        CHECK(error == NULL && summary.size == sizeof summary);
        CHECK(summary.invalid == 2 && summary.first_row == 7 && summary.first_item == 3);
        for (row = year; row < compared; row += 3)
            if (row != 7)
                compare_with_single(instrument, by_columns, row, YEARS[year], denominator);
        check_null_row(by_columns, 7);
        check_null_row(by_columns, MANY - 1);
        CHECK(by_columns->validity[MANY / 8] == 0);

        want_all(&wanted, by_rows);
        wanted.batch.year = YEARS[year];
        wanted.batch.threads = 2;
        CHECK(spbe_kernel_score_rows(kernel, rows_of_levels, MANY, ITEMS, STRIDE, &wanted.batch, &summary, &error) ==
              SPBE_OK);
        CHECK(summary.invalid == 2 && summary.first_row == 7 && summary.first_item == 3);
        CHECK(memcmp(by_columns, by_rows, sizeof *by_rows) == 0);
    }

    /* Only the index, without a summary; then nothing at all but the summary; then no rows. */
    memset(by_rows, 0xaa, sizeof *by_rows);
    memset(&wanted.batch, 0, sizeof wanted.batch);
    wanted.batch.size = sizeof wanted.batch;
    wanted.batch.index_published = numbers(by_rows->index, 16);
    CHECK(spbe_kernel_score_rows(kernel, rows_of_levels, 99, ITEMS, STRIDE, &wanted.batch, NULL, NULL) == SPBE_OK);
    CHECK(memcmp(by_rows->index, by_columns->index, 99 * sizeof(uint16_t)) == 0 && by_rows->index[99] == 0xaaaa);
    wanted.batch.index_published.data = NULL;
    CHECK(spbe_kernel_score_columns(kernel, columns, ITEMS, 99, &wanted.batch, &summary, NULL) == SPBE_OK);
    CHECK(summary.invalid == 1 && by_rows->predicate[0] == 0xaa);
    CHECK(spbe_kernel_score_rows(kernel, NULL, 0, ITEMS, STRIDE, &wanted.batch, &summary, NULL) == SPBE_OK);
    CHECK(summary.invalid == 0 && summary.first_row == 0);
    free(by_columns);
    free(by_rows);
}

static void check_misuse(const SpbeInstrument *instrument, const SpbeKernel *kernel)
{
    const SpbeStatus INVALID = SPBE_INVALID_ARGUMENT;
    const size_t HUGE_COUNT = (size_t)-1 / 2;
    Places *places = new_places();
    Places *untouched = new_places();
    SpbeSummary summary = {sizeof summary, 99, 99, 99};
    SpbeKernel *none = NULL;
    SpbeError *error = NULL;
    const uint8_t *holed[ITEMS];
    Wanted wanted;
    Wanted wrong;
    uint64_t number = 99;

    REFUSED(spbe_kernel_compile(NULL, &none, &error), INVALID, 901, "`instrument` is NULL");
    REFUSED(spbe_kernel_compile(instrument, NULL, &error), INVALID, 901, "`out` is NULL");
    REFUSED(spbe_kernel_node_count(NULL, NULL, &error), INVALID, 901, "`kernel` is NULL");
    REFUSED(spbe_kernel_node_count(kernel, NULL, &error), INVALID, 901, "`out` is NULL");
    REFUSED(spbe_kernel_measure(NULL, 0, &number, NULL, NULL, &error), INVALID, 901, "`kernel` is NULL");
    REFUSED(spbe_kernel_measure(kernel, NODES, &number, NULL, NULL, &error), INVALID, 910, "no node 12");

#define COLUMNS(kernel, columns, count, rows, batch, summary)                                                         \
    spbe_kernel_score_columns(kernel, columns, count, rows, batch, summary, &error)
#define ROWS(levels, rows, count, stride, batch) spbe_kernel_score_rows(kernel, levels, rows, count, stride, batch, NULL, &error)
    want_all(&wanted, places);
    memcpy(holed, columns, sizeof holed);
    holed[46] = NULL;
    REFUSED(COLUMNS(NULL, columns, ITEMS, 9, &wanted.batch, &summary), INVALID, 901, "`kernel` is NULL");
    REFUSED(COLUMNS(kernel, NULL, ITEMS, 9, &wanted.batch, &summary), INVALID, 901, "`columns` is NULL");
    REFUSED(COLUMNS(kernel, holed, ITEMS, 9, &wanted.batch, &summary), INVALID, 901, "`columns[]` is NULL");
    REFUSED(COLUMNS(kernel, columns, ITEMS, 9, NULL, &summary), INVALID, 901, "`batch` is NULL");
    REFUSED(COLUMNS(kernel, columns, 46, 9, &wanted.batch, &summary), SPBE_FAILED, 601, "expected 47 columns");
    REFUSED(COLUMNS(kernel, NULL, 0, 9, &wanted.batch, &summary), SPBE_FAILED, 601, "expected 47 columns");
    REFUSED(COLUMNS(kernel, columns, HUGE_COUNT, 9, &wanted.batch, &summary), INVALID, 905, "`columns`");
    REFUSED(COLUMNS(kernel, columns, ITEMS, (size_t)-1, &wanted.batch, &summary), INVALID, 905, "length");

    REFUSED(ROWS(NULL, 9, ITEMS, STRIDE, &wanted.batch), INVALID, 901, "`levels` is NULL");
    REFUSED(ROWS(rows_of_levels, 9, 48, STRIDE, &wanted.batch), SPBE_FAILED, 613, "expected 47 answers, found 48");
    REFUSED(ROWS(rows_of_levels, 9, ITEMS, 46, &wanted.batch), SPBE_FAILED, 604, "46 bytes apart");
    memset(&wrong, 0, sizeof wrong);
    wrong.batch.size = sizeof wrong.batch;
    REFUSED(ROWS(rows_of_levels, HUGE_COUNT, ITEMS, STRIDE, &wrong.batch), INVALID, 905, "`levels`");
    REFUSED(ROWS(rows_of_levels, 2, ITEMS, (size_t)-1, &wrong.batch), INVALID, 905, "`levels`");
    REFUSED(ROWS(rows_of_levels, 2, ITEMS, HUGE_COUNT, &wrong.batch), INVALID, 905, "`levels`");

    wrong = wanted;
    wrong.batch.size = 0;
    REFUSED(ROWS(rows_of_levels, 9, ITEMS, STRIDE, &wrong.batch), INVALID, 908, "`batch` says it has 0 bytes");
    summary.size--;
    REFUSED(COLUMNS(kernel, columns, ITEMS, 9, &wanted.batch, &summary), INVALID, 908, "`summary`");
    summary.size++;
    wrong = wanted;
    wrong.batch.predicate_basis = 3;
    REFUSED(ROWS(rows_of_levels, 9, ITEMS, STRIDE, &wrong.batch), INVALID, 903, "`predicate_basis`, found 3");
    wrong = wanted;
    wrong.batch.index_sum.bits = 33;
    REFUSED(ROWS(rows_of_levels, 9, ITEMS, STRIDE, &wrong.batch), INVALID, 903, "`index_sum`, found 33");
    wrong.batch.index_sum = numbers((uint8_t *)places->index_sum + 2, 32);
    REFUSED(ROWS(rows_of_levels, 9, ITEMS, STRIDE, &wrong.batch), INVALID, 909, "`index_sum` is not aligned to 4");
    wrong = wanted;
    wrong.batch.node_count = NODES - 1;
    REFUSED(ROWS(rows_of_levels, 9, ITEMS, STRIDE, &wrong.batch), SPBE_FAILED, 608, "expected 12 node outputs");
    wrong.batch.node_count = HUGE_COUNT;
    REFUSED(ROWS(rows_of_levels, 9, ITEMS, STRIDE, &wrong.batch), INVALID, 905, "`node_sums`");

    CHECK(none == NULL && number == 99 && summary.invalid == 99);
    CHECK(memcmp(places, untouched, sizeof *places) == 0);
    CHECK(ROWS(NULL, 9, ITEMS, STRIDE, NULL) == INVALID);
    spbe_error_free(error);
    spbe_kernel_free(NULL);
    free(places);
    free(untouched);
}

int main(int count, char **arguments)
{
    const size_t compared = count > 1 ? (size_t)strtoul(arguments[1], NULL, 10) : 100;
    SpbeInstrument *instrument = NULL;
    SpbeKernel *kernel = NULL;

    CHECK(spbe_instrument_builtin("spbe-2020", 9, &instrument, NULL) == SPBE_OK);
    CHECK(spbe_kernel_compile(instrument, &kernel, NULL) == SPBE_OK);
    draw_levels();
    check_misuse(instrument, kernel);
    check_numbers(instrument, kernel, compared);

    /* A kernel outlives its instrument. */
    spbe_instrument_free(instrument);
    CHECK(spbe_kernel_node_count(kernel, &(size_t){0}, NULL) == SPBE_OK);
    spbe_kernel_free(kernel);
    printf("%lu rows equal\n", (unsigned long)compared);
    return 0;
}
