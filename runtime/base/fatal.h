/* fatal.h: the end of the process when the runtime itself cannot go on. */
#ifndef RUNTIME_BASE_FATAL_H
#define RUNTIME_BASE_FATAL_H

#include "runtime/base/port.h"

/* Prints "wand: MESSAGE" to stderr and aborts. */
PORT_NORETURN void fatal(const char *format, ...) PORT_FORMAT(1);

#endif
