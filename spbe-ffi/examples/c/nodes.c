/* Scores one institution into a struct, and prints every node by name: gcc nodes.c -lspbe */
#include <inttypes.h>
#include <stdio.h>
#include "spbe.h"

enum { NODES = 12 };

int main(void)
{
    /* tests/vectors/bandarlampung_2023.json */
    const uint8_t levels[47] = {1, 1, 2, 1, 1, 2, 1, 1, 1, 3, 1, 1, 1, 2, 1, 2, 3, 1, 2, 3, 1, 1, 1, 1,
                                1, 1, 1, 1, 1, 1, 1, 4, 4, 4, 4, 4, 4, 3, 1, 4, 3, 4, 3, 4, 1, 1, 1};
    SpbeInstrument *instrument = NULL;
    SpbeKernel *kernel = NULL;
    SpbeValue nodes[NODES];
    SpbeScore score;
    SpbeStatus status;
    size_t node;

    score.size = sizeof score;
    status = spbe_instrument_builtin("spbe-2020", 9, &instrument, NULL);
    if (status == SPBE_OK)
        status = spbe_kernel_compile(instrument, &kernel, NULL);
    /* The kernel is compiled once. A score with it allocates nothing and takes less than a microsecond. */
    if (status == SPBE_OK)
        status = spbe_kernel_score(kernel, levels, 47, 2023, SPBE_MISSING_REJECT, SPBE_PREDICATE_INSTRUMENT, nodes,
                                   NODES, &score, NULL);
    if (status == SPBE_OK) {
        /* Exact, and as published: 4309/2000 is printed 2.15. */
        printf("index %" PRId64 "/%" PRId64 " %" PRId64 ".%02" PRId64 "\n", score.index.numerator,
               score.index.denominator, score.index.published / 100, score.index.published % 100);
        for (node = 0; node < NODES; node++) {
            char *code = NULL;
            char *name = NULL;

            if (spbe_instrument_node_code(instrument, node, &code, NULL, NULL) == SPBE_OK &&
                spbe_instrument_node_name(instrument, node, SPBE_LANGUAGE_INDONESIAN, &name, NULL, NULL) == SPBE_OK)
                printf("%-9s %" PRId64 ".%02" PRId64 " %s\n", code, nodes[node].published / 100,
                       nodes[node].published % 100, name);
            spbe_text_free(code);
            spbe_text_free(name);
        }
    }
    spbe_kernel_free(kernel);
    spbe_instrument_free(instrument);
    return status == SPBE_OK ? 0 : 1;
}
