/* analyzer/report/escape.h
 * Text from source files, made safe for terminals and for JSON. */
#ifndef WAND_ANALYZER_REPORT_ESCAPE_H
#define WAND_ANALYZER_REPORT_ESCAPE_H

#include "analyzer/base/arena.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/* One character of a text that may be anything. */
typedef struct escape_character {
    uint32_t code;  /* code point, or the byte where it isn't UTF-8 */
    size_t length;  /* bytes, at least 1 */
    unsigned width; /* columns that escape_print uses; a tab counts as 1 */
    bool is_valid;  /* well-formed UTF-8 */
    bool is_shown;  /* printed as it is */
} escape_character;

/* Reads the character at the start of a text that is not empty. */
escape_character escape_decode(const char *text, size_t length);

/* Prints one line for a human: control characters, invisible and direction-changing characters and bytes that
 * are not UTF-8 appear as <U+001B> or <FF>, so that nothing from a file can move the cursor or lie about its
 * order. */
void escape_print(FILE *to, const char *text, size_t length);
void escape_puts(FILE *to, const char *text);

/* The text as valid UTF-8: what isn't becomes U+FFFD. Other characters stay. */
const char *escape_utf8(arena *a, const char *text);

#endif
