/*
 * Creates, scores, fails and frees, over and over: the memory in use does not grow by a byte. Argument: rounds.
 */
#include <malloc.h>

#include "check.h"

/* As small as an instrument can be, so that a million rounds stay quick. */
static const char TEXT[] =
    "{\"schema\":\"spbe-instrument/1\",\"id\":\"two\",\"edition\":1,\"title\":{\"id\":\"Dua\"},\"total_weight\":\"100\","
    "\"legal\":{\"basis\":\"-\",\"text_seen\":true},"
    "\"answers\":{\"kind\":\"level\",\"lowest\":\"1\",\"highest\":\"5\",\"missing\":\"reject\"},"
    "\"publication\":{\"decimals\":2,\"rounding\":\"half_up\",\"predicate_basis\":\"exact\"},"
    "\"tiers\":[{\"code\":\"indicator\",\"name\":{\"id\":\"Indikator\"}}],"
    "\"predicates\":[{\"name\":{\"id\":\"Satu\"},\"from\":\"1\",\"to\":\"5\"}],"
    "\"indicators\":[{\"code\":\"1\",\"name\":{\"id\":\"A\"},\"weight\":\"60\"},"
    "{\"code\":\"2\",\"name\":{\"id\":\"B\"},\"weight\":\"40\"}]}";

static void score_and_fail(const SpbeInstrument *instrument, const SpbeKernel *kernel)
{
    const uint8_t good[2] = {3, 4};
    const uint8_t bad[2] = {3, 6};
    SpbeScore score;
    SpbeError *error = NULL;
    char *json = NULL;

    score.size = sizeof score;
    CHECK(spbe_kernel_score(kernel, good, 2, 0, 0, 0, NULL, 0, &score, &error) == SPBE_OK);
    CHECK(score.index.published == 340);
    CHECK(spbe_score_levels(instrument, good, 2, 0, 0, 0, &json, NULL, &error) == SPBE_OK);
    CHECK(strstr(json, "\"index_exact\":\"3.4\"") != NULL);
    spbe_text_free(json);
    CHECK(spbe_kernel_score(kernel, bad, 2, 0, 0, 0, NULL, 0, &score, &error) == SPBE_FAILED);
    CHECK(spbe_error_number(error) == 316);
    spbe_error_free(error);
}

/* Once the allocator has what it keeps, as many bytes are in use after each round as before it. */
static size_t in_use(void)
{
    return mallinfo2().uordblks;
}

int main(int count, char **arguments)
{
    const long rounds = count > 1 ? strtol(arguments[1], NULL, 10) : 100;
    size_t before = 0;
    long round;

    for (round = 0; round < rounds; round++) {
        SpbeInstrument *instrument = NULL;
        SpbeKernel *kernel = NULL;

        CHECK(spbe_instrument_parse(TEXT, sizeof TEXT - 1, SPBE_FORMAT_JSON, &instrument, NULL) == SPBE_OK);
        CHECK(spbe_kernel_compile(instrument, &kernel, NULL) == SPBE_OK);
        score_and_fail(instrument, kernel);
        spbe_kernel_free(kernel);
        spbe_instrument_free(instrument);
        if (round == 10)
            before = in_use();
    }
    CHECK(round <= 11 || in_use() == before);
    printf("%ld rounds\n", round);
    return 0;
}
