/* analyzer/frontend/frontend.h
 * From C source to IR: the one place that knows libclang.
 *
 * libclang is opened with dlopen when the first file must be parsed, so commands that parse nothing
 * don't pay for it. Code that does not compile is normal input: what libclang can read is lowered, the
 * diagnostics travel in the unit. */
#ifndef WAND_ANALYZER_FRONTEND_FRONTEND_H
#define WAND_ANALYZER_FRONTEND_FRONTEND_H

#include "analyzer/base/intern.h"
#include "analyzer/ir/ir.h"

/* What to parse. Flags are those of the compilation database or the command line, untrusted and unfiltered:
 * the front end keeps only the known-safe ones. */
typedef struct frontend_request {
    const char *path; /* source file */
    const char
        *directory; /* where the compile runs; relative flags are relative to it. NULL: working directory */
    const char *const *flags; /* without the compiler's and the source's name */
    size_t flag_count;
    const char *wand_include; /* directory that holds wand.h; searched after the user's own */
    const char *root;         /* paths below it are printed relative to it */
} frontend_request;

typedef struct frontend frontend;

/* Opens the front end. -ENOENT with a message naming the library and the package when no libclang >= 17 is
 * found. The message is valid until the process ends. */
int frontend_open(frontend **out, intern_table *names, const char **message);
void frontend_close(frontend *f);

/* Parses and lowers one file into *out (owned by the caller; ir_unit.memory, which is `a`, frees it).
 * Returns 0 also for code with errors: look at the diagnostics, which also name NUL bytes and invalid UTF-8
 * in the source by line and column as errors. A negative errno when there is no unit at all: -ENOENT,
 * -EISDIR, -EACCES, -EINVAL (libclang refused), -EFAULT (libclang crashed). *message is then a sentence in
 * `a`. */
int frontend_parse(frontend *f, const frontend_request *request, arena *a, ir_unit **out,
                   const char **message);

/* The version of libclang in use ("19.1.7"), for --version and the database. */
const char *frontend_version(const frontend *f);

#endif
