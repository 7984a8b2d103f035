/* select.h: parking at channels: all of it is a select, over one case or many. */
#ifndef RUNTIME_CHAN_SELECT_H
#define RUNTIME_CHAN_SELECT_H

#include <wand.h>

#include "runtime/base/where.h"
#include "runtime/sched/wait.h"

/* Runs the case, and parks for it if need be. Returns: 0 and one->err, or -ECANCELED, -ETIMEDOUT. */
int select_park_one(wand_case *one, wait_reason reason, where at);

#endif
