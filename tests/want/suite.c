/* suite.c: see suite.h. Tasks are made first and run afterwards, programs after they are compiled: two rounds
 * of a pool. */
#include "tests/want/suite.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/run/pool.h"
#include "tests/want/judge.h"

enum { CHECK_SECONDS = 60, COMPILE_SECONDS = 60, RUN_SECONDS = 20 };

/* A command that grows word by word. */
typedef struct words {
    char **list;
    size_t count;
} words;

__attribute__((format(printf, 2, 3))) static void add(words *w, const char *format, ...)
{
    va_list arguments;

    w->list = realloc(w->list, (w->count + 2) * sizeof *w->list);
    if (w->list == NULL)
        abort();
    va_start(arguments, format);
    if (vasprintf(&w->list[w->count++], format, arguments) < 0)
        abort();
    va_end(arguments);
    w->list[w->count] = NULL;
}

static void add_sources(words *w, const program *p, const mutant *m)
{
    for (size_t i = 0; i < p->file_count; i++) {
        if (!program_compiles(&p->files[i]))
            continue;
        if (m != NULL)
            add(w, "%s/%s", m->folder, p->files[i].base);
        else
            add(w, "%s", p->files[i].path);
    }
}

static words check_command(const suite *s, const task *t)
{
    words w = {0};

    add(&w, "%s", s->settings->wand);
    add(&w, "check");
    add(&w, "--format");
    add(&w, "json");
    add(&w, "--db");
    add(&w, "%s/%zu.db", s->settings->scratch, s->count);
    add_sources(&w, t->program, t->mutant);
    return w;
}

static words compile_command(const suite *s, const task *t)
{
    words w = {0};
    bool linked = t->kind == TASK_COMPILE && t->program->run != RUN_NO;

    add(&w, "%s", s->settings->cc);
    add(&w, "-std=gnu11");
    add(&w, "-g");
    add(&w, "-Wall");
    add(&w, "-Wextra");
    add(&w, "-I%s", s->settings->include);
    for (char *const *flag = s->settings->flags; *flag != NULL; flag++)
        add(&w, "%s", *flag);
    if (t->kind == TASK_COMPILE)
        add(&w, "-Werror");
    if (!linked)
        add(&w, "-fsyntax-only");
    add_sources(&w, t->program, t->mutant);
    if (linked) {
        add(&w, "-o");
        add(&w, "%s/%zu.program", s->settings->scratch, (size_t)(t->program - s->programs.programs));
        add(&w, "%s", s->settings->library);
        add(&w, "-pthread");
        add(&w, "-lm");
        add(&w, "-ldl");
    }
    return w;
}

static words run_command(const suite *s, const task *t)
{
    words w = {0};

    for (char *const *word = s->settings->emulator; *word != NULL; word++)
        add(&w, "%s", *word);
    add(&w, "%s/%zu.program", s->settings->scratch, (size_t)(t->program - s->programs.programs));
    return w;
}

/* What a bad program loses when it ends is its own affair: here only misuse of memory counts. */
static char *run_environment[] = {"WAND_LEAKS=1", "ASAN_OPTIONS=detect_leaks=0", NULL};
static char *no_environment[] = {NULL};

static void add_task(suite *s, task t)
{
    words w = t.kind == TASK_CHECK ? check_command(s, &t)
              : t.kind == TASK_RUN ? run_command(s, &t)
                                   : compile_command(s, &t);
    job j = {.name = w.list[0], .argv = w.list, .environment = no_environment, .processors = 1};

    j.limit_seconds = t.kind == TASK_CHECK ? CHECK_SECONDS
                      : t.kind == TASK_RUN ? RUN_SECONDS
                                           : COMPILE_SECONDS;
    if (t.kind == TASK_RUN)
        j.environment = run_environment;
    s->tasks = realloc(s->tasks, (s->count + 1) * sizeof *s->tasks);
    s->jobs = realloc(s->jobs, (s->count + 1) * sizeof *s->jobs);
    if (s->tasks == NULL || s->jobs == NULL)
        abort();
    s->tasks[s->count] = t;
    s->jobs[s->count++] = j;
}

static bool is_chosen(const suite *s, const program *p)
{
    return s->settings->only == NULL || strstr(p->name, s->settings->only) != NULL;
}

static int prepare_mutants(suite *s)
{
    int error = 0;

    for (size_t i = 0; i < s->programs.count; i++) {
        if (is_chosen(s, &s->programs.programs[i]) && !s->settings->only_run)
            mutant_add_all(&s->mutants, &s->programs.programs[i]);
    }
    for (size_t i = 0; error == 0 && i < s->mutants.count; i++) {
        mutant *m = &s->mutants.mutants[i];
        if (asprintf(&m->folder, "%s/mutant-%zu", s->settings->scratch, i) < 0)
            abort();
        error = mutant_write(m);
    }
    return error;
}

int suite_prepare(suite *s)
{
    int error = program_find(&s->programs, s->settings->corpus);

    if (error == 0)
        error = prepare_mutants(s);
    for (size_t i = 0; error == 0 && i < s->programs.count; i++) {
        const program *p = &s->programs.programs[i];
        if (!is_chosen(s, p))
            continue;
        add_task(s, (task){.kind = TASK_COMPILE, .program = p});
        if (!s->settings->only_run)
            add_task(s, (task){.kind = TASK_CHECK, .program = p});
    }
    for (size_t i = 0; error == 0 && i < s->mutants.count; i++) {
        const mutant *m = &s->mutants.mutants[i];
        add_task(s, (task){.kind = TASK_COMPILE_MUTANT, .program = m->of, .mutant = m});
        add_task(s, (task){.kind = TASK_CHECK, .program = m->of, .mutant = m});
    }
    return error;
}

static void take_result(void *context, job *j, int error)
{
    suite *s = context;

    judge(&s->tasks[j - s->jobs], j, error);
}

void suite_run(suite *s)
{
    size_t compiled = s->count;

    pool_run(s->jobs, s->count, s->settings->processors, take_result, s);
    for (size_t i = 0; i < compiled; i++) {
        task t = s->tasks[i];
        if (t.kind == TASK_COMPILE && t.problem == NULL && t.program->run != RUN_NO)
            add_task(s, (task){.kind = TASK_RUN, .program = t.program});
    }
    /* the jobs have moved; only the new ones run */
    {
        suite runs = *s;
        runs.tasks += compiled;
        runs.jobs += compiled;
        pool_run(runs.jobs, s->count - compiled, s->settings->processors, take_result, &runs);
    }
}

const task *suite_find(const suite *s, task_kind kind, const program *p, const mutant *m)
{
    for (size_t i = 0; i < s->count; i++) {
        const task *t = &s->tasks[i];
        if (t->kind == kind && t->program == p && t->mutant == m)
            return t;
    }
    return NULL;
}

void suite_free(suite *s)
{
    for (size_t i = 0; i < s->count; i++) {
        for (char **word = s->jobs[i].argv; *word != NULL; word++)
            free(*word);
        free(s->jobs[i].argv);
        free(s->tasks[i].problem);
    }
    for (size_t i = 0; i < s->mutants.count; i++)
        free(s->mutants.mutants[i].folder);
    free(s->mutants.mutants);
    free(s->tasks);
    free(s->jobs);
    program_list_free(&s->programs);
}
