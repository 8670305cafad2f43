/*
 * Answers one request a line, as a C program does: prints the reply of each line of standard input. Before that it tries
 * every misuse that C allows without undefined behaviour.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "spbe.h"

static const char VERSION[] = "{\"op\":\"version\"}";

static void check_misuse(const SpbeAnswerer *answerer)
{
    char *reply = NULL;
    SpbeAnswerer *none = NULL;
    SpbeInstrument *instrument = NULL;
    SpbeError *error = NULL;
    const SpbeInstrument *taken[1];

    CHECK(spbe_answerer_request(NULL, VERSION, strlen(VERSION), &reply, NULL, NULL) == SPBE_INVALID_ARGUMENT);
    CHECK(spbe_answerer_request(answerer, NULL, 1, &reply, NULL, NULL) == SPBE_INVALID_ARGUMENT);
    CHECK(spbe_answerer_request(answerer, VERSION, strlen(VERSION), NULL, NULL, NULL) == SPBE_INVALID_ARGUMENT);
    CHECK(spbe_answerer_request(answerer, "\xff", 1, &reply, NULL, NULL) == SPBE_INVALID_ARGUMENT);
    CHECK(spbe_request(NULL, 1, &reply, NULL, NULL) == SPBE_INVALID_ARGUMENT);
    CHECK(spbe_request(VERSION, strlen(VERSION), NULL, NULL, NULL) == SPBE_INVALID_ARGUMENT);
    CHECK(spbe_answerer_create(NULL, 1, &none, NULL) == SPBE_INVALID_ARGUMENT);
    CHECK(spbe_answerer_create(NULL, 0, NULL, NULL) == SPBE_INVALID_ARGUMENT);
    taken[0] = NULL;
    CHECK(spbe_answerer_create(taken, 1, &none, NULL) == SPBE_INVALID_ARGUMENT);
    CHECK(spbe_instrument_builtin("spbe-2020", 9, &instrument, NULL) == SPBE_OK);
    taken[0] = instrument;
    CHECK(spbe_answerer_create(taken, 1, &none, &error) == SPBE_FAILED);
    CHECK(spbe_error_number(error) == 712);
    CHECK(strcmp(spbe_error_name(error), "request.instrument_taken") == 0);
    spbe_error_free(error);
    spbe_instrument_free(instrument);
    CHECK(reply == NULL && none == NULL);

    /* Nothing at all is a request too, and has a reply. */
    CHECK(spbe_answerer_request(answerer, NULL, 0, &reply, NULL, NULL) == SPBE_OK);
    CHECK(strstr(reply, "\"request.syntax\"") != NULL);
    spbe_text_free(reply);
    spbe_answerer_free(NULL);
}

int main(void)
{
    SpbeAnswerer *answerer = NULL;
    char *line = malloc(1 << 20);

    CHECK(line != NULL);
    CHECK(spbe_answerer_create(NULL, 0, &answerer, NULL) == SPBE_OK);
    check_misuse(answerer);
    while (fgets(line, 1 << 20, stdin) != NULL) {
        char *reply = NULL;
        char *once = NULL;
        size_t length = 0;

        line[strcspn(line, "\n")] = '\0';
        CHECK(spbe_answerer_request(answerer, line, strlen(line), &reply, &length, NULL) == SPBE_OK);
        CHECK(strlen(reply) == length);
        CHECK(fwrite(reply, 1, length, stdout) == length && putchar('\n') == '\n');
        if (strstr(line, "\"id\":1,") != NULL) {
            CHECK(spbe_request(line, strlen(line), &once, NULL, NULL) == SPBE_OK);
            CHECK(strcmp(once, reply) == 0);
            spbe_text_free(once);
        }
        spbe_text_free(reply);
    }
    spbe_answerer_free(answerer);
    free(line);
    return 0;
}
