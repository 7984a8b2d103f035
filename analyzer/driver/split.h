/* analyzer/driver/split.h
 * Splits a command line as a POSIX shell splits it into words, without doing anything else that a shell does.
 */
#ifndef WAND_ANALYZER_DRIVER_SPLIT_H
#define WAND_ANALYZER_DRIVER_SPLIT_H

#include "analyzer/base/arena.h"

/* Quotes and backslashes are honoured; variables, patterns and operators are ordinary characters. A quote
 * that isn't closed ends with the text. Returns the words, in the arena. */
const char **split_words(arena *a, const char *text, size_t *count);

#endif
