/* What a test of the library says, and how it ends, when something is not so. */
#ifndef SPBE_TESTS_CHECK_H
#define SPBE_TESTS_CHECK_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "spbe.h"

#define CHECK(holds)                                                                                                  \
    do {                                                                                                              \
        if (!(holds)) {                                                                                               \
            fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #holds);                                       \
            exit(1);                                                                                                  \
        }                                                                                                             \
    } while (0)

/* The call must fail with this status and this number, and its message must hold this part. Frees the error. */
#define REFUSED(call, status, number, part) refused(__FILE__, __LINE__, call, status, &error, number, part)

static inline void refused(const char *file, int line, SpbeStatus found, SpbeStatus expected, SpbeError **error,
                           uint32_t number, const char *part)
{
    char *message = NULL;

    if (found != expected || spbe_error_number(*error) != number ||
        spbe_error_message(*error, SPBE_LANGUAGE_ENGLISH, &message, NULL) != SPBE_OK || !strstr(message, part)) {
        fprintf(stderr, "%s:%d: status %d, error %u: %s\n", file, line, (int)found,
                (unsigned)spbe_error_number(*error), message != NULL ? message : "-");
        exit(1);
    }
    spbe_text_free(message);
    spbe_error_free(*error);
    *error = NULL;
}

/* The whole of a file, with a NUL behind it. */
static inline char *read_file(const char *path, size_t *length)
{
    FILE *file = fopen(path, "rb");
    char *content;
    long size;

    CHECK(file != NULL);
    CHECK(fseek(file, 0, SEEK_END) == 0 && (size = ftell(file)) >= 0 && fseek(file, 0, SEEK_SET) == 0);
    content = malloc((size_t)size + 1);
    CHECK(content != NULL && fread(content, 1, (size_t)size, file) == (size_t)size);
    content[size] = '\0';
    fclose(file);
    *length = (size_t)size;
    return content;
}

#endif
