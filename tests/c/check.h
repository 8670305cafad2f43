/* What a test of the library says, and how it ends, when something is not so. */
#ifndef SPBE_TESTS_CHECK_H
#define SPBE_TESTS_CHECK_H

#include <stdio.h>
#include <stdlib.h>

#define CHECK(holds)                                                                                                  \
    do {                                                                                                              \
        if (!(holds)) {                                                                                               \
            fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #holds);                                       \
            exit(1);                                                                                                  \
        }                                                                                                             \
    } while (0)

#endif
