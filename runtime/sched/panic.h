/* panic.h: misuse of the API, and catching a panic, for the floors above. */
#ifndef RUNTIME_SCHED_PANIC_H
#define RUNTIME_SCHED_PANIC_H

#include "runtime/base/port.h"
#include "runtime/base/where.h"

/* Panics with "WHAT at PLACE". No lock may be held. */
PORT_NORETURN void misuse(where at, const char *what);

#endif
