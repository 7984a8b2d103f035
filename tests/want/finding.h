/* finding.h: what the checker reported, read from its JSON output. */
#ifndef TESTS_WANT_FINDING_H
#define TESTS_WANT_FINDING_H

#include <stdbool.h>
#include <stddef.h>

typedef struct finding {
    char *file; /* as in the output */
    int line;
    char *rule;
    bool matched; /* a claim of the program accounts for it */
} finding;

typedef struct finding_list {
    finding *findings;
    size_t count;
} finding_list;

/* Reads the JSON output of `wand check`. Returns NULL, or what is wrong with it (malloc'ed). */
char *finding_read(finding_list *list, const char *json, size_t length);

void finding_list_free(finding_list *list);

/* Reads the JSON output of `wand rules` into a list of names that ends with NULL; NULL when it is not that.
 */
char **finding_rule_names(const char *json, size_t length);
void finding_free_names(char **names);

#endif
