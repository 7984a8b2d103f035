/* report.h: what is printed about coroutines: leaks, deadlocks and panics. */
#ifndef RUNTIME_SCHED_REPORT_H
#define RUNTIME_SCHED_REPORT_H

#include <stdio.h>

#include <wand.h>

#include "runtime/sched/coroutine.h"

/* A panic that nobody catches, with the stack of the calling coroutine. */
void report_panic(const wand_panic_info *info);

/* Counts the coroutines but `except` and daemons, and prints them when `to` is not NULL. Only from a worker's
 * loop, for it looks at their stacks by visiting them. */
int report_leaks(worker *w, const coroutine *except, FILE *to);

/* Every coroutine but daemons is parked for ever. */
void report_deadlock(worker *w, FILE *to);

#endif
