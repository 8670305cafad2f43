/* Scores Kota Bandar Lampung 2023: gcc score.c -lspbe */
#include <stdio.h>
#include "spbe.h"

int main(void)
{
    const uint8_t levels[47] = {1, 1, 2, 1, 1, 2, 1, 1, 1, 3, 1, 1, 1, 2, 1, 2, 3, 1, 2, 3, 1, 1, 1, 1,
                                1, 1, 1, 1, 1, 1, 1, 4, 4, 4, 4, 4, 4, 3, 1, 4, 3, 4, 3, 4, 1, 1, 1};
    SpbeInstrument *instrument = NULL;
    SpbeError *error = NULL;
    char *json = NULL;

    SpbeStatus status = spbe_instrument_builtin("spbe-2020", 9, &instrument, &error);
    if (status == SPBE_OK)
        status = spbe_score_levels(instrument, levels, 47, 2023, SPBE_MISSING_REJECT,
                                   SPBE_PREDICATE_INSTRUMENT, &json, NULL, &error);
    if (status == SPBE_OK)
        puts(json); /* {... "index":2.15,"index_exact":"2.1545","predicate":"Cukup" ...} */
    else
        fprintf(stderr, "%u %s\n", (unsigned)spbe_error_number(error), spbe_error_name(error));

    spbe_text_free(json);
    spbe_error_free(error);
    spbe_instrument_free(instrument);
    return status == SPBE_OK ? 0 : 1;
}
