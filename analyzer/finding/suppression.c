/* analyzer/finding/suppression.c
 * Which findings a file's suppression comments silence, and what is wrong with those comments.
 *
 * A comment speaks for its own lines; if nothing is to be silenced there, for the line below. Below a comment
 * that stands alone is the next line that isn't such a comment too. A finding also counts as standing where
 * the macro that it comes from is defined. */
#define _GNU_SOURCE /* memmem */
#include "analyzer/finding/suppression.h"

#include "analyzer/finding/allow.h"

#include <fnmatch.h>
#include <string.h>

/* A comment with suppressions and the lines that it speaks for. */
typedef struct suppressor {
    allow_list allows;
    uint32_t first_line;
    uint32_t last_line;
    uint32_t below; /* the line below this comment and those that follow it */
    bool is_conditional;
} suppressor;

typedef struct suppressor_list {
    suppressor *items;
    size_t count;
    size_t capacity;
} suppressor_list;

typedef struct suppression_run {
    finding_list *list;
    const suppression_request *request;
    size_t finding_count; /* of the rules proper; what is added here comes after them */
} suppression_run;

/* Reads all comments, since one without a suppression may stand between another and the code. */
static void read_file(arena *a, const source_file *file, suppressor_list *out)
{
    comment_scan scan = comment_scan_of(file->text, file->size);
    comment c;
    size_t group = 0; /* first of those that wait for the code below */
    uint32_t group_line = 0;

    while (comment_next(&scan, &c)) {
        suppressor s = {.first_line = c.line,
                        .last_line = c.end_line,
                        .below = c.end_line + 1,
                        .is_conditional = c.is_conditional};

        if (c.follows_code || c.line != group_line + 1) {
            group = out->count;
        }
        group_line = c.follows_code ? 0 : c.end_line;
        allow_read(a, &c, &s.allows);
        if (s.allows.count > 0) {
            ARENA_PUSH(a, out->items, out->count, out->capacity, s);
        }
        for (size_t i = group; i < out->count && group_line != 0; i++) {
            out->items[i].below = c.end_line + 1;
        }
    }
}

static bool is_on_own_line(const suppressor *s, const char *path, finding_place place)
{
    return place.file != NULL && place.line >= s->first_line && place.line <= s->last_line &&
           strcmp(place.file, path) == 0;
}

static bool is_on_line_below(const suppressor *s, const char *path, finding_place place)
{
    return place.file != NULL && place.line == s->below && strcmp(place.file, path) == 0;
}

typedef bool placement(const suppressor *s, const char *path, finding_place place);

/* Silences what `name` matches in one of the two placements; returns whether there was something. */
static bool silence(suppression_run *run, const suppressor *s, const char *path, const char *reason,
                    allow_name *name, placement *covers)
{
    bool found = false;

    for (size_t i = 0; i < run->finding_count; i++) {
        finding *f = run->list->items[i];

        if ((covers(s, path, f->place) || (f->macro != NULL && covers(s, path, f->macro_place))) &&
            fnmatch(name->pattern, f->rule, 0) == 0) {
            f->suppressed = f->suppressed != NULL ? f->suppressed : reason;
            found = true;
        }
    }
    return found;
}

static void use(suppression_run *run, const suppressor *s, const char *path, allow *a)
{
    for (size_t i = 0; i < a->name_count; i++) {
        allow_name *name = &a->names[i];
        bool own = silence(run, s, path, a->reason, name, is_on_own_line);

        name->is_used = own || silence(run, s, path, a->reason, name, is_on_line_below);
    }
}

static bool is_rule_on(const suppression_request *request, const char *rule)
{
    for (size_t i = 0; i < request->rule_count; i++) {
        if (strcmp(request->rules[i].name, rule) == 0) {
            return request->rules[i].is_on;
        }
    }
    return false;
}

static void complain(suppression_run *run, const char *rule, const char *path, uint32_t line, uint32_t column,
                     const char *format, const char *name)
{
    finding_place place = {.file = path, .line = line, .column = column};

    if (is_rule_on(run->request, rule)) {
        finding_add(run->list, rule, FINDING_WARNING, DIMENSION_OBSERVATION, place, "", "%s",
                    arena_printf(run->list->memory, format, name));
    }
}

/* How many rules a name stands for, and whether all of them run. */
static size_t count_rules(const suppression_request *request, const char *pattern, bool *all_on)
{
    size_t count = 0;

    *all_on = true;
    for (size_t i = 0; i < request->rule_count; i++) {
        if (fnmatch(pattern, request->rules[i].name, 0) == 0) {
            count++;
            *all_on = *all_on && request->rules[i].is_on;
        }
    }
    return count;
}

static void judge_name(suppression_run *run, const suppressor *s, const suppression_file *file,
                       const allow_name *name)
{
    const suppression_request *request = run->request;
    bool all_on;
    bool is_seen = !s->is_conditional || (request->is_compiled != NULL &&
                                          (request->is_compiled(request->data, file->path, s->first_line) ||
                                           request->is_compiled(request->data, file->path, s->below)));

    if (count_rules(request, name->pattern, &all_on) == 0) {
        complain(run, "allow-unknown-rule", file->path, name->line, name->column,
                 "no rule is called '%s'; `wand rules` lists them", name->pattern);
    } else if (!name->is_used && all_on && is_seen && file->is_judged) {
        complain(run, "allow-unused", file->path, name->line, name->column, "'%s' silences nothing here",
                 name->pattern);
    }
}

static void apply_comment(suppression_run *run, suppressor *s, const suppression_file *file)
{
    for (size_t i = 0; i < s->allows.count; i++) {
        allow *a = &s->allows.items[i];

        if (a->error != NULL) {
            complain(run, "allow-malformed", file->path, a->line, a->column, "suppression not understood: %s",
                     a->error);
            continue;
        }
        if (a->reason[0] == '\0') {
            complain(run, "allow-without-reason", file->path, a->line, a->column,
                     "suppression without a reason silences nothing: write '%s(...): reason'", "wand:allow");
            continue;
        }
        use(run, s, file->path, a);
        for (size_t k = 0; k < a->name_count; k++) {
            judge_name(run, s, file, &a->names[k]);
        }
    }
}

void suppression_apply(finding_list *list, const suppression_request *request)
{
    suppression_run run = {.list = list, .request = request, .finding_count = list->count};

    for (size_t i = 0; i < request->file_count; i++) {
        const suppression_file *file = &request->files[i];
        const source_file *source = source_get(request->sources, file->path);
        suppressor_list found = {0};

        /* Most files have none: looking for the word first is much cheaper than reading comments. */
        if (source == NULL || memmem(source->text, source->size, "wand:allow", 10) == NULL) {
            continue;
        }
        read_file(list->memory, source, &found);
        for (size_t k = 0; k < found.count; k++) {
            apply_comment(&run, &found.items[k], file);
        }
    }
}
