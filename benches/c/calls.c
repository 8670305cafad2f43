/*
 * What calls of the C library cost, in nanoseconds of processor time: one assessment as a struct and as JSON, and one
 * call for many rows. Argument: rows. Prints `name nanoseconds` a line, a row for the batches.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "spbe.h"

enum { ITEMS = 47, NODES = 12, ASSESSMENTS = 1024, STRUCTS = 400000, RECORDS = 4000, REPEATS = 5 };

static void must(SpbeStatus status)
{
    if (status != SPBE_OK) {
        fprintf(stderr, "status %d\n", (int)status);
        exit(1);
    }
}

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static void *room(size_t size)
{
    void *memory = malloc(size);

    if (memory == NULL)
        exit(1);
    /* No page is new to what is measured. */
    memset(memory, 1, size);
    return memory;
}

static void report(const char *name, double best)
{
    printf("%s %.3f\n", name, best);
}

static void one_by_one(const SpbeInstrument *instrument, const SpbeKernel *kernel, const uint8_t *levels)
{
    double best_struct = 1e18;
    double best_json = 1e18;
    unsigned long sum = 0;
    int repeat;
    int round;

    for (repeat = 0; repeat < REPEATS; repeat++) {
        double start = now();
        double taken;

        for (round = 0; round < STRUCTS; round++) {
            SpbeValue nodes[NODES];
            SpbeScore score;

            score.size = sizeof score;
            must(spbe_kernel_score(kernel, levels + round % ASSESSMENTS * ITEMS, ITEMS, 2024, SPBE_MISSING_REJECT,
                                   SPBE_PREDICATE_INSTRUMENT, nodes, NODES, &score, NULL));
            sum += (unsigned long)(score.index.published + nodes[NODES - 1].published);
        }
        taken = (now() - start) / STRUCTS;
        best_struct = taken < best_struct ? taken : best_struct;

        start = now();
        for (round = 0; round < RECORDS; round++) {
            char *json = NULL;

            must(spbe_score_levels(instrument, levels + round % ASSESSMENTS * ITEMS, ITEMS, 2024, SPBE_MISSING_REJECT,
                                   SPBE_PREDICATE_INSTRUMENT, &json, NULL, NULL));
            sum += (unsigned long)json[0];
            spbe_text_free(json);
        }
        taken = (now() - start) / RECORDS;
        best_json = taken < best_json ? taken : best_json;
    }
    if (sum == 0)
        puts("nothing was scored");
    report("struct", best_struct);
    report("json", best_json);
}

static void batches(const SpbeKernel *kernel, const uint8_t *levels, size_t rows)
{
    const uint8_t *columns[ITEMS];
    SpbeNumbers nodes[NODES];
    SpbeBatch batch;
    double best_rows = 1e18;
    double best_columns = 1e18;
    size_t i;
    int repeat;

    memset(&batch, 0, sizeof batch);
    batch.size = sizeof batch;
    for (i = 0; i < NODES; i++) {
        nodes[i].data = room(rows * sizeof(uint16_t));
        nodes[i].bits = 16;
    }
    batch.index_published.data = room(rows * sizeof(uint16_t));
    batch.index_published.bits = 16;
    batch.node_published = nodes;
    batch.node_count = NODES;
    batch.predicate = room(rows);
    batch.validity = room((rows + 7) / 8);
    for (i = 0; i < ITEMS; i++)
        columns[i] = levels + i * rows;
    for (repeat = 0; repeat < 3 * REPEATS; repeat++) {
        double start = now();
        double taken;

        must(spbe_kernel_score_rows(kernel, levels, rows, ITEMS, ITEMS, &batch, NULL, NULL));
        taken = (now() - start) / (double)rows;
        best_rows = taken < best_rows ? taken : best_rows;
        start = now();
        must(spbe_kernel_score_columns(kernel, columns, ITEMS, rows, &batch, NULL, NULL));
        taken = (now() - start) / (double)rows;
        best_columns = taken < best_columns ? taken : best_columns;
    }
    report("rows", best_rows);
    report("columns", best_columns);
    for (i = 0; i < NODES; i++)
        free(nodes[i].data);
    free(batch.index_published.data);
    free(batch.predicate);
    free(batch.validity);
}

int main(int count, char **arguments)
{
    const size_t rows = count > 1 ? (size_t)strtoul(arguments[1], NULL, 10) : 100000;
    const size_t cells = (rows > ASSESSMENTS ? rows : ASSESSMENTS) * ITEMS;
    SpbeInstrument *instrument = NULL;
    SpbeKernel *kernel = NULL;
    uint8_t *levels = room(cells);
    uint32_t state = 20;
    size_t i;

    for (i = 0; i < cells; i++) {
        state = state * 1664525u + 1013904223u;
        levels[i] = (uint8_t)(1 + (state >> 16) % 5);
    }
    must(spbe_instrument_builtin("spbe-2020", 9, &instrument, NULL));
    must(spbe_kernel_compile(instrument, &kernel, NULL));
    one_by_one(instrument, kernel, levels);
    batches(kernel, levels, rows);
    spbe_kernel_free(kernel);
    spbe_instrument_free(instrument);
    free(levels);
    return 0;
}
