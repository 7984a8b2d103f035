/* folder.h: a temporary folder for one test, a database in it, and files by content. */
#ifndef TESTS_UNIT_STORE_FOLDER_H
#define TESTS_UNIT_STORE_FOLDER_H

#include "analyzer/store/store.h"

typedef struct folder {
    char path[64];
    char database[96];
    arena *memory;
} folder;

folder folder_make(void);
void folder_remove(folder *f);

/* Writes a file, and reads one; the size of what can't be read is (size_t)-1. */
void folder_write(const char *path, const void *bytes, size_t size);
void *folder_read(folder *f, const char *path, size_t *size);

/* Runs SQL on the database, which must succeed; returns the first column of the last row, or -1. */
long folder_sql(folder *f, const char *sql);

/* A run with one finding for each letter of `letters`, in file a.c, whose fingerprint is that letter; all
 * rules on. */
int folder_run(store *s, folder *f, const char *letters);

#endif
