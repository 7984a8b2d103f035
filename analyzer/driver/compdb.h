/* analyzer/driver/compdb.h
 * Compilation databases: which flags a file is compiled with, from compile_commands.json. */
#ifndef WAND_ANALYZER_DRIVER_COMPDB_H
#define WAND_ANALYZER_DRIVER_COMPDB_H

#include "analyzer/driver/problems.h"
#include "analyzer/driver/project.h"

typedef struct compdb compdb;

typedef struct compdb_entry {
    const char *directory; /* absolute */
    const char **flags;
    size_t flag_count;
} compdb_entry;

/* `build_directory` is where the one database of all files is, or NULL: then each file has the nearest one
 * above it. Databases are read when they are first needed; a bad one is said once and counts as empty. */
compdb *compdb_new(arena *a, const project *p, const char *build_directory, problem_list *problems);

/* The first entry for a file, or NULL. */
const compdb_entry *compdb_find(compdb *db, const char *path);

#endif
