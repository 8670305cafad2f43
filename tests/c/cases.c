/*
 * Scores cases as a C program does. Each line of the file in the argument is one case, its fields separated by tabs:
 *
 *     instrument  year  missing policy  predicate basis  answers by position, separated by commas, missing ones empty
 *
 * Every case is scored by code and text, by a JSON document and, where all answers are whole, by levels: the three
 * records must be the same to the byte. Prints the record; and, where all answers are whole, a line with the numbers of
 * the struct, fractions in lowest terms.
 *
 * With an operation (`score` or `audit`), an instrument and a file, prints what the library says of that file.
 */
#include <inttypes.h>

#include "check.h"

enum { MOST_ITEMS = 64, MOST_NODES = 16, LONGEST_CODE = 8 };

typedef struct {
    char id[16];
    SpbeInstrument *instrument;
    SpbeKernel *kernel;
    size_t items;
    size_t nodes;
    char codes[MOST_ITEMS][LONGEST_CODE];
    int has_levels;
} Known;

typedef struct {
    uint16_t year;
    uint32_t missing_policy;
    uint32_t predicate_basis;
    const char *answers[MOST_ITEMS];
    size_t count;
} Case;

static void load(Known *known, const char *id)
{
    char *json = NULL;
    size_t item;

    snprintf(known->id, sizeof known->id, "%s", id);
    CHECK(spbe_instrument_builtin(id, strlen(id), &known->instrument, NULL) == SPBE_OK);
    CHECK(spbe_kernel_compile(known->instrument, &known->kernel, NULL) == SPBE_OK);
    CHECK(spbe_instrument_item_count(known->instrument, &known->items, NULL) == SPBE_OK);
    CHECK(spbe_instrument_node_count(known->instrument, &known->nodes, NULL) == SPBE_OK);
    CHECK(known->items <= MOST_ITEMS && known->nodes <= MOST_NODES);
    for (item = 0; item < known->items; item++) {
        char *code = NULL;

        CHECK(spbe_instrument_item_code(known->instrument, item, &code, NULL, NULL) == SPBE_OK);
        CHECK(strlen(code) < LONGEST_CODE);
        snprintf(known->codes[item], LONGEST_CODE, "%s", code);
        spbe_text_free(code);
    }
    CHECK(spbe_instrument_json(known->instrument, &json, NULL, NULL) == SPBE_OK);
    known->has_levels = strstr(json, "\"kind\":\"level\"") != NULL;
    spbe_text_free(json);
}

static Known *find(Known *known, size_t count, const char *id)
{
    size_t i;

    for (i = 0; i < count; i++) {
        if (known[i].instrument == NULL)
            load(&known[i], id);
        if (strcmp(known[i].id, id) == 0)
            return &known[i];
    }
    CHECK(!"room for every instrument");
    return NULL;
}

static SpbeText text(const char *data)
{
    SpbeText text;

    text.data = data;
    text.length = strlen(data);
    return text;
}

/* By code and text, the last item first: the order is free. */
static char *by_text(const Known *known, const Case *one, size_t *length)
{
    SpbeAnswer answers[MOST_ITEMS];
    char *json = NULL;
    size_t item;

    for (item = 0; item < one->count; item++) {
        answers[one->count - 1 - item].code = text(known->codes[item]);
        answers[one->count - 1 - item].value = text(one->answers[item]);
    }
    CHECK(spbe_score_answers(known->instrument, answers, one->count, one->year, one->missing_policy,
                             one->predicate_basis, &json, length, NULL) == SPBE_OK);
    return json;
}

static void compare_document(const Known *known, const Case *one, const char *json, size_t length)
{
    const SpbeInstrument *candidates[1];
    SpbeFileOptions options;
    char document[64 * MOST_ITEMS];
    char *list = NULL;
    size_t list_length = 0;
    size_t used = 0;
    size_t item;

    used += (size_t)snprintf(document, sizeof document, "{\"%s\": {", known->has_levels ? "levels" : "values");
    for (item = 0; item < one->count; item++)
        used += (size_t)snprintf(document + used, sizeof document - used, "%s\"%s\": \"%s\"", item > 0 ? ", " : "",
                                 known->codes[item], one->answers[item]);
    used += (size_t)snprintf(document + used, sizeof document - used, "}}");
    CHECK(used < sizeof document);
    memset(&options, 0, sizeof options);
    options.size = sizeof options;
    options.year = one->year;
    options.missing_policy = one->missing_policy;
    options.predicate_basis = one->predicate_basis;
    candidates[0] = known->instrument;
    CHECK(spbe_score_file(candidates, 1, (const uint8_t *)document, used, &options, &list, &list_length, NULL) ==
          SPBE_OK);
    CHECK(list_length == length + 2 && list[0] == '[' && memcmp(list + 1, json, length) == 0);
    spbe_text_free(list);
}

static int64_t divisor(int64_t a, int64_t b)
{
    while (b != 0) {
        int64_t rest = a % b;

        a = b;
        b = rest;
    }
    return a == 0 ? 1 : a;
}

static void print_value(const SpbeValue *value)
{
    int64_t low = divisor(value->numerator, value->denominator);
    int64_t high = divisor(value->highest_numerator, value->highest_denominator);

    printf(" %" PRId64 "/%" PRId64 "=%" PRId64 "..%" PRId64 "/%" PRId64 "=%" PRId64, value->numerator / low,
           value->denominator / low, value->published, value->highest_numerator / high,
           value->highest_denominator / high, value->highest_published);
}

/* Whole answers: the same record by levels, and the numbers of the struct. */
static void compare_levels(const Known *known, const Case *one, const char *json, size_t length)
{
    uint8_t levels[MOST_ITEMS];
    SpbeValue nodes[MOST_NODES];
    SpbeScore score;
    char *other = NULL;
    size_t other_length = 0;
    size_t i;

    for (i = 0; i < one->count; i++) {
        if (strlen(one->answers[i]) > 1)
            return;
        levels[i] = one->answers[i][0] == '\0' ? SPBE_LEVEL_MISSING : (uint8_t)(one->answers[i][0] - '0');
    }
    CHECK(spbe_score_levels(known->instrument, levels, one->count, one->year, one->missing_policy,
                            one->predicate_basis, &other, &other_length, NULL) == SPBE_OK);
    CHECK(other_length == length && memcmp(other, json, length) == 0);
    spbe_text_free(other);

    score.size = sizeof score;
    CHECK(spbe_kernel_score(known->kernel, levels, one->count, one->year, one->missing_policy, one->predicate_basis,
                            nodes, known->nodes, &score, NULL) == SPBE_OK);
    CHECK(score.size == sizeof score);
    printf("index");
    print_value(&score.index);
    printf(" nodes");
    for (i = 0; i < known->nodes; i++)
        print_value(&nodes[i]);
    printf(" predicate %u %u %u basis %u policy %u missing %u official %u decimals %u\n", (unsigned)score.predicate,
           (unsigned)score.predicate_lowest, (unsigned)score.predicate_highest, (unsigned)score.predicate_basis,
           (unsigned)score.missing_policy, (unsigned)score.missing, (unsigned)score.official_rule,
           (unsigned)score.decimals);
}

/* The next field of a line, which it ends. */
static char *field(char **line, char separator)
{
    char *start = *line;
    char *end = strchr(start, separator);

    if (end != NULL)
        *end++ = '\0';
    *line = end;
    return start;
}

static void score_line(Known *instruments, size_t count, char *line)
{
    const Known *known = find(instruments, count, field(&line, '\t'));
    Case one;
    char *json;
    size_t length = 0;

    one.year = (uint16_t)strtoul(field(&line, '\t'), NULL, 10);
    one.missing_policy = (uint32_t)strtoul(field(&line, '\t'), NULL, 10);
    one.predicate_basis = (uint32_t)strtoul(field(&line, '\t'), NULL, 10);
    for (one.count = 0; line != NULL; one.count++) {
        CHECK(one.count < MOST_ITEMS);
        one.answers[one.count] = field(&line, ',');
    }
    CHECK(one.count == known->items);
    json = by_text(known, &one, &length);
    CHECK(strlen(json) == length);
    puts(json);
    compare_document(known, &one, json, length);
    compare_levels(known, &one, json, length);
    spbe_text_free(json);
}

static void whole_file(const char *operation, const char *id, const char *path)
{
    SpbeInstrument *instrument = NULL;
    const SpbeInstrument *candidates[1];
    size_t length = 0;
    char *content = read_file(path, &length);
    SpbeError *error = NULL;
    char *json = NULL;

    CHECK(spbe_instrument_builtin(id, strlen(id), &instrument, NULL) == SPBE_OK);
    candidates[0] = instrument;
    if ((strcmp(operation, "audit") == 0 ? spbe_audit_file : spbe_score_file)(
            candidates, 1, (const uint8_t *)content, length, NULL, &json, NULL, &error) != SPBE_OK) {
        CHECK(spbe_error_message(error, SPBE_LANGUAGE_ENGLISH, &json, NULL) == SPBE_OK);
        fprintf(stderr, "%s: %s\n", path, json);
        exit(1);
    }
    puts(json);
    spbe_text_free(json);
    spbe_instrument_free(instrument);
    free(content);
}

int main(int count, char **arguments)
{
    Known instruments[3];
    size_t length = 0;
    size_t i;
    char *content;
    char *rest;

    if (count == 4) {
        whole_file(arguments[1], arguments[2], arguments[3]);
        return 0;
    }
    CHECK(count == 2);
    memset(instruments, 0, sizeof instruments);
    content = read_file(arguments[1], &length);
    rest = content;
    while (rest != NULL && *rest != '\0')
        score_line(instruments, 3, field(&rest, '\n'));
    for (i = 0; i < 3; i++) {
        spbe_kernel_free(instruments[i].kernel);
        spbe_instrument_free(instruments[i].instrument);
    }
    free(content);
    return 0;
}
