/* analyzer/driver/command.c
 * Choosing the command, help, version, and what all commands share. */
#include "analyzer/driver/command.h"

#include "analyzer/driver/say.h"
#include "analyzer/frontend/frontend.h"
#include "analyzer/report/output.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct command {
    const char *name;
    option_command bit;
    int (*run)(const options *o); /* NULL: promised, but not part of this version */
    const char *arguments;
    const char *help;
} command;

static const command commands[] = {
    {"check", COMMAND_CHECK, command_check, "[OPTION...] [FILE|DIR ...] [-- COMPILER FLAGS]",
     "find lifecycle bugs in C code that uses libwand"},
    {"explain", COMMAND_EXPLAIN, command_explain, "RULE...",
     "print what a rule finds, why, and how to fix it"},
    {"rules", COMMAND_RULES, command_rules, "[OPTION...]", "list the rules"},
    {"findings", COMMAND_FINDINGS, command_findings, "[OPTION...]", "list what the findings database holds"},
    {"fix", COMMAND_OTHER, NULL, NULL, NULL},
    {"cc", COMMAND_OTHER, NULL, NULL, NULL},
    {"matrix", COMMAND_OTHER, NULL, NULL, NULL},
    {"verify", COMMAND_OTHER, NULL, NULL, NULL},
    {"lsp", COMMAND_OTHER, NULL, NULL, NULL},
    {"report", COMMAND_OTHER, NULL, NULL, NULL},
    {"hook", COMMAND_OTHER, NULL, NULL, NULL},
    {"config", COMMAND_OTHER, NULL, NULL, NULL},
    {"baseline", COMMAND_OTHER, NULL, NULL, NULL},
};

enum { COMMAND_COUNT = sizeof commands / sizeof *commands };

static const char check_notes[] =
    "\nWithout a file or directory the working directory is walked. Directories are walked for .c files; "
    "hidden\n"
    "ones and build trees are left out. A comment on the line or the line above silences a rule there:\n"
    "  // wand:allow(rule): reason\n"
    "Exit status: 0 nothing found, 1 findings, 2 usage error or a file that could not be analysed.\n";

static const command *find_command(const char *name)
{
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        if (strcmp(commands[i].name, name) == 0) {
            return &commands[i];
        }
    }
    return NULL;
}

static int refuse_command(const char *name)
{
    const char *names[COMMAND_COUNT];
    unsigned count = 0;
    const char *meant;

    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        if (commands[i].run != NULL) {
            names[count++] = commands[i].name;
        }
    }
    meant = nearest(name, names, count);
    if (meant != NULL) {
        say("unknown command '%s'; did you mean '%s'?", name, meant);
    } else if (access(name, F_OK) == 0) {
        say("unknown command '%s'; did you mean `wand check %s`?", name, name);
    } else {
        say("unknown command '%s'; `wand --help` lists them", name);
    }
    return STATUS_ERROR;
}

static void print_help(FILE *to)
{
    fputs("usage: wand COMMAND [OPTION...] [ARGUMENT...]\n\ncommands:\n", to);
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        if (commands[i].run != NULL) {
            fprintf(to, "  %-9s %s\n", commands[i].name, commands[i].help);
        }
    }
    fputs("\n`wand COMMAND --help` prints a command's options, `wand --version` the version.\n", to);
}

static void print_command_help(const command *c)
{
    printf("usage: wand %s %s\n\n%s\n\noptions:\n", c->name, c->arguments, c->help);
    options_help(stdout, c->bit);
    if (c->bit == COMMAND_CHECK) {
        fputs(check_notes, stdout);
    }
}

static int print_version(void)
{
    intern_table *names = intern_new();
    const char *message = NULL;
    frontend *f = NULL;

    if (frontend_open(&f, names, &message) == 0) {
        printf("wand %s (libclang %s)\n", WAND_VERSION, frontend_version(f));
        frontend_close(f);
    } else {
        printf("wand %s (no libclang)\n", WAND_VERSION);
    }
    intern_free(names);
    return command_finish(STATUS_CLEAN);
}

static int run_command(const command *c, char **words, size_t count)
{
    arena *a = arena_new();
    options o = {0};
    int status = options_parse(c->bit, c->name, words, count, a, &o);

    if (status == 0 && o.help) {
        print_command_help(c);
        status = command_finish(STATUS_CLEAN);
    } else if (status == 0) {
        status = c->run(&o);
    }
    arena_free(a);
    return status;
}

static int run_help(int argc, char **argv)
{
    const command *c;

    if (argc < 3) {
        print_help(stdout);
        return command_finish(STATUS_CLEAN);
    }
    c = find_command(argv[2]);
    if (c == NULL || c->run == NULL) {
        return refuse_command(argv[2]);
    }
    print_command_help(c);
    return command_finish(STATUS_CLEAN);
}

int command_main(int argc, char **argv)
{
    const char *name = argc > 1 ? argv[1] : NULL;
    const command *c;

    if (name == NULL) {
        print_help(stderr);
        return STATUS_ERROR;
    }
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0 || strcmp(name, "help") == 0) {
        return run_help(argc, argv);
    }
    if (strcmp(name, "--version") == 0) {
        return print_version();
    }
    c = find_command(name);
    if (c == NULL) {
        return refuse_command(name);
    }
    if (c->run == NULL) {
        say("the command '%s' is not part of this version", name);
        return STATUS_ERROR;
    }
    return run_command(c, argv + 2, (size_t)argc - 2);
}

bool command_colour(const options *o, FILE *stream)
{
    const char *no_color = getenv("NO_COLOR");
    const char *terminal = getenv("TERM");

    if (o->color != NULL && strcmp(o->color, "auto") != 0) {
        return strcmp(o->color, "always") == 0;
    }
    return isatty(fileno(stream)) && (no_color == NULL || no_color[0] == '\0') && terminal != NULL &&
           strcmp(terminal, "dumb") != 0;
}

int command_finish(int status)
{
    output standard = {.stream = stdout};
    int error = output_close(&standard);

    if (error != 0 && error != -EPIPE) {
        say("standard output cannot be written: %s", strerror(-error));
    }
    return error != 0 ? STATUS_ERROR : status;
}
