/* settings.h: how a run is to be: the options of wand_run, then the environment, then the defaults. */
#ifndef RUNTIME_SCHED_SETTINGS_H
#define RUNTIME_SCHED_SETTINGS_H

#include <stdbool.h>

#include <wand.h>

typedef struct settings {
    int procs; /* accepted; one worker runs today */
    int64_t grace_ns;
    size_t stack_size;
    bool leaks;
} settings;

/* Returns: 0; -EINVAL for an option that makes no sense. An environment variable that makes none is told on
 * stderr and passed over. */
int settings_read(const wand_opts *opts, settings *out);

#endif
