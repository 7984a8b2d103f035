/* rules/model/words.h
 * The nearest valid word: what an error message offers when somebody mistyped one. */
#ifndef WAND_RULES_MODEL_WORDS_H
#define WAND_RULES_MODEL_WORDS_H

#include <stddef.h>

/* The number of insertions, deletions, replacements and swaps of neighbours that turn `a` into `b`; words
 * longer than 63 bytes are compared by their first 63. */
size_t words_distance(const char *a, const char *b);

/* Keeps the best of the candidates offered so far. */
typedef struct words_search {
    const char *word; /* what was written */
    const char *best; /* the nearest candidate, NULL while none is near enough to be meant */
    size_t distance;
} words_search;

void words_offer(words_search *search, const char *candidate);

#endif
