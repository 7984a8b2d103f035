/* program.c: see program.h. */
#include "tests/want/program.h"

#include <errno.h>
#include <fts.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

static const char *const run_names[] = {
    [RUN_CLEAN] = "clean", [RUN_LEAK] = "leak", [RUN_DEADLOCK] = "deadlock",
    [RUN_PANIC] = "panic", [RUN_NO] = "no",
};

const char *program_run_name(run_kind kind)
{
    return kind == RUN_UNSAID ? "unsaid" : run_names[kind];
}

__attribute__((format(printf, 2, 3))) static void complain(program *p, const char *format, ...)
{
    va_list arguments;

    if (p->problem != NULL)
        return;
    va_start(arguments, format);
    if (vasprintf(&p->problem, format, arguments) < 0)
        abort();
    va_end(arguments);
}

static int read_lines(program_file *file)
{
    FILE *from = fopen(file->path, "r");
    char *line = NULL;
    size_t room = 0;

    if (from == NULL)
        return -errno;
    while (getline(&line, &room, from) > 0) {
        file->lines = realloc(file->lines, (file->line_count + 1) * sizeof *file->lines);
        if (file->lines == NULL)
            abort();
        file->lines[file->line_count++] = line;
        line = NULL;
        room = 0;
    }
    free(line);
    fclose(from);
    return 0;
}

/* The text after `// run:` in the comment lines that the file begins with; NULL when there is none. */
static const char *run_header(const program_file *file)
{
    for (size_t i = 0; i < file->line_count && strncmp(file->lines[i], "//", 2) == 0; i++) {
        const char *text = file->lines[i] + 2 + strspn(file->lines[i] + 2, " ");
        if (strncmp(text, "run:", 4) == 0)
            return text + 4;
    }
    return NULL;
}

static void read_run(program *p, const program_file *file, const char *text)
{
    char word[16] = "", rest;
    int number = 0, fields = sscanf(text, " %15s %d %c", word, &number, &rest);

    for (run_kind kind = 0; kind < RUN_UNSAID; kind++) {
        if (strcmp(word, run_names[kind]) == 0 && fields == (kind == RUN_LEAK ? 2 : 1)) {
            p->run = kind;
            p->leaks = number;
            return;
        }
    }
    complain(p, "%s: `run:` is followed by clean, leak N, deadlock, panic or no", file->path);
}

static void read_claims(program *p)
{
    for (size_t f = 0; f < p->file_count; f++) {
        const program_file *file = &p->files[f];
        const char *run = run_header(file);

        if (run != NULL)
            read_run(p, file, run);
        for (size_t i = 0; i < file->line_count; i++) {
            const char *problem = mark_read_line(&p->marks, (int)f, (int)i + 1, file->lines[i]);
            if (problem != NULL)
                complain(p, "%s:%zu: %s", file->path, i + 1, problem);
        }
    }
    if (p->run == RUN_UNSAID)
        complain(p, "%s: no `// run:` header", p->name);
}

static bool has_mark(const program *p, mark_kind kind, const char *id)
{
    for (size_t i = 0; i < p->marks.count; i++) {
        const mark *m = &p->marks.marks[i];
        if (m->kind == kind && m->id != NULL && strcmp(m->id, id) == 0)
            return true;
    }
    return false;
}

/* Each mutation has to change what is found, and each change has to come from a mutation. */
static void pair_ids(program *p)
{
    static const mark_kind partner[] = {[MARK_WANT] = MARK_INSERT,
                                        [MARK_INSERT] = MARK_WANT,
                                        [MARK_THEN] = MARK_DELETE,
                                        [MARK_DELETE] = MARK_THEN};

    for (size_t i = 0; i < p->marks.count; i++) {
        const mark *m = &p->marks.marks[i];
        if (m->id != NULL && !has_mark(p, partner[m->kind], m->id))
            complain(p, "%s:%d: the id '%s' stands alone", p->files[m->file].path, m->line, m->id);
    }
}

static void add_program(program_list *list, const char *name, program_file *files, size_t count)
{
    program p = {.name = strdup(name), .files = files, .file_count = count, .run = RUN_UNSAID};

    read_claims(&p);
    pair_ids(&p);
    list->programs = realloc(list->programs, (list->count + 1) * sizeof p);
    if (list->programs == NULL)
        abort();
    list->programs[list->count++] = p;
}

/* The files of one folder, headers last. */
typedef struct folder {
    char *path;
    program_file *files;
    size_t count;
    size_t sources;
    size_t with_run;
} folder;

/* One program of the folder: source `chosen`, or all sources when it is NULL; with all headers. */
static void add_from_folder(program_list *list, const folder *f, const program_file *chosen)
{
    program_file *files = calloc(f->count, sizeof *files);
    size_t count = 0;

    if (files == NULL)
        abort();
    for (size_t i = 0; i < f->count; i++) {
        if (chosen == NULL || &f->files[i] == chosen || f->files[i].is_header)
            files[count++] = f->files[i];
    }
    add_program(list, chosen != NULL ? chosen->path : f->path, files, count);
}

/* What the files hold belongs to the list from now on; programs share it. */
static void keep_files(program_list *list, const folder *f)
{
    if (f->count == 0)
        return;
    list->files = realloc(list->files, (list->file_count + f->count) * sizeof *list->files);
    if (list->files == NULL)
        abort();
    memcpy(list->files + list->file_count, f->files, f->count * sizeof *f->files);
    list->file_count += f->count;
}

static void end_folder(program_list *list, folder *f)
{
    bool is_one = f->sources > 1 && f->with_run == 1;

    if (is_one)
        add_from_folder(list, f, NULL);
    for (size_t i = 0; !is_one && i < f->count; i++) {
        if (!f->files[i].is_header)
            add_from_folder(list, f, &f->files[i]);
    }
    keep_files(list, f);
    free(f->path);
    free(f->files);
    *f = (folder){0};
}

static int add_file(folder *f, const char *path, const char *base)
{
    size_t length = strlen(base);
    program_file file = {.path = strdup(path), .base = strdup(base), .is_header = base[length - 1] == 'h'};
    int error = read_lines(&file);

    if (error < 0)
        return error;
    f->files = realloc(f->files, (f->count + 1) * sizeof file);
    if (f->files == NULL)
        abort();
    f->files[f->count++] = file;
    f->sources += !file.is_header;
    f->with_run += run_header(&file) != NULL;
    return 0;
}

static bool is_c_file(const FTSENT *entry)
{
    size_t length = entry->fts_namelen;
    const char *end = entry->fts_name + (length < 2 ? 0 : length - 2);

    return entry->fts_info == FTS_F && (strcmp(end, ".c") == 0 || strcmp(end, ".h") == 0);
}

/* Files before folders, each in the order of their names: so a folder's own files come together. */
static int by_kind_and_name(const FTSENT **a, const FTSENT **b)
{
    int a_folder = (*a)->fts_info == FTS_D, b_folder = (*b)->fts_info == FTS_D;

    return a_folder != b_folder ? a_folder - b_folder : strcmp((*a)->fts_name, (*b)->fts_name);
}

int program_find(program_list *list, const char *root)
{
    char *const roots[] = {(char *)root, NULL};
    FTS *tree = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, by_kind_and_name);
    folder current = {0};
    FTSENT *entry;
    int error = 0;

    if (tree == NULL)
        return -errno;
    while (error == 0 && (entry = fts_read(tree)) != NULL) {
        if (entry->fts_info == FTS_NS || entry->fts_info == FTS_DNR || entry->fts_info == FTS_ERR)
            error = -entry->fts_errno;
        else if (entry->fts_info == FTS_D || entry->fts_info == FTS_DP)
            end_folder(list, &current);
        else if (is_c_file(entry))
            error = add_file(&current, entry->fts_path, entry->fts_name);
        if (current.count == 1 && current.path == NULL)
            current.path = strndup(entry->fts_path, entry->fts_pathlen - entry->fts_namelen - 1);
    }
    end_folder(list, &current);
    fts_close(tree);
    return error;
}

void program_list_free(program_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        program *p = &list->programs[i];
        mark_list_free(&p->marks);
        free(p->name);
        free(p->files);
        free(p->problem);
    }
    for (size_t i = 0; i < list->file_count; i++) {
        program_file *file = &list->files[i];
        for (size_t k = 0; k < file->line_count; k++)
            free(file->lines[k]);
        free(file->lines);
        free(file->path);
        free(file->base);
    }
    free(list->programs);
    free(list->files);
    *list = (program_list){0};
}
