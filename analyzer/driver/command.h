/* analyzer/driver/command.h
 * The commands of the program. Each gets its options and returns the exit status. */
#ifndef WAND_ANALYZER_DRIVER_COMMAND_H
#define WAND_ANALYZER_DRIVER_COMMAND_H

#include "analyzer/driver/options.h"

#include <stdbool.h>
#include <stdio.h>

/* Exit statuses; the higher one wins. */
enum { STATUS_CLEAN, STATUS_FINDINGS, STATUS_ERROR };

int command_check(const options *o);
int command_explain(const options *o);
int command_rules(const options *o);
int command_findings(const options *o);

/* Runs the program: argv as main gets it. */
int command_main(int argc, char **argv);

/* Whether to use colours on a stream: --color decides, else whether it is a terminal that can, and NO_COLOR.
 */
bool command_colour(const options *o, FILE *stream);

/* Flushes standard output; returns `status`, or STATUS_ERROR (after a message) when something could not be
 * written. */
int command_finish(int status);

#endif
