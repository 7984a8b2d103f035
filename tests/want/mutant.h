/* mutant.h: small changes to a program that must change what is found, and nothing else: a release, done or
 * unlock taken out of a good function, or put into a bad one. */
#ifndef TESTS_WANT_MUTANT_H
#define TESTS_WANT_MUTANT_H

#include "tests/want/program.h"

typedef struct mutant {
    const program *of;
    mark_kind kind; /* MARK_DELETE or MARK_INSERT */
    const char *id;
    char *folder; /* where its files are; named after `base` of the program's files */
} mutant;

typedef struct mutant_list {
    mutant *mutants;
    size_t count;
} mutant_list;

/* Adds the mutants of a program: one for each id. */
void mutant_add_all(mutant_list *list, const program *p);

/* Writes the mutant's files into `m->folder`, which it makes. Returns 0 or a negative errno. */
int mutant_write(const mutant *m);

/* Whether the mark is one of this mutation's own lines. */
bool mutant_changes(const mutant *m, const mark *at);

#endif
