/* suite.h: everything the harness does with a corpus, as tasks that run a few at a time. */
#ifndef TESTS_WANT_SUITE_H
#define TESTS_WANT_SUITE_H

#include "tests/run/job.h"
#include "tests/want/mutant.h"

typedef struct settings {
    const char *wand;
    const char *cc;
    char *const *flags;    /* for the compiler, ends with NULL */
    char *const *emulator; /* command that runs the programs, ends with NULL; may be empty */
    bool only_run;         /* the programs are compiled and run, nothing is checked */
    const char *include;
    const char *library;
    const char *corpus;
    const char *scratch; /* a folder of our own */
    const char *only;    /* part of a program's name, or NULL */
    int processors;
} settings;

typedef enum task_kind {
    TASK_CHECK,          /* the checker over a program, or over its mutant */
    TASK_COMPILE,        /* a program to an executable, or only compiled when it is not run */
    TASK_COMPILE_MUTANT, /* that it still compiles */
    TASK_RUN,            /* the executable */
} task_kind;

typedef struct task {
    task_kind kind;
    const program *program;
    const mutant *mutant; /* NULL: the program itself */
    bool finished;
    char *problem; /* NULL: as claimed */
} task;

typedef struct suite {
    const settings *settings;
    program_list programs;
    mutant_list mutants;
    task *tasks;
    job *jobs; /* jobs[i] is how tasks[i] runs */
    size_t count;
} suite;

/* Fills the suite: the programs, their mutants (written into the scratch folder), and the tasks. 0 or a
 * negative errno. */
int suite_prepare(suite *s);

/* Runs every task; each then has its result. */
void suite_run(suite *s);

void suite_free(suite *s);

/* The task of that kind for the program or mutant; NULL when there is none. */
const task *suite_find(const suite *s, task_kind kind, const program *p, const mutant *m);

#endif
