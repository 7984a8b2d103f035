/* analyzer/driver/options.h
 * The commands' options: one table drives parsing and help. */
#ifndef WAND_ANALYZER_DRIVER_OPTIONS_H
#define WAND_ANALYZER_DRIVER_OPTIONS_H

#include "analyzer/base/arena.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/* Bits, because an option can belong to several commands. */
typedef enum option_command {
    COMMAND_CHECK = 1 << 0,
    COMMAND_EXPLAIN = 1 << 1,
    COMMAND_RULES = 1 << 2,
    COMMAND_FINDINGS = 1 << 3,
    COMMAND_OTHER = 1 << 4, /* takes no options */
} option_command;

typedef struct option_list {
    const char **items;
    size_t count;
    size_t capacity;
} option_list;

/* What the command line says. Strings are NULL, numbers 0 and flags false where it says nothing. */
typedef struct options {
    bool help;
    /* check */
    const char *build_directory;
    const char *format;
    const char *output;
    const char *database;
    bool no_database;
    const char *rules;
    int64_t jobs;
    const char *dump;
    bool stats;
    option_list models;
    const char *color;
    const char *fail_level;
    bool exit_zero;
    option_list arguments; /* files, directories, names of rules */
    option_list flags;     /* after "--" */
    bool has_flags;        /* "--" was there */
    /* findings */
    const char *rule;
    const char *file;
    const char *dimension;
    int64_t since_run;
    bool all;
} options;

/* Reads the words after the command's name. Returns 0, or 2 (the exit status) after a message. */
int options_parse(option_command command, const char *name, char **words, size_t count, arena *a,
                  options *out);

/* Prints the options of a command, one a line. */
void options_help(FILE *to, option_command command);

#endif
