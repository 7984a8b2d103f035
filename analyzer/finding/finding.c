/* analyzer/finding/finding.c
 * The list that rules publish into: copying, ordering, dropping duplicates, numbering by fingerprint. */
#include "analyzer/finding/finding.h"

#include "analyzer/finding/fingerprint.h"

#include <stdlib.h>
#include <string.h>

static finding_place copy_place(finding_list *list, finding_place place)
{
    place.file = arena_strdup(list->memory, place.file != NULL ? place.file : "");
    return place;
}

finding *finding_add(finding_list *list, const char *rule, finding_severity severity,
                     finding_dimension dimension, finding_place place, const char *function,
                     const char *format, ...)
{
    finding *f = ARENA_NEW(list->memory, finding);
    va_list arguments;

    f->rule = arena_strdup(list->memory, rule);
    f->severity = severity;
    f->dimension = dimension;
    f->place = copy_place(list, place);
    f->function = arena_strdup(list->memory, function != NULL ? function : "");
    va_start(arguments, format);
    f->message = arena_vprintf(list->memory, format, arguments);
    va_end(arguments);
    ARENA_PUSH(list->memory, list->items, list->count, list->capacity, f);
    return f;
}

void finding_add_step(finding_list *list, finding *f, finding_place place, unsigned depth, const char *format,
                      ...)
{
    finding_step step = {.place = copy_place(list, place), .depth = depth};
    va_list arguments;

    va_start(arguments, format);
    step.message = arena_vprintf(list->memory, format, arguments);
    va_end(arguments);
    ARENA_PUSH(list->memory, f->steps, f->step_count, f->step_capacity, step);
}

void finding_add_related(finding_list *list, finding *f, finding_place place, const char *format, ...)
{
    finding_step step = {.place = copy_place(list, place)};
    va_list arguments;

    va_start(arguments, format);
    step.message = arena_vprintf(list->memory, format, arguments);
    va_end(arguments);
    ARENA_PUSH(list->memory, f->related, f->related_count, f->related_capacity, step);
}

static int compare_numbers(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

static int compare_places(finding_place a, finding_place b)
{
    int order = strcmp(a.file, b.file);

    if (order == 0) {
        order = compare_numbers(a.line, b.line);
    }
    return order != 0 ? order : compare_numbers(a.column, b.column);
}

static int compare_steps(const finding_step *a, size_t a_count, const finding_step *b, size_t b_count)
{
    int order = compare_numbers(a_count, b_count);

    for (size_t i = 0; order == 0 && i < a_count; i++) {
        order = compare_places(a[i].place, b[i].place);
        if (order == 0) {
            order = strcmp(a[i].message, b[i].message);
        }
    }
    return order;
}

/* What the reader sees first decides, then the length of the path; the rest only makes the order total, so
 * that it never depends on the order in which rules and files were analysed. */
static int compare(const void *left, const void *right)
{
    const finding *a = *(finding *const *)left;
    const finding *b = *(finding *const *)right;
    int order = compare_places(a->place, b->place);

    if (order == 0) {
        order = strcmp(a->rule, b->rule);
    }
    if (order == 0) {
        order = compare_numbers(a->step_count, b->step_count);
    }
    if (order == 0) {
        order = strcmp(a->message, b->message);
    }
    if (order == 0) {
        order = compare_steps(a->steps, a->step_count, b->steps, b->step_count);
    }
    if (order == 0) {
        order = compare_steps(a->related, a->related_count, b->related, b->related_count);
    }
    return order != 0 ? order : strcmp(a->function, b->function);
}

/* Sorted order puts the shortest path of each rule and place first: the others go. */
static void drop_duplicates(finding_list *list)
{
    size_t kept = 0;

    for (size_t i = 0; i < list->count; i++) {
        finding *f = list->items[i];
        const finding *last = kept > 0 ? list->items[kept - 1] : NULL;

        if (last == NULL || strcmp(last->rule, f->rule) != 0 || compare_places(last->place, f->place) != 0) {
            list->items[kept++] = f;
        }
    }
    list->count = kept;
}

void finding_list_finish(finding_list *list,
                         const char *(*line_of)(void *data, finding_place place, size_t *length), void *data)
{
    fingerprint_counter *counter = fingerprint_counter_new(list->memory, list->root, list->directory);

    if (list->count > 1) {
        qsort(list->items, list->count, sizeof(finding *), compare);
    }
    drop_duplicates(list);
    for (size_t i = 0; i < list->count; i++) {
        finding *f = list->items[i];
        size_t length = 0;
        const char *line = line_of != NULL ? line_of(data, f->place, &length) : NULL;

        fingerprint_of(counter, f, line, line != NULL ? length : 0, f->fingerprint);
    }
}

const char *finding_severity_name(finding_severity severity)
{
    switch (severity) {
    case FINDING_NOTE: return "note";
    case FINDING_WARNING: return "warning";
    case FINDING_ERROR: return "error";
    }
    return "warning";
}

const char *finding_dimension_name(finding_dimension dimension)
{
    switch (dimension) {
    case DIMENSION_START: return "start";
    case DIMENSION_LIFETIME: return "lifetime";
    case DIMENSION_OBSERVATION: return "observation";
    case DIMENSION_TERMINATION: return "termination";
    }
    return "start";
}
