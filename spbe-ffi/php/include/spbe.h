#define FFI_SCOPE "SPBE"
#define FFI_LIB "libspbe.so.0"

/* Generated from ../../include/spbe.h, where each name is explained; do not edit. */

enum {
    SPBE_ABI_VERSION = 0,
    SPBE_MISSING_INSTRUMENT = 0,
    SPBE_MISSING_REJECT = 1,
    SPBE_MISSING_MINIMUM = 2,
    SPBE_MISSING_ZERO = 3,
    SPBE_MISSING_EXCLUDE = 4,
    SPBE_MISSING_INTERVAL = 5,
    SPBE_PREDICATE_INSTRUMENT = 0,
    SPBE_PREDICATE_EXACT = 1,
    SPBE_PREDICATE_PUBLISHED = 2,
    SPBE_COMMA_WHEN_UNAMBIGUOUS = 0,
    SPBE_COMMA_ALWAYS = 1,
    SPBE_COMMA_NEVER = 2,
    SPBE_LANGUAGE_ENGLISH = 0,
    SPBE_LANGUAGE_INDONESIAN = 1,
    SPBE_FORMAT_TOML = 1,
    SPBE_FORMAT_JSON = 2,
    SPBE_NODE_INDEX = 4294967295,
    SPBE_NO_PREDICATE = 255,
    SPBE_LEVEL_MISSING = 255,
};

typedef enum {
    SPBE_OK = 0,
    SPBE_INVALID_ARGUMENT = 1,
    SPBE_FAILED = 2,
    SPBE_PANIC = 3,
} SpbeStatus;

typedef struct ArrowArray ArrowArray;
typedef struct ArrowArrayStream ArrowArrayStream;
typedef struct ArrowSchema ArrowSchema;
typedef struct SpbeAnswerer SpbeAnswerer;
typedef struct SpbeError SpbeError;
typedef struct SpbeInstrument SpbeInstrument;
typedef struct SpbeKernel SpbeKernel;
typedef struct {
    const char *data;
    size_t length;
} SpbeText;

typedef struct {
    size_t size;
    uint32_t missing_policy;
    uint32_t predicate_basis;
    uint32_t decimal_comma;
    uint32_t threads;
    const SpbeText *columns;
    size_t column_count;
    uint16_t year;
} SpbeFrameOptions;

typedef struct {
    size_t size;
    uint32_t missing_policy;
    uint32_t predicate_basis;
    uint32_t decimal_comma;
    uint16_t year;
} SpbeFileOptions;

typedef struct {
    void *data;
    uint32_t bits;
} SpbeNumbers;

typedef struct {
    size_t size;
    uint32_t threads;
    uint32_t predicate_basis;
    uint16_t year;
    SpbeNumbers index_sum;
    SpbeNumbers index_published;
    const SpbeNumbers *node_sums;
    const SpbeNumbers *node_published;
    size_t node_count;
    uint8_t *predicate;
    uint8_t *validity;
} SpbeBatch;

typedef struct {
    size_t size;
    size_t invalid;
    size_t first_row;
    size_t first_item;
} SpbeSummary;

typedef struct {
    const void *values;
    uint32_t bits;
    const uint8_t *validity;
    size_t validity_offset;
} SpbeColumn;

typedef struct {
    SpbeText code;
    SpbeText value;
} SpbeAnswer;

typedef struct {
    int64_t numerator;
    int64_t denominator;
    int64_t published;
    int64_t highest_numerator;
    int64_t highest_denominator;
    int64_t highest_published;
} SpbeValue;

typedef struct {
    size_t size;
    SpbeValue index;
    uint32_t predicate;
    uint32_t predicate_lowest;
    uint32_t predicate_highest;
    uint32_t predicate_basis;
    uint32_t missing_policy;
    uint32_t missing;
    uint32_t official_rule;
    uint32_t decimals;
} SpbeScore;

SpbeStatus spbe_score_arrow_stream(const SpbeInstrument *const *instruments,
                                   size_t instrument_count,
                                   ArrowArrayStream *frame,
                                   const SpbeFrameOptions *options,
                                   ArrowArrayStream *out,
                                   SpbeError **error);
SpbeStatus spbe_score_arrow_array(const SpbeInstrument *const *instruments,
                                  size_t instrument_count,
                                  ArrowArray *array,
                                  ArrowSchema *schema,
                                  const SpbeFrameOptions *options,
                                  ArrowArray *out_array,
                                  ArrowSchema *out_schema,
                                  SpbeError **error);
uint32_t spbe_error_number(const SpbeError *error);
const char *spbe_error_name(const SpbeError *error);
size_t spbe_error_total(const SpbeError *error);
SpbeStatus spbe_error_message(const SpbeError *error,
                              uint32_t language,
                              char **out,
                              size_t *out_length);
SpbeStatus spbe_error_issues_json(const SpbeError *error,
                                  uint32_t language,
                                  char **out,
                                  size_t *out_length);
void spbe_error_free(SpbeError *error);
SpbeStatus spbe_score_file(const SpbeInstrument *const *instruments,
                           size_t instrument_count,
                           const uint8_t *content,
                           size_t length,
                           const SpbeFileOptions *options,
                           char **json_out,
                           size_t *json_length,
                           SpbeError **error);
SpbeStatus spbe_audit_file(const SpbeInstrument *const *instruments,
                           size_t instrument_count,
                           const uint8_t *content,
                           size_t length,
                           const SpbeFileOptions *options,
                           char **json_out,
                           size_t *json_length,
                           SpbeError **error);
SpbeStatus spbe_instruments_json(char **out,
                                 size_t *out_length,
                                 SpbeError **error);
SpbeStatus spbe_instrument_builtin(const char *id,
                                   size_t id_length,
                                   SpbeInstrument **out,
                                   SpbeError **error);
SpbeStatus spbe_instrument_parse(const char *text,
                                 size_t length,
                                 uint32_t format,
                                 SpbeInstrument **out,
                                 SpbeError **error);
void spbe_instrument_free(SpbeInstrument *instrument);
SpbeStatus spbe_instrument_json(const SpbeInstrument *instrument,
                                char **out,
                                size_t *out_length,
                                SpbeError **error);
SpbeStatus spbe_instrument_toml(const SpbeInstrument *instrument,
                                char **out,
                                size_t *out_length,
                                SpbeError **error);
SpbeStatus spbe_instrument_summary_json(const SpbeInstrument *instrument,
                                        char **out,
                                        size_t *out_length,
                                        SpbeError **error);
SpbeStatus spbe_instrument_item_code(const SpbeInstrument *instrument,
                                     size_t position,
                                     char **out,
                                     size_t *out_length,
                                     SpbeError **error);
SpbeStatus spbe_instrument_node_code(const SpbeInstrument *instrument,
                                     size_t position,
                                     char **out,
                                     size_t *out_length,
                                     SpbeError **error);
SpbeStatus spbe_instrument_node_name(const SpbeInstrument *instrument,
                                     size_t position,
                                     uint32_t language,
                                     char **out,
                                     size_t *out_length,
                                     SpbeError **error);
SpbeStatus spbe_instrument_predicate_name(const SpbeInstrument *instrument,
                                          size_t position,
                                          uint32_t language,
                                          char **out,
                                          size_t *out_length,
                                          SpbeError **error);
SpbeStatus spbe_instrument_checksum(const SpbeInstrument *instrument,
                                    char **out,
                                    size_t *out_length,
                                    SpbeError **error);
SpbeStatus spbe_instrument_item_count(const SpbeInstrument *instrument,
                                      size_t *out,
                                      SpbeError **error);
SpbeStatus spbe_instrument_node_count(const SpbeInstrument *instrument,
                                      size_t *out,
                                      SpbeError **error);
SpbeStatus spbe_instrument_predicate_count(const SpbeInstrument *instrument,
                                           size_t *out,
                                           SpbeError **error);
SpbeStatus spbe_kernel_compile(const SpbeInstrument *instrument,
                               SpbeKernel **out,
                               SpbeError **error);
SpbeStatus spbe_kernel_compile_scaled(const SpbeInstrument *instrument,
                                      uint32_t denominator,
                                      SpbeKernel **out,
                                      SpbeError **error);
void spbe_kernel_free(SpbeKernel *kernel);
SpbeStatus spbe_kernel_node_count(const SpbeKernel *kernel, size_t *out, SpbeError **error);
SpbeStatus spbe_kernel_measure(const SpbeKernel *kernel,
                               uint32_t node,
                               uint64_t *denominator,
                               uint64_t *largest_sum,
                               uint64_t *largest_published,
                               SpbeError **error);
SpbeStatus spbe_kernel_score_columns(const SpbeKernel *kernel,
                                     const uint8_t *const *columns,
                                     size_t count,
                                     size_t rows,
                                     const SpbeBatch *batch,
                                     SpbeSummary *summary,
                                     SpbeError **error);
SpbeStatus spbe_kernel_score_rows(const SpbeKernel *kernel,
                                  const uint8_t *levels,
                                  size_t rows,
                                  size_t count,
                                  size_t stride,
                                  const SpbeBatch *batch,
                                  SpbeSummary *summary,
                                  SpbeError **error);
SpbeStatus spbe_kernel_score_values(const SpbeKernel *kernel,
                                    const SpbeColumn *columns,
                                    size_t count,
                                    size_t rows,
                                    const SpbeBatch *batch,
                                    SpbeSummary *summary,
                                    SpbeError **error);
SpbeStatus spbe_ranks(const SpbeText *values,
                      size_t count,
                      size_t *ranks,
                      SpbeError **error);
SpbeStatus spbe_answerer_create(const SpbeInstrument *const *instruments,
                                size_t count,
                                SpbeAnswerer **out,
                                SpbeError **error);
void spbe_answerer_free(SpbeAnswerer *answerer);
SpbeStatus spbe_answerer_request(const SpbeAnswerer *answerer,
                                 const char *request,
                                 size_t request_length,
                                 char **reply,
                                 size_t *reply_length,
                                 SpbeError **error);
SpbeStatus spbe_request(const char *request,
                        size_t request_length,
                        char **reply,
                        size_t *reply_length,
                        SpbeError **error);
SpbeStatus spbe_score_levels(const SpbeInstrument *instrument,
                             const uint8_t *levels,
                             size_t count,
                             uint16_t year,
                             uint32_t missing_policy,
                             uint32_t predicate_basis,
                             char **json_out,
                             size_t *json_length,
                             SpbeError **error);
SpbeStatus spbe_score_answers(const SpbeInstrument *instrument,
                              const SpbeAnswer *answers,
                              size_t count,
                              uint16_t year,
                              uint32_t missing_policy,
                              uint32_t predicate_basis,
                              char **json_out,
                              size_t *json_length,
                              SpbeError **error);
SpbeStatus spbe_kernel_score(const SpbeKernel *kernel,
                             const uint8_t *levels,
                             size_t count,
                             uint16_t year,
                             uint32_t missing_policy,
                             uint32_t predicate_basis,
                             SpbeValue *nodes,
                             size_t node_count,
                             SpbeScore *out,
                             SpbeError **error);
void spbe_text_free(char *text);
uint32_t spbe_abi_version(void);
const char *spbe_version(void);
