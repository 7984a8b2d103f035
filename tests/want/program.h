/* program.h: one corpus program: its files, what their comments claim, and how it says that it runs. */
#ifndef TESTS_WANT_PROGRAM_H
#define TESTS_WANT_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>

#include "tests/want/mark.h"

typedef enum run_kind { RUN_CLEAN, RUN_LEAK, RUN_DEADLOCK, RUN_PANIC, RUN_NO, RUN_UNSAID } run_kind;

typedef struct program_file {
    char *path;   /* as it was found, below the corpus folder */
    char *base;   /* the name in its folder */
    char **lines; /* each with its newline */
    size_t line_count;
    bool is_header;
} program_file;

typedef struct program {
    char *name; /* path of the file, or of the folder when its files are one program */
    program_file *files;
    size_t file_count;
    mark_list marks;
    run_kind run;
    int leaks;
    char *problem; /* NULL, or what is wrong with its comments */
} program;

typedef struct program_list {
    program *programs;
    size_t count;
    program_file *files; /* all files, each once: several programs may share a header */
    size_t file_count;
} program_list;

/* Finds the programs below `root` in the order of their paths. In a folder where exactly one `.c` file has a
 * `run:` header all of them are one program; where several have one, each file is its own. Headers of the
 * folder belong to every program of the folder. Returns 0 or a negative errno. */
int program_find(program_list *list, const char *root);

void program_list_free(program_list *list);

/* The files of the program that the compiler is given. */
static inline bool program_compiles(const program_file *file)
{
    return !file->is_header;
}

const char *program_run_name(run_kind kind);

#endif
