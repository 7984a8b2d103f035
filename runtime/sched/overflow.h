/* overflow.h: telling a stack overflow from other faults. */
#ifndef RUNTIME_SCHED_OVERFLOW_H
#define RUNTIME_SCHED_OVERFLOW_H

/* While watched, a fault in the guard of the running coroutine's stack is reported with its name before the
 * process ends; any other fault goes where it went before. */
void overflow_watch(void);
void overflow_unwatch(void);

#endif
