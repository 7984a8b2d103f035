/* analyzer/finding/fingerprint.h
 * The name by which a finding is recognised in the next run, when the lines above it have changed.
 *
 * It is made of the rule, the file's path within the project, the enclosing function, the line's text without
 * white space, and a running number for those that have all of these in common; never of the line number or
 * the message. The hash is FNV-1a with 128 bits: it identifies, it doesn't protect. */
#ifndef WAND_ANALYZER_FINDING_FINGERPRINT_H
#define WAND_ANALYZER_FINDING_FINGERPRINT_H

#include "analyzer/finding/finding.h"

typedef struct fingerprint_counter fingerprint_counter;

/* Counts equal findings of one list. `root` is the project's absolute directory, `directory` the one that
 * relative paths are relative to; NULL for either leaves paths as they are. */
fingerprint_counter *fingerprint_counter_new(arena *a, const char *root, const char *directory);

/* Writes the next finding's fingerprint: 32 hexadecimal digits and a NUL. */
void fingerprint_of(fingerprint_counter *counter, const finding *f, const char *line, size_t length,
                    char out[33]);

/* The hash of a text, in the same form; it tells whether a file changed. */
void fingerprint_of_text(const char *text, size_t size, char out[33]);

/* The path of a file within the project: relative to `root` when it lies below, else absolute, in either case
 * without "." and ".." in it. Nothing is asked of the file system. */
const char *fingerprint_path(arena *a, const char *root, const char *directory, const char *file);

#endif
