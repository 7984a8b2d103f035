/* analyzer/driver/project.h
 * Where we are: the working directory, the project around it, and our own headers. */
#ifndef WAND_ANALYZER_DRIVER_PROJECT_H
#define WAND_ANALYZER_DRIVER_PROJECT_H

#include "analyzer/base/arena.h"

#include <stdbool.h>

typedef struct project {
    const char *directory;    /* absolute working directory */
    const char *root;         /* the nearest directory above with a .git, else the working directory */
    const char *wand_include; /* directory of wand.h, or NULL when there is none */
} project;

project project_find(arena *a);

/* The path without "." and "..", absolute. Nothing is asked of the file system. */
const char *project_absolute(arena *a, const project *p, const char *path);

/* A path within the project (as the database has it), as it is seen from the working directory. */
const char *project_display(arena *a, const project *p, const char *path);

/* The directory part of a path; "/" for what lies there, "." for a bare name. */
const char *project_parent(arena *a, const char *path);

#endif
