/* analyzer/driver/options.c
 * The option table and its parser. */
#include "analyzer/driver/options.h"

#include "analyzer/driver/say.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

typedef enum option_kind {
    OPTION_FLAG,   /* bool */
    OPTION_TEXT,   /* const char *; one of `values` if there are any */
    OPTION_NUMBER, /* int64_t from 1 */
    OPTION_LIST,   /* option_list; may be given several times */
    OPTION_LATER,  /* promised, but not part of this version */
} option_kind;

typedef struct option {
    const char *name;
    char letter;
    option_kind kind;
    unsigned commands;
    size_t offset;
    const char *argument; /* what help calls it */
    const char *values[5];
    const char *help;
} option;

#define EVERY      (COMMAND_CHECK | COMMAND_EXPLAIN | COMMAND_RULES | COMMAND_FINDINGS | COMMAND_OTHER)
#define AT(member) offsetof(options, member)

static const option table[] = {
    {"build-dir",
     'p',
     OPTION_TEXT,
     COMMAND_CHECK,
     AT(build_directory),
     "DIR",
     {NULL},
     "take compile_commands.json from DIR (default: the nearest above each file)"},
    {"rules",
     0,
     OPTION_TEXT,
     COMMAND_CHECK,
     AT(rules),
     "LIST",
     {NULL},
     "rules to run: names or patterns, +a adds to and -a takes from the default set"},
    {"format",
     0,
     OPTION_TEXT,
     COMMAND_CHECK,
     AT(format),
     "FORMAT",
     {"text", "json", "sarif"},
     "form of the report: text, json or sarif"},
    {"format",
     0,
     OPTION_TEXT,
     COMMAND_RULES | COMMAND_FINDINGS,
     AT(format),
     "FORMAT",
     {"text", "json"},
     "form of the list: text or json"},
    {"output",
     'o',
     OPTION_TEXT,
     COMMAND_CHECK,
     AT(output),
     "FILE",
     {NULL},
     "write the report to FILE instead of standard output"},
    {"db",
     0,
     OPTION_TEXT,
     COMMAND_CHECK | COMMAND_FINDINGS,
     AT(database),
     "FILE",
     {NULL},
     "findings database (default: .wand/findings.db)"},
    {"no-db", 0, OPTION_FLAG, COMMAND_CHECK, AT(no_database), NULL, {NULL}, "keep no database"},
    {"models",
     0,
     OPTION_LIST,
     COMMAND_CHECK,
     AT(models),
     "FILE",
     {NULL},
     "read what API functions do from a YAML file too; may be given again"},
    {"fail-level",
     0,
     OPTION_TEXT,
     COMMAND_CHECK,
     AT(fail_level),
     "LEVEL",
     {"note", "warning", "error"},
     "least severity that makes the exit status 1: note (default), warning, error"},
    {"exit-zero",
     0,
     OPTION_FLAG,
     COMMAND_CHECK,
     AT(exit_zero),
     NULL,
     {NULL},
     "exit with 0 in spite of findings"},
    {"jobs",
     'j',
     OPTION_NUMBER,
     COMMAND_CHECK,
     AT(jobs),
     "N",
     {NULL},
     "accepted, but one process does the work in this version"},
    {"stats",
     0,
     OPTION_FLAG,
     COMMAND_CHECK,
     AT(stats),
     NULL,
     {NULL},
     "say on standard error what was analysed and how long it took"},
    {"dump",
     0,
     OPTION_TEXT,
     COMMAND_CHECK,
     AT(dump),
     "WHAT",
     {"ir", "cfg"},
     "print the representation (ir) or the control-flow graph (cfg) instead of checking"},
    {"rule",
     0,
     OPTION_TEXT,
     COMMAND_FINDINGS,
     AT(rule),
     "NAME",
     {NULL},
     "only findings of this rule, or of those that match a pattern such as 'wg-*'"},
    {"rules", 0, OPTION_TEXT, COMMAND_FINDINGS, AT(rule), "NAME", {NULL}, NULL}, /* as check calls it */
    {"file",
     0,
     OPTION_TEXT,
     COMMAND_FINDINGS,
     AT(file),
     "FILE",
     {NULL},
     "only findings in this file, or in those that match a pattern"},
    {"dimension",
     0,
     OPTION_TEXT,
     COMMAND_FINDINGS,
     AT(dimension),
     "NAME",
     {"start", "lifetime", "observation", "termination"},
     "only findings of this dimension: start, lifetime, observation, termination"},
    {"since-run",
     0,
     OPTION_NUMBER,
     COMMAND_FINDINGS,
     AT(since_run),
     "N",
     {NULL},
     "only findings that were new in run N or later"},
    {"all", 0, OPTION_FLAG, COMMAND_FINDINGS, AT(all), NULL, {NULL}, "suppressed and fixed ones too"},
    {"color",
     0,
     OPTION_TEXT,
     COMMAND_CHECK | COMMAND_RULES | COMMAND_FINDINGS,
     AT(color),
     "WHEN",
     {"auto", "always", "never"},
     "colours: auto (default: on a terminal, unless NO_COLOR is set), always, never"},
    {"fix", 0, OPTION_LATER, COMMAND_CHECK, 0, NULL, {NULL}, NULL},
    {"diff", 0, OPTION_LATER, COMMAND_CHECK, 0, NULL, {NULL}, NULL},
    {"baseline", 0, OPTION_LATER, COMMAND_CHECK, 0, "FILE", {NULL}, NULL},
    {"help", 'h', OPTION_FLAG, EVERY, AT(help), NULL, {NULL}, "print this help"},
};

enum { OPTION_COUNT = sizeof table / sizeof *table, VALUE_COUNT = 5 };

typedef struct parser {
    option_command command;
    const char *name; /* of the command */
    char **words;
    size_t count;
    size_t at;
    arena *memory;
    options *out;
} parser;

static const option *find(option_command command, const char *name, size_t length, char letter)
{
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        bool named =
            name != NULL && strlen(table[i].name) == length && strncmp(table[i].name, name, length) == 0;

        if ((table[i].commands & command) != 0 && (named || (letter != 0 && table[i].letter == letter))) {
            return &table[i];
        }
    }
    return NULL;
}

static int refuse_unknown(const parser *p, const char *word)
{
    const char *names[OPTION_COUNT];
    char name[64];
    unsigned count = 0;
    const char *meant;

    for (size_t i = 0; i < OPTION_COUNT; i++) {
        if ((table[i].commands & p->command) != 0 && table[i].help != NULL) {
            names[count++] = table[i].name;
        }
    }
    snprintf(name, sizeof name, "%.*s", (int)strcspn(word, "="), word);
    meant = nearest(name + strspn(name, "-"), names, count);
    if (meant != NULL) {
        say("unknown option '%s' of %s; did you mean '--%s'?", name, p->name, meant);
    } else {
        say("unknown option '%s' of %s; `wand %s --help` lists them", name, p->name, p->name);
    }
    return 2;
}

static int set_text(const parser *p, const option *o, const char *value)
{
    unsigned count = 0;

    while (count < VALUE_COUNT && o->values[count] != NULL) {
        count++;
    }
    for (unsigned i = 0; i < count; i++) {
        if (strcmp(o->values[i], value) == 0) {
            count = 0;
        }
    }
    if (count > 0) {
        const char *meant = nearest(value, o->values, count);

        say("'%s' is no value of --%s; %s", value, o->name,
            meant != NULL ? arena_printf(p->memory, "did you mean '%s'?", meant) : o->help);
        return 2;
    }
    if (value[0] == '\0') {
        say("--%s needs a value", o->name);
        return 2;
    }
    *(const char **)((char *)p->out + o->offset) = value;
    return 0;
}

static int set_number(const parser *p, const option *o, const char *value)
{
    char *end;
    long long number;

    errno = 0;
    number = strtoll(value, &end, 10);
    if (errno != 0 || *end != '\0' || end == value || number < 1) {
        say("'%s' is no value of --%s; it takes a number from 1", value, o->name);
        return 2;
    }
    *(int64_t *)((char *)p->out + o->offset) = number;
    return 0;
}

static int set(const parser *p, const option *o, const char *value)
{
    void *member = (char *)p->out + o->offset;

    switch (o->kind) {
    case OPTION_FLAG: *(bool *)member = true; return 0;
    case OPTION_TEXT: return set_text(p, o, value);
    case OPTION_NUMBER: return set_number(p, o, value);
    case OPTION_LIST: {
        option_list *list = member;

        ARENA_PUSH(p->memory, list->items, list->count, list->capacity, value);
        return 0;
    }
    case OPTION_LATER: break;
    }
    say("--%s is not part of this version", o->name);
    return 2;
}

/* `value` is what stands in the same word, or NULL. */
static int take(parser *p, const option *o, const char *word, const char *value)
{
    if (o->argument == NULL && value != NULL) {
        say("--%s takes no value, but got '%s'", o->name, value);
        return 2;
    }
    if (o->argument != NULL && value == NULL) {
        if (p->at == p->count) {
            say("'%s' needs a value: %s", word, o->argument);
            return 2;
        }
        value = p->words[p->at++];
    }
    return set(p, o, value);
}

static int parse_word(parser *p, const char *word)
{
    const option *o;

    if (word[1] == '-') {
        size_t length = strcspn(word + 2, "=");

        o = find(p->command, word + 2, length, 0);
        return o == NULL ? refuse_unknown(p, word)
                         : take(p, o, word, word[2 + length] == '=' ? word + 3 + length : NULL);
    }
    o = find(p->command, NULL, 0, word[1]);
    return o == NULL ? refuse_unknown(p, word) : take(p, o, word, word[2] != '\0' ? word + 2 : NULL);
}

int options_parse(option_command command, const char *name, char **words, size_t count, arena *a,
                  options *out)
{
    parser p = {.command = command, .name = name, .words = words, .count = count, .memory = a, .out = out};
    option_list *list = &out->arguments;

    while (p.at < count) {
        const char *word = words[p.at++];

        if (!out->has_flags && strcmp(word, "--") == 0) {
            out->has_flags = true;
            list = command == COMMAND_CHECK ? &out->flags : &out->arguments;
        } else if (!out->has_flags && word[0] == '-' && word[1] != '\0') {
            int status = parse_word(&p, word);

            if (status != 0) {
                return status;
            }
        } else {
            ARENA_PUSH(a, list->items, list->count, list->capacity, word);
        }
    }
    return 0;
}

void options_help(FILE *to, option_command command)
{
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        const option *o = &table[i];
        char left[48];
        char letter[8] = "    ";

        if ((o->commands & command) == 0 || o->help == NULL) {
            continue;
        }
        if (o->letter != 0) {
            snprintf(letter, sizeof letter, "-%c, ", o->letter);
        }
        snprintf(left, sizeof left, "%s--%s%s%s", letter, o->name, o->argument != NULL ? " " : "",
                 o->argument != NULL ? o->argument : "");
        fprintf(to, "  %-24s %s\n", left, o->help);
    }
}
