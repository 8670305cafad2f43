/*
 * Eight threads use the same handles at the same time: the same record, the same numbers, and the same error, each time.
 * The last one to end frees them. Argument: rounds of each thread.
 */
#include <pthread.h>

#include "check.h"

enum { THREADS = 8, ITEMS = 47, NODES = 12, ROWS = 40 };

typedef struct {
    const SpbeInstrument *instrument;
    const SpbeKernel *kernel;
    const SpbeError *error;
    const char *json;
    const char *message;
    SpbeValue nodes[NODES];
    uint16_t index[ROWS];
    uint8_t levels[ROWS * ITEMS];
    long rounds;
} Shared;

static void score_rows(const Shared *shared, uint16_t *index)
{
    SpbeSummary summary = {sizeof summary, 99, 99, 99};
    SpbeBatch batch;

    memset(&batch, 0, sizeof batch);
    batch.size = sizeof batch;
    batch.threads = 2;
    batch.index_published.data = index;
    batch.index_published.bits = 16;
    CHECK(spbe_kernel_score_rows(shared->kernel, shared->levels, ROWS, ITEMS, ITEMS, &batch, &summary, NULL) ==
          SPBE_OK);
    CHECK(summary.invalid == 0);
}

static char *score_first(const Shared *shared)
{
    char *json = NULL;

    CHECK(spbe_score_levels(shared->instrument, shared->levels, ITEMS, 2023, 0, 0, &json, NULL, NULL) == SPBE_OK);
    return json;
}

static void *use(void *argument)
{
    const Shared *shared = argument;
    long round;

    for (round = 0; round < shared->rounds; round++) {
        SpbeScore score = {sizeof score, {0, 0, 0, 0, 0, 0}, 0, 0, 0, 0, 0, 0, 0, 0};
        SpbeValue nodes[NODES];
        SpbeError *error = NULL;
        uint16_t index[ROWS];
        char *text = score_first(shared);

        CHECK(strcmp(text, shared->json) == 0);
        spbe_text_free(text);
        CHECK(spbe_kernel_score(shared->kernel, shared->levels, ITEMS, 2023, 0, 0, nodes, NODES, &score, NULL) ==
              SPBE_OK);
        CHECK(memcmp(nodes, shared->nodes, sizeof nodes) == 0);
        score_rows(shared, index);
        CHECK(memcmp(index, shared->index, sizeof index) == 0);
        CHECK(spbe_error_message(shared->error, SPBE_LANGUAGE_INDONESIAN, &text, NULL) == SPBE_OK);
        CHECK(strcmp(text, shared->message) == 0);
        spbe_text_free(text);
        REFUSED(spbe_score_levels(shared->instrument, shared->levels, 46, 0, 0, 0, &text, NULL, &error), SPBE_FAILED,
                318, "expected 47 answers, found 46");
    }
    return NULL;
}

int main(int count, char **arguments)
{
    SpbeScore score = {sizeof score, {0, 0, 0, 0, 0, 0}, 0, 0, 0, 0, 0, 0, 0, 0};
    SpbeInstrument *instrument = NULL;
    SpbeKernel *kernel = NULL;
    SpbeError *error = NULL;
    static Shared shared;
    pthread_t threads[THREADS];
    char *json;
    char *message = NULL;
    size_t i;

    CHECK(spbe_instrument_builtin("spbe-2020", 9, &instrument, NULL) == SPBE_OK);
    CHECK(spbe_kernel_compile(instrument, &kernel, NULL) == SPBE_OK);
    CHECK(spbe_instrument_builtin("spbe-2021", 9, &instrument, &error) == SPBE_FAILED);
    CHECK(spbe_error_message(error, SPBE_LANGUAGE_INDONESIAN, &message, NULL) == SPBE_OK);
    for (i = 0; i < sizeof shared.levels; i++)
        shared.levels[i] = (uint8_t)(1 + i * 7 % 5);
    shared.instrument = instrument;
    shared.kernel = kernel;
    shared.error = error;
    shared.message = message;
    shared.rounds = count > 1 ? strtol(arguments[1], NULL, 10) : 10;
    shared.json = json = score_first(&shared);
    CHECK(spbe_kernel_score(kernel, shared.levels, ITEMS, 2023, 0, 0, shared.nodes, NODES, &score, NULL) == SPBE_OK);
    score_rows(&shared, shared.index);

    for (i = 0; i < THREADS; i++)
        CHECK(pthread_create(&threads[i], NULL, use, &shared) == 0);
    for (i = 0; i < THREADS; i++)
        CHECK(pthread_join(threads[i], NULL) == 0);

    spbe_text_free(json);
    spbe_text_free(message);
    spbe_error_free(error);
    spbe_kernel_free(kernel);
    spbe_instrument_free(instrument);
    printf("%d threads agree\n", THREADS);
    return 0;
}
