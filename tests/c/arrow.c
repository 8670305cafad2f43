/*
 * Scores data frames built by hand, as an application without an Arrow library does: one record batch as an array, and
 * two batches as a stream. What is released is released once. Compares with the published index of the levels.
 */
#include "check.h"

/* As the Arrow C data and stream interfaces define them. */
struct ArrowSchema {
    const char *format;
    const char *name;
    const char *metadata;
    int64_t flags;
    int64_t n_children;
    struct ArrowSchema **children;
    struct ArrowSchema *dictionary;
    void (*release)(struct ArrowSchema *);
    void *private_data;
};

struct ArrowArray {
    int64_t length;
    int64_t null_count;
    int64_t offset;
    int64_t n_buffers;
    int64_t n_children;
    const void **buffers;
    struct ArrowArray **children;
    struct ArrowArray *dictionary;
    void (*release)(struct ArrowArray *);
    void *private_data;
};

struct ArrowArrayStream {
    int (*get_schema)(struct ArrowArrayStream *, struct ArrowSchema *);
    int (*get_next)(struct ArrowArrayStream *, struct ArrowArray *);
    const char *(*get_last_error)(struct ArrowArrayStream *);
    void (*release)(struct ArrowArrayStream *);
    void *private_data;
};

enum { ITEMS = 47, COLUMNS = ITEMS + 1, ROWS = 3, FLAG_NULLABLE = 2 };

/* How often each kind of struct was made and released. */
static int made;
static int released;

static char names[COLUMNS][12];
static uint8_t levels[ITEMS][ROWS];
static const int32_t offsets[ROWS + 1] = {0, 6, 12, 18};
static const char institutions[] = "Kota AKota BKota C";
static const uint8_t second_is_null[1] = {0x05};

static void *room(size_t count, size_t size)
{
    void *memory = calloc(count, size);

    CHECK(memory != NULL);
    return memory;
}

static void release_schema(struct ArrowSchema *schema)
{
    int64_t i;

    for (i = 0; i < schema->n_children; i++) {
        if (schema->children[i]->release != NULL)
            schema->children[i]->release(schema->children[i]);
        free(schema->children[i]);
    }
    free(schema->children);
    schema->release = NULL;
    released++;
}

static void release_array(struct ArrowArray *array)
{
    int64_t i;

    for (i = 0; i < array->n_children; i++) {
        if (array->children[i]->release != NULL)
            array->children[i]->release(array->children[i]);
        free(array->children[i]);
    }
    free(array->children);
    free(array->buffers);
    array->release = NULL;
    released++;
}

static void make_field(struct ArrowSchema *schema, const char *format, const char *name)
{
    memset(schema, 0, sizeof *schema);
    schema->format = format;
    schema->name = name;
    schema->flags = FLAG_NULLABLE;
    schema->release = release_schema;
    made++;
}

static void make_schema(struct ArrowSchema *schema)
{
    int i;

    make_field(schema, "+s", "");
    schema->flags = 0;
    schema->n_children = COLUMNS;
    schema->children = room(COLUMNS, sizeof *schema->children);
    for (i = 0; i < COLUMNS; i++) {
        schema->children[i] = room(1, sizeof **schema->children);
        make_field(schema->children[i], i == 0 ? "u" : "C", names[i]);
    }
}

static void make_column(struct ArrowArray *array, int64_t buffers)
{
    memset(array, 0, sizeof *array);
    array->length = ROWS;
    array->n_buffers = buffers;
    array->buffers = room((size_t)buffers, sizeof *array->buffers);
    array->release = release_array;
    made++;
}

/* Rows of levels 2, 3 and 4; where one is missing, the last indicator of the second row is null. */
static void make_array(struct ArrowArray *array, int with_gap)
{
    int i;

    make_column(array, 1);
    array->n_children = COLUMNS;
    array->children = room(COLUMNS, sizeof *array->children);
    for (i = 0; i < COLUMNS; i++) {
        struct ArrowArray *column = room(1, sizeof *column);

        array->children[i] = column;
        make_column(column, i == 0 ? 3 : 2);
        if (i == 0) {
            column->buffers[1] = offsets;
            column->buffers[2] = institutions;
        } else {
            column->buffers[1] = levels[i - 1];
        }
    }
    if (with_gap) {
        array->children[ITEMS]->null_count = 1;
        array->children[ITEMS]->buffers[0] = second_is_null;
    }
}

/* A stream that has so many batches left, in its private data. */
static int get_schema(struct ArrowArrayStream *stream, struct ArrowSchema *schema)
{
    (void)stream;
    make_schema(schema);
    return 0;
}

static int get_next(struct ArrowArrayStream *stream, struct ArrowArray *array)
{
    int *left = stream->private_data;

    if (*left < 0)
        return 5;
    if (*left == 0)
        memset(array, 0, sizeof *array);
    else
        make_array(array, 0);
    --*left;
    return 0;
}

static const char *get_last_error(struct ArrowArrayStream *stream)
{
    (void)stream;
    return "the disk is gone";
}

static void release_stream(struct ArrowArrayStream *stream)
{
    stream->release = NULL;
    released++;
}

static void make_stream(struct ArrowArrayStream *stream, int *left)
{
    stream->get_schema = get_schema;
    stream->get_next = get_next;
    stream->get_last_error = get_last_error;
    stream->release = release_stream;
    stream->private_data = left;
    made++;
}

static int64_t column_named(const struct ArrowSchema *schema, const char *name)
{
    int64_t i;

    for (i = 0; i < schema->n_children; i++)
        if (strcmp(schema->children[i]->name, name) == 0)
            return i;
    CHECK(!"a column of this name");
    return -1;
}

/* The published index of each row, a double, and its exact text. */
static void check_result(const struct ArrowSchema *schema, const struct ArrowArray *array)
{
    const struct ArrowArray *index = array->children[column_named(schema, "index")];
    const struct ArrowArray *exact = array->children[column_named(schema, "index_exact")];
    const struct ArrowArray *names_of_rows = array->children[column_named(schema, "institution")];
    const double *values = index->buffers[1];
    const int32_t *ends = exact->buffers[1];
    int row;

    CHECK(strcmp(schema->format, "+s") == 0 && array->length == ROWS);
    CHECK(strcmp(schema->children[column_named(schema, "index")]->format, "g") == 0);
    CHECK(strcmp(schema->children[column_named(schema, "index_exact")]->format, "u") == 0);
    for (row = 0; row < ROWS; row++) {
        CHECK(values[index->offset + row] == row + 2);
        CHECK(((const char *)exact->buffers[2])[ends[exact->offset + row]] == '2' + row);
    }
    CHECK(memcmp(names_of_rows->buffers[2], institutions, 6) == 0);
    column_named(schema, "domain_4");
    column_named(schema, "aspect_8");
}

static void check_array(const SpbeInstrument *const *candidates)
{
    struct ArrowSchema schema;
    struct ArrowSchema result_schema;
    struct ArrowArray array;
    struct ArrowArray result;
    SpbeFrameOptions options;
    SpbeError *error = NULL;
    SpbeText columns[1];

    make_schema(&schema);
    make_array(&array, 0);
    CHECK(spbe_score_arrow_array(candidates, 1, &array, &schema, NULL, &result, &result_schema, &error) == SPBE_OK);
    CHECK(array.release == NULL && schema.release == NULL);
    check_result(&result_schema, &result);
    result.release(&result);
    result_schema.release(&result_schema);

    /* Taken over also where the data are wrong: released, and nothing is written. */
    memset(&result, 0xaa, sizeof result);
    make_schema(&schema);
    make_array(&array, 1);
    REFUSED(spbe_score_arrow_array(candidates, 1, &array, &schema, NULL, &result, &result_schema, &error), SPBE_FAILED,
            401, "47");
    CHECK(array.release == NULL && schema.release == NULL && result.length == (int64_t)0xaaaaaaaaaaaaaaaaULL);
    REFUSED(spbe_score_arrow_array(candidates, 1, &array, &schema, NULL, &result, &result_schema, &error), SPBE_FAILED,
            914, "released");

    /* Left alone where a pointer is NULL. */
    make_schema(&schema);
    make_array(&array, 0);
    REFUSED(spbe_score_arrow_array(candidates, 1, &array, NULL, NULL, &result, &result_schema, &error),
            SPBE_INVALID_ARGUMENT, 901, "`schema` is NULL");
    REFUSED(spbe_score_arrow_array(candidates, 1, NULL, &schema, NULL, &result, &result_schema, &error),
            SPBE_INVALID_ARGUMENT, 901, "`array` is NULL");
    REFUSED(spbe_score_arrow_array(candidates, 1, &array, &schema, NULL, NULL, &result_schema, &error),
            SPBE_INVALID_ARGUMENT, 901, "`out_array` is NULL");
    REFUSED(spbe_score_arrow_array(candidates, 1, &array, &schema, NULL, &result, NULL, &error), SPBE_INVALID_ARGUMENT,
            901, "`out_schema` is NULL");
    CHECK(array.release != NULL && schema.release != NULL);

    /* Only some columns, on several threads. */
    memset(&options, 0, sizeof options);
    options.size = sizeof options;
    options.threads = 2;
    options.year = 2024;
    columns[0].data = "predicate";
    columns[0].length = 9;
    options.columns = columns;
    options.column_count = 1;
    CHECK(spbe_score_arrow_array(candidates, 1, &array, &schema, &options, &result, &result_schema, &error) == SPBE_OK);
    CHECK(result.n_children == 2 && strcmp(result_schema.children[1]->name, "predicate") == 0);
    result.release(&result);
    result_schema.release(&result_schema);

    make_schema(&schema);
    make_array(&array, 0);
    columns[0].data = "colour";
    columns[0].length = 6;
    REFUSED(spbe_score_arrow_array(candidates, 1, &array, &schema, &options, &result, &result_schema, &error),
            SPBE_FAILED, 345, "`colour`");

    /* A column of dates for an indicator, and a label that has the name of a result. */
    make_schema(&schema);
    make_array(&array, 0);
    schema.children[1]->format = "tdD";
    array.children[1]->buffers[1] = offsets;
    REFUSED(spbe_score_arrow_array(candidates, 1, &array, &schema, NULL, &result, &result_schema, &error), SPBE_FAILED,
            342, "column `1`");
    make_schema(&schema);
    make_array(&array, 0);
    schema.children[0]->name = "index";
    REFUSED(spbe_score_arrow_array(candidates, 1, &array, &schema, NULL, &result, &result_schema, &error), SPBE_FAILED,
            343, "`index`");

    /* An array that is no struct, as far as the schema tells. */
    make_field(&schema, "C", "");
    make_column(&array, 2);
    array.buffers[1] = levels[0];
    REFUSED(spbe_score_arrow_array(candidates, 1, &array, &schema, NULL, &result, &result_schema, &error), SPBE_FAILED,
            914, "expected a struct array");
}

static void check_stream(const SpbeInstrument *const *candidates)
{
    struct ArrowArrayStream stream;
    struct ArrowArrayStream result;
    struct ArrowSchema schema;
    struct ArrowArray array;
    SpbeError *error = NULL;
    int left = 2;
    int rows = 0;

    make_stream(&stream, &left);
    CHECK(spbe_score_arrow_stream(candidates, 1, &stream, NULL, &result, &error) == SPBE_OK);
    CHECK(stream.release == NULL && left == -1);
    CHECK(result.get_schema(&result, &schema) == 0);
    for (;;) {
        CHECK(result.get_next(&result, &array) == 0);
        if (array.release == NULL)
            break;
        check_result(&schema, &array);
        rows += ROWS;
        array.release(&array);
    }
    CHECK(rows == 2 * ROWS);
    schema.release(&schema);
    result.release(&result);

    /* No batch at all is a frame without rows. */
    left = 0;
    make_stream(&stream, &left);
    CHECK(spbe_score_arrow_stream(candidates, 1, &stream, NULL, &result, &error) == SPBE_OK);
    CHECK(result.get_next(&result, &array) == 0 && (array.release == NULL || array.length == 0));
    if (array.release != NULL)
        array.release(&array);
    result.release(&result);

    /* A stream that fails, one that is over, and NULL. */
    left = -1;
    make_stream(&stream, &left);
    REFUSED(spbe_score_arrow_stream(candidates, 1, &stream, NULL, &result, &error), SPBE_FAILED, 914,
            "the disk is gone");
    REFUSED(spbe_score_arrow_stream(candidates, 1, &stream, NULL, &result, &error), SPBE_FAILED, 914, "released");
    REFUSED(spbe_score_arrow_stream(candidates, 1, NULL, NULL, &result, &error), SPBE_INVALID_ARGUMENT, 901,
            "`frame` is NULL");
    make_stream(&stream, &left);
    REFUSED(spbe_score_arrow_stream(candidates, 1, &stream, NULL, NULL, &error), SPBE_INVALID_ARGUMENT, 901,
            "`out` is NULL");
    CHECK(stream.release != NULL);
    stream.release(&stream);
}

int main(void)
{
    const SpbeInstrument *candidates[1];
    SpbeInstrument *instrument = NULL;
    int i;

    CHECK(spbe_instrument_builtin("spbe-2020", 9, &instrument, NULL) == SPBE_OK);
    candidates[0] = instrument;
    snprintf(names[0], sizeof names[0], "institution");
    for (i = 0; i < ITEMS; i++) {
        snprintf(names[i + 1], sizeof names[i + 1], "%d", i + 1);
        levels[i][0] = 2;
        levels[i][1] = 3;
        levels[i][2] = 4;
    }
    check_array(candidates);
    check_stream(candidates);
    CHECK(made > 0 && made == released);
    spbe_instrument_free(instrument);
    puts("frames agree");
    return 0;
}
