/* tree.h: a temporary tree of files that a test works in, and what is said on standard error meanwhile. */
#ifndef TESTS_UNIT_DRIVER_TREE_H
#define TESTS_UNIT_DRIVER_TREE_H

#include "analyzer/driver/problems.h"
#include "analyzer/driver/project.h"

typedef struct tree {
    char path[64];
    arena *memory;
    intern_table *names;
    problem_list problems;
    project place;
} tree;

/* Makes an empty folder, and makes it the working directory. */
tree *tree_make(void);
void tree_remove(tree *t);

/* Writes a file, with the folders that it needs. */
void tree_write(const char *path, const char *text);

/* "file: message" of each problem, one a line. */
const char *tree_problems(tree *t);

/* From now on standard error is kept; tree_said gives it back and returns what was written. */
void tree_listen(void);
const char *tree_said(tree *t);

#endif
