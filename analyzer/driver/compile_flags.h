/* analyzer/driver/compile_flags.h
 * From a compiler's command line to the flags that matter for reading the source. */
#ifndef WAND_ANALYZER_DRIVER_COMPILE_FLAGS_H
#define WAND_ANALYZER_DRIVER_COMPILE_FLAGS_H

#include "analyzer/base/arena.h"

/* Drops the compiler and what launches it (ccache, distcc, `wand cc`), sources and objects, and what is
 * written where. The rest keeps its order; the front end decides which of it is safe. */
const char **compile_flags(arena *a, const char *const *words, size_t word_count, size_t *count);

#endif
