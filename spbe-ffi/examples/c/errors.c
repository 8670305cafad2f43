/* What goes wrong, and how the library says it: gcc errors.c -lspbe */
#include <stdio.h>
#include "spbe.h"

/* All that an error holds. A program decides by the number, which never changes meaning; people read the message. */
static void show(SpbeStatus status, SpbeError *error)
{
    char *message = NULL;
    char *issues = NULL;

    printf("%s: error %u (%s), problems: %u\n", status == SPBE_INVALID_ARGUMENT ? "wrong call" : "wrong data",
           (unsigned)spbe_error_number(error), spbe_error_name(error), (unsigned)spbe_error_total(error));
    if (spbe_error_message(error, SPBE_LANGUAGE_INDONESIAN, &message, NULL) == SPBE_OK)
        printf("%s\n", message);
    if (spbe_error_issues_json(error, SPBE_LANGUAGE_ENGLISH, &issues, NULL) == SPBE_OK)
        printf("%s\n", issues);
    spbe_text_free(message);
    spbe_text_free(issues);
}

int main(void)
{
    static const char FILE_OF_LEVELS[] = "Instansi;Tahun;i1;i2;99\nKota A;2024;1;6;1\nKota A;2024;1;2;1\n";
    const SpbeInstrument *candidates[1];
    SpbeInstrument *instrument = NULL;
    SpbeError *error = NULL;
    SpbeStatus status;
    char *json = NULL;

    /* An unknown name: the data are wrong. */
    status = spbe_instrument_builtin("spbe-2019", 9, &instrument, &error);
    if (status != SPBE_OK) {
        show(status, error);
        spbe_error_free(error);
        error = NULL;
    }

    /* A file with several problems: all are said at once, each with its row and column, and nothing is scored. */
    if (spbe_instrument_builtin("spbe-2020", 9, &instrument, NULL) != SPBE_OK)
        return 1;
    candidates[0] = instrument;
    status = spbe_score_file(candidates, 1, (const uint8_t *)FILE_OF_LEVELS, sizeof FILE_OF_LEVELS - 1, NULL, &json,
                             NULL, &error);
    if (status != SPBE_OK) {
        show(status, error);
        spbe_error_free(error);
        error = NULL;
    }

    /* NULL where a handle should be: the call is wrong. */
    status = spbe_instrument_json(NULL, &json, NULL, &error);
    if (status != SPBE_OK) {
        show(status, error);
        spbe_error_free(error);
    }

    /* Nothing was written to json, and whatever may be NULL may be freed. */
    spbe_text_free(json);
    spbe_instrument_free(instrument);
    return 0;
}
