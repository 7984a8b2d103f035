/* analyzer/frontend/guard.h
 * Running a piece of work on a large stack, and surviving when it crashes.
 *
 * Source code may nest as deep as its author likes, and libclang recurses with it; and libclang has bugs.
 * A crash on such input must cost one file, not the run. */
#ifndef WAND_ANALYZER_FRONTEND_GUARD_H
#define WAND_ANALYZER_FRONTEND_GUARD_H

/* Calls work(argument) on a thread with a 256 MB stack and waits for it. Returns its result, -EFAULT when it
 * crashed (stack overflow, invalid access, abort), -EAGAIN when no thread could be made. What a crashed
 * piece of work had allocated is lost. */
int guard_run(int (*work)(void *argument), void *argument);

#endif
