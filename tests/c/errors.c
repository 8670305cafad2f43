/*
 * Meets the errors of a list as a C program does. Each line of the file in the argument is a call that must fail, its
 * fields separated by tabs: operation, instrument, year or denominator, missing policy, file.
 *
 * Prints for each: number, name, total, the problems as JSON in English and in Indonesian.
 */
#include "check.h"

typedef struct {
    const char *operation;
    const char *id;
    unsigned long number;
    unsigned long missing_policy;
    char *content;
    size_t length;
} Call;

static SpbeStatus load(const Call *call, SpbeError **error)
{
    SpbeInstrument *instrument = NULL;
    SpbeKernel *kernel = NULL;
    SpbeStatus status;

    if (strcmp(call->operation, "builtin") == 0)
        status = spbe_instrument_builtin(call->id, strlen(call->id), &instrument, error);
    else
        status = spbe_instrument_parse(call->content, call->length,
                                       strcmp(call->operation, "toml") == 0 ? SPBE_FORMAT_TOML : SPBE_FORMAT_JSON,
                                       &instrument, error);
    if (status == SPBE_OK && strcmp(call->operation, "compile") == 0) {
        status = spbe_kernel_compile_scaled(instrument, (uint32_t)call->number, &kernel, error);
        CHECK(kernel == NULL);
        spbe_instrument_free(instrument);
        return status;
    }
    CHECK(instrument == NULL);
    return status;
}

static SpbeStatus read(const Call *call, SpbeError **error)
{
    SpbeInstrument *instrument = NULL;
    const SpbeInstrument *candidates[1];
    const size_t count = strcmp(call->id, "-") == 0 ? 0 : 1;
    SpbeFileOptions options;
    SpbeStatus status;
    char *json = NULL;

    if (count > 0)
        CHECK(spbe_instrument_builtin(call->id, strlen(call->id), &instrument, NULL) == SPBE_OK);
    candidates[0] = instrument;
    memset(&options, 0, sizeof options);
    options.size = sizeof options;
    options.year = (uint16_t)call->number;
    options.missing_policy = (uint32_t)call->missing_policy;
    status = (strcmp(call->operation, "audit") == 0 ? spbe_audit_file : spbe_score_file)(
        candidates, count, (const uint8_t *)call->content, call->length, &options, &json, NULL, error);
    CHECK(json == NULL);
    spbe_instrument_free(instrument);
    return status;
}

static SpbeStatus rank(const Call *call, SpbeError **error)
{
    SpbeText value;
    size_t place = 99;
    SpbeStatus status;

    value.data = call->content;
    value.length = call->length;
    status = spbe_ranks(&value, 1, &place, error);
    CHECK(place == 99);
    return status;
}

static void meet(const Call *call)
{
    SpbeError *error = NULL;
    SpbeStatus status;
    char *english = NULL;
    char *indonesian = NULL;

    if (strcmp(call->operation, "score") == 0 || strcmp(call->operation, "audit") == 0)
        status = read(call, &error);
    else if (strcmp(call->operation, "rank") == 0)
        status = rank(call, &error);
    else
        status = load(call, &error);
    CHECK(status == SPBE_FAILED && error != NULL);
    CHECK(spbe_error_issues_json(error, SPBE_LANGUAGE_ENGLISH, &english, NULL) == SPBE_OK);
    CHECK(spbe_error_issues_json(error, SPBE_LANGUAGE_INDONESIAN, &indonesian, NULL) == SPBE_OK);
    printf("%u\t%s\t%lu\t%s\t%s\n", (unsigned)spbe_error_number(error), spbe_error_name(error),
           (unsigned long)spbe_error_total(error), english, indonesian);
    spbe_text_free(english);
    spbe_text_free(indonesian);
    spbe_error_free(error);
}

int main(int count, char **arguments)
{
    char line[1024];
    FILE *list;

    CHECK(count == 2);
    list = fopen(arguments[1], "r");
    CHECK(list != NULL);
    while (fgets(line, sizeof line, list) != NULL) {
        Call call;

        call.operation = strtok(line, "\t");
        call.id = strtok(NULL, "\t");
        call.number = strtoul(strtok(NULL, "\t"), NULL, 10);
        call.missing_policy = strtoul(strtok(NULL, "\t"), NULL, 10);
        call.content = read_file(strtok(NULL, "\n"), &call.length);
        meet(&call);
        free(call.content);
    }
    fclose(list);
    return 0;
}
