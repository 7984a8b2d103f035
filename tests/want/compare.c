/* compare.c: see compare.h. */
#include "tests/want/compare.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct comparison {
    const program *program;
    const mutant *mutant;
    finding_list *found;
    char *text;
    size_t length;
    FILE *differences;
} comparison;

/* Whether a change of this mutant takes the mark's line away. */
static bool line_is_gone(const comparison *c, const mark *m)
{
    for (size_t i = 0; c->mutant != NULL && i < c->program->marks.count; i++) {
        const mark *at = &c->program->marks.marks[i];
        if (at->file == m->file && at->line == m->line && mutant_changes(c->mutant, at))
            return true;
    }
    return false;
}

/* Whether the mark claims a finding in what was checked. */
static bool is_claimed(const comparison *c, const mark *m)
{
    const mutant *change = c->mutant;
    bool names_change = change != NULL && m->id != NULL && strcmp(m->id, change->id) == 0;

    if (line_is_gone(c, m))
        return false;
    switch (m->kind) {
    case MARK_WANT: return !(names_change && change->kind == MARK_INSERT);
    case MARK_THEN: return names_change && change->kind == MARK_DELETE;
    case MARK_KNOWN_FALSE: return true;
    case MARK_KNOWN_MISS:
    case MARK_DELETE:
    case MARK_INSERT: return false;
    }
    return false;
}

static void real_path_of(const comparison *c, int file, char real[PATH_MAX])
{
    const program_file *f = &c->program->files[file];
    char path[PATH_MAX];

    if (c->mutant != NULL)
        snprintf(path, sizeof path, "%s/%s", c->mutant->folder, f->base);
    else
        snprintf(path, sizeof path, "%s", f->path);
    if (realpath(path, real) == NULL)
        snprintf(real, PATH_MAX, "%s", path);
}

/* The file of the program that a finding's path means, or -1. */
static int file_of(const comparison *c, const char *path)
{
    char wanted[PATH_MAX], real[PATH_MAX];

    if (realpath(path, wanted) == NULL)
        return -1;
    for (size_t i = 0; i < c->program->file_count; i++) {
        real_path_of(c, (int)i, real);
        if (strcmp(real, wanted) == 0)
            return (int)i;
    }
    return -1;
}

static finding *take_finding(comparison *c, const mark *m)
{
    for (size_t i = 0; i < c->found->count; i++) {
        finding *f = &c->found->findings[i];
        if (!f->matched && f->line == m->line && strcmp(f->rule, m->rule) == 0 &&
            file_of(c, f->file) == m->file) {
            f->matched = true;
            return f;
        }
    }
    return NULL;
}

static void match_claims(comparison *c)
{
    for (size_t i = 0; i < c->program->marks.count; i++) {
        const mark *m = &c->program->marks.marks[i];
        const char *base = c->program->files[m->file].base;
        if (!is_claimed(c, m) || take_finding(c, m) != NULL)
            continue;
        if (m->kind == MARK_KNOWN_FALSE)
            fprintf(c->differences, "%s:%d: no longer reported: %s (take the known-false away)\n", base,
                    m->line, m->rule);
        else
            fprintf(c->differences, "%s:%d: missing: %s\n", base, m->line, m->rule);
    }
}

/* Whether the finding is a gap that was thought open. */
static bool was_known_miss(const comparison *c, const finding *f)
{
    for (size_t i = 0; i < c->program->marks.count; i++) {
        const mark *m = &c->program->marks.marks[i];
        if (m->kind == MARK_KNOWN_MISS && m->line == f->line && strcmp(m->rule, f->rule) == 0)
            return true;
    }
    return false;
}

static void list_surplus(comparison *c)
{
    for (size_t i = 0; i < c->found->count; i++) {
        const finding *f = &c->found->findings[i];
        int file = file_of(c, f->file);
        const char *name = file < 0 ? f->file : c->program->files[file].base;
        if (f->matched)
            continue;
        if (was_known_miss(c, f))
            fprintf(c->differences, "%s:%d: now reported: %s (make the known-miss a want)\n", name, f->line,
                    f->rule);
        else
            fprintf(c->differences, "%s:%d: surplus: %s\n", name, f->line, f->rule);
    }
}

char *compare_findings(const program *p, const mutant *m, finding_list *found)
{
    comparison c = {.program = p, .mutant = m, .found = found};

    c.differences = open_memstream(&c.text, &c.length);
    if (c.differences == NULL)
        abort();
    match_claims(&c);
    list_surplus(&c);
    fclose(c.differences);
    if (c.length > 0)
        return c.text;
    free(c.text);
    return NULL;
}
