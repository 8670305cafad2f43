/* Scores many institutions with one call, into arrays of our own: gcc batch.c -lspbe */
#include <stdio.h>
#include <string.h>
#include "spbe.h"

enum { ROWS = 4, ITEMS = 47, NODES = 12 };

static int failed(SpbeError *error)
{
    char *message = NULL;

    if (spbe_error_message(error, SPBE_LANGUAGE_ENGLISH, &message, NULL) == SPBE_OK)
        fprintf(stderr, "%s\n", message);
    spbe_text_free(message);
    spbe_error_free(error);
    return 1;
}

int main(void)
{
    uint8_t levels[ROWS][ITEMS];
    uint16_t index[ROWS];            /* 2.60 is 260 */
    uint16_t aspects_and_domains[NODES][ROWS];
    uint8_t predicate[ROWS];
    SpbeNumbers nodes[NODES];
    SpbeBatch batch;
    SpbeSummary summary;
    SpbeInstrument *instrument = NULL;
    SpbeKernel *kernel = NULL;
    SpbeError *error = NULL;
    size_t row;
    size_t node;

    /* Institution 1 is at level 1 throughout, institution 2 at level 2; the last one left an indicator unanswered. */
    for (row = 0; row < ROWS; row++)
        memset(levels[row], (int)row + 1, ITEMS);
    levels[ROWS - 1][46] = SPBE_LEVEL_MISSING;

    /* Once: the instrument, compiled for batches. The kernel does not need the instrument afterwards. */
    if (spbe_instrument_builtin("spbe-2020", 9, &instrument, &error) != SPBE_OK)
        return failed(error);
    if (spbe_kernel_compile(instrument, &kernel, &error) != SPBE_OK) {
        spbe_instrument_free(instrument);
        return failed(error);
    }

    /* What is wanted: the published index and nodes, and the predicate. All else stays 0: not wanted. */
    memset(&batch, 0, sizeof batch);
    batch.size = sizeof batch;
    batch.year = 2024;
    batch.index_published.data = index;
    batch.index_published.bits = 16;
    for (node = 0; node < NODES; node++) {
        nodes[node].data = aspects_and_domains[node];
        nodes[node].bits = 16;
    }
    batch.node_published = nodes;
    batch.node_count = NODES;
    batch.predicate = predicate;
    summary.size = sizeof summary;

    if (spbe_kernel_score_rows(kernel, levels[0], ROWS, ITEMS, ITEMS, &batch, &summary, &error) != SPBE_OK) {
        spbe_kernel_free(kernel);
        spbe_instrument_free(instrument);
        return failed(error);
    }
    for (row = 0; row < ROWS; row++) {
        char *name = NULL;

        if (predicate[row] == SPBE_NO_PREDICATE) {
            printf("institution %u: no score\n", (unsigned)row + 1);
            continue;
        }
        if (spbe_instrument_predicate_name(instrument, predicate[row], SPBE_LANGUAGE_INDONESIAN, &name, NULL, NULL) !=
            SPBE_OK)
            continue;
        printf("institution %u: %u.%02u %s, domain 1 %u.%02u\n", (unsigned)row + 1, index[row] / 100u,
               index[row] % 100u, name, aspects_and_domains[0][row] / 100u, aspects_and_domains[0][row] % 100u);
        spbe_text_free(name);
    }
    printf("%u without a level, first: institution %u, indicator %u\n", (unsigned)summary.invalid,
           (unsigned)summary.first_row + 1, (unsigned)summary.first_item + 1);

    spbe_kernel_free(kernel);
    spbe_instrument_free(instrument);
    return 0;
}
