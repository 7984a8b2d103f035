/* analyzer/driver/walk.h
 * From the command line's files and directories to the list of sources. */
#ifndef WAND_ANALYZER_DRIVER_WALK_H
#define WAND_ANALYZER_DRIVER_WALK_H

#include "analyzer/driver/options.h"
#include "analyzer/driver/problems.h"

typedef struct source_list {
    const char **paths;
    size_t count;
    size_t capacity;
} source_list;

/* Files stay as they were named; directories are walked for .c files. Hidden directories, build trees and
 * symbolic links to directories below an argument are left out. Each file comes once, in the order of the
 * paths. What can't be used is added to `problems`. */
source_list walk(arena *a, const option_list *arguments, problem_list *problems);

#endif
