/* rules/model/words.c
 * Optimal string alignment: the edit distance in which swapping two neighbours costs one. */
#include "rules/model/words.h"

#include <string.h>

enum { LENGTH_MAX = 63 };

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

size_t words_distance(const char *a, const char *b)
{
    size_t rows[3][LENGTH_MAX + 1];
    size_t a_length = strnlen(a, LENGTH_MAX);
    size_t b_length = strnlen(b, LENGTH_MAX);

    for (size_t j = 0; j <= b_length; j++) {
        rows[0][j] = j;
    }
    for (size_t i = 1; i <= a_length; i++) {
        size_t *row = rows[i % 3];
        const size_t *above = rows[(i - 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= b_length; j++) {
            size_t replaced = above[j - 1] + (a[i - 1] != b[j - 1]);
            row[j] = least(replaced, least(above[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                row[j] = least(row[j], rows[(i - 2) % 3][j - 2] + 1);
            }
        }
    }
    return rows[a_length % 3][b_length];
}

void words_offer(words_search *search, const char *candidate)
{
    size_t distance = words_distance(search->word, candidate);
    size_t limit = strlen(candidate) / 3 + 1; /* farther words share little more than chance */

    if (distance <= limit && (search->best == NULL || distance < search->distance)) {
        search->best = candidate;
        search->distance = distance;
    }
}
