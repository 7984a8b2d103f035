/* panic.h: misuse of the API, and catching a panic, for the floors above. */
#ifndef RUNTIME_SCHED_PANIC_H
#define RUNTIME_SCHED_PANIC_H

#include <wand.h>

#include "runtime/base/port.h"
#include "runtime/base/where.h"

/* Panics with "WHAT at PLACE". No lock may be held. */
PORT_NORETURN void misuse(where at, const char *what);

/* Goes on with a panic that was caught. */
PORT_NORETURN void panic_again(const wand_panic_info *info);

#endif
