/* analyzer/driver/problems.c
 * Collecting what went wrong. */
#include "analyzer/driver/problems.h"

#include "analyzer/driver/say.h"

#include <stdarg.h>

problem_list problem_list_of(arena *a, intern_table *names)
{
    return (problem_list){.memory = a, .names = names, .said = map_new(a)};
}

static bool say_once(problem_list *list, const char *line)
{
    const char *key = intern(list->names, line);

    if (map_get(list->said, MAP_KEY(key)) != NULL) {
        return false;
    }
    map_set(list->said, MAP_KEY(key), list);
    say_line(line);
    return true;
}

static void keep(problem_list *list, finding_place place, const char *text)
{
    report_problem problem = {.place = place, .message = arena_strdup(list->memory, text)};

    problem.place.file = arena_strdup(list->memory, place.file);
    ARENA_PUSH(list->memory, list->items, list->count, list->capacity, problem);
}

void problem_about_file(problem_list *list, const char *file, const char *format, ...)
{
    va_list arguments;
    const char *text;

    va_start(arguments, format);
    text = arena_vprintf(list->memory, format, arguments);
    va_end(arguments);
    if (say_once(list, arena_printf(list->memory, "wand: %s: %s", file, text))) {
        keep(list, (finding_place){.file = file}, text);
    }
}

bool problem_at_place(problem_list *list, finding_place place, const char *text)
{
    bool is_new = say_once(list, arena_printf(list->memory, "%s:%u:%u: error: %s", place.file,
                                              (unsigned)place.line, (unsigned)place.column, text));

    if (is_new) {
        keep(list, place, text);
    }
    return is_new;
}
