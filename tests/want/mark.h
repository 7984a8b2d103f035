/* mark.h: what the comments of a corpus file claim: findings wanted, known gaps, mutations. The grammar
 * stands in corpus/README.md. */
#ifndef TESTS_WANT_MARK_H
#define TESTS_WANT_MARK_H

#include <stddef.h>

typedef enum mark_kind {
    MARK_WANT,        /* rule, perhaps `unless` an inserted id */
    MARK_THEN,        /* rule, wanted when the id is deleted */
    MARK_KNOWN_MISS,  /* rule that should be reported here and is not */
    MARK_KNOWN_FALSE, /* rule that is reported here and should not be */
    MARK_DELETE,      /* id: the line goes */
    MARK_INSERT,      /* id: `text` replaces the line */
} mark_kind;

typedef struct mark {
    mark_kind kind;
    int file; /* index into the program's files */
    int line; /* from 1 */
    char *rule;
    char *id;
    char *text;
} mark;

typedef struct mark_list {
    mark *marks;
    size_t count;
} mark_list;

/* Adds the marks of one line. Returns NULL, or what is wrong with the line (a constant text). */
const char *mark_read_line(mark_list *list, int file, int line, const char *text);

void mark_list_free(mark_list *list);

#endif
