/* mutant.c: see mutant.h. Lines are emptied or replaced, never removed, so that every other line keeps its
 * number. */
#include "tests/want/mutant.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

bool mutant_changes(const mutant *m, const mark *at)
{
    return at->kind == m->kind && strcmp(at->id, m->id) == 0;
}

static bool is_there(const mutant_list *list, const program *p, const mark *m)
{
    for (size_t i = 0; i < list->count; i++) {
        if (list->mutants[i].of == p && mutant_changes(&list->mutants[i], m))
            return true;
    }
    return false;
}

void mutant_add_all(mutant_list *list, const program *p)
{
    for (size_t i = 0; i < p->marks.count; i++) {
        const mark *m = &p->marks.marks[i];
        if ((m->kind != MARK_DELETE && m->kind != MARK_INSERT) || is_there(list, p, m))
            continue;
        list->mutants = realloc(list->mutants, (list->count + 1) * sizeof *list->mutants);
        if (list->mutants == NULL)
            abort();
        list->mutants[list->count++] = (mutant){.of = p, .kind = m->kind, .id = m->id};
    }
}

/* What the mutant has instead of a line; the line itself where nothing changes. */
static const char *changed_line(const mutant *m, int file, int line, const char *text)
{
    for (size_t i = 0; i < m->of->marks.count; i++) {
        const mark *at = &m->of->marks.marks[i];
        if (at->file == file && at->line == line && mutant_changes(m, at))
            return at->kind == MARK_DELETE ? "" : at->text;
    }
    return text;
}

static int write_file(const mutant *m, int number)
{
    const program_file *file = &m->of->files[number];
    char path[4096];
    FILE *to;

    snprintf(path, sizeof path, "%s/%s", m->folder, file->base);
    to = fopen(path, "w");
    if (to == NULL)
        return -errno;
    for (size_t i = 0; i < file->line_count; i++) {
        const char *text = changed_line(m, number, (int)i + 1, file->lines[i]);
        fprintf(to, "%s%s", text, text == file->lines[i] ? "" : "\n");
    }
    return fclose(to) == 0 ? 0 : -errno;
}

int mutant_write(const mutant *m)
{
    int error = 0;

    if (mkdir(m->folder, 0700) != 0)
        return -errno;
    for (size_t i = 0; error == 0 && i < m->of->file_count; i++)
        error = write_file(m, (int)i);
    return error;
}
