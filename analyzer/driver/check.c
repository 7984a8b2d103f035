/* analyzer/driver/check.c
 * `wand check`: parse every file, analyse all of them together, keep the findings, report them. */
#include "analyzer/driver/check.h"

#include "analyzer/driver/command.h"
#include "analyzer/driver/dump.h"
#include "analyzer/driver/say.h"
#include "analyzer/report/output.h"

#include <errno.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static bool is_level(const options *o, const char *name)
{
    return o->fail_level != NULL && strcmp(o->fail_level, name) == 0;
}

/* Problems win over findings. */
static int status_of(const check *c)
{
    finding_severity least = is_level(c->options, "error")     ? FINDING_ERROR
                             : is_level(c->options, "warning") ? FINDING_WARNING
                                                               : FINDING_NOTE;

    if (c->problems.count > 0) {
        return STATUS_ERROR;
    }
    for (size_t i = 0; i < c->findings.count && !c->options->exit_zero; i++) {
        const finding *f = c->findings.items[i];

        if (f->suppressed == NULL && f->severity >= least) {
            return STATUS_FINDINGS;
        }
    }
    return STATUS_CLEAN;
}

static const char *const *main_files(check *c, size_t *count)
{
    const char **paths = ARENA_ARRAY(c->memory, const char *, c->file_count + 1);

    *count = 0;
    for (size_t i = 0; i < c->file_count; i++) {
        if (c->files[i].is_main) {
            paths[(*count)++] = c->files[i].path;
        }
    }
    return paths;
}

static report_input report_of(check *c, FILE *stream)
{
    report_input input = {
        .findings = &c->findings,
        .sources = c->sources,
        .rules = c->rules.rules,
        .rule_count = c->rules.count,
        .problems = c->problems.items,
        .problem_count = c->problems.count,
        .root = c->place.root,
        .directory = c->place.directory,
        .version = WAND_VERSION,
        .exit_status = status_of(c),
        .colour = command_colour(c->options, stream),
    };

    input.files = main_files(c, &input.file_count);
    return input;
}

/* The line that sums up is for people: it only appears on a terminal. */
static void print_summary(check *c, const report_input *input)
{
    bool is_text = c->options->format == NULL || strcmp(c->options->format, "text") == 0;

    if (is_text && isatty(STDERR_FILENO)) {
        say("%s", report_summary(c->memory, input));
    }
}

static void write_report(const check *c, FILE *stream, const report_input *input)
{
    const char *format = c->options->format != NULL ? c->options->format : "text";

    if (strcmp(format, "json") == 0) {
        report_json(stream, input);
    } else if (strcmp(format, "sarif") == 0) {
        report_sarif(stream, input);
    } else {
        report_text(stream, input);
    }
}

static int refuse_output(const char *path, int error)
{
    say("%s: cannot be written: %s", path != NULL ? path : "standard output", strerror(-error));
    return STATUS_ERROR;
}

/* A reader that goes away knows why there is no more; nobody else needs a message. */
static int close_output(output *out, int status)
{
    int error = output_close(out);

    if (error == -EPIPE) {
        return STATUS_ERROR;
    }
    return error != 0 ? refuse_output(out->path, error) : status;
}

static int dump(check *c)
{
    output out;
    int error = output_open(&out, c->options->output, c->memory);

    if (error != 0) {
        return refuse_output(c->options->output, error);
    }
    dump_units(out.stream, c->units, c->unit_count, c->options->dump);
    return close_output(&out, c->problems.count > 0 ? STATUS_ERROR : STATUS_CLEAN);
}

static int analyse_and_report(check *c)
{
    int status = check_analyse(c);
    report_input input;
    output out;
    int error;

    if (status != 0) {
        return status;
    }
    if (!c->options->no_database) {
        check_store(c);
    }
    error = output_open(&out, c->options->output, c->memory);
    if (error != 0) {
        return refuse_output(c->options->output, error);
    }
    input = report_of(c, out.stream);
    write_report(c, out.stream, &input);
    status = close_output(&out, input.exit_status);
    print_summary(c, &input);
    if (c->options->stats) {
        check_print_statistics(stderr, c);
    }
    return status;
}

/* A name that can't be written should not cost an analysis first. */
static int run(check *c)
{
    int error = output_check(c->options->output, c->memory);

    if (error != 0) {
        return refuse_output(c->options->output, error);
    }
    check_parse(c);
    return c->options->dump != NULL ? dump(c) : analyse_and_report(c);
}

int command_check(const options *o)
{
    arena *memory = arena_new();
    struct timespec now;
    check c = {.memory = memory, .options = o, .names = intern_new()};
    int status = 0;

    clock_gettime(CLOCK_REALTIME, &now);
    c.started_ns = now.tv_sec * 1000000000LL + now.tv_nsec;
    c.place = project_find(memory);
    c.rules = catalog_of(memory);
    c.sources = source_cache_new(memory);
    c.problems = problem_list_of(memory, c.names);
    if (o->rules != NULL) {
        status = catalog_select(&c.rules, memory, o->rules);
    }
    if (status == 0) {
        status = run(&c);
    }
    for (size_t i = 0; i < c.unit_count; i++) {
        arena_free(c.units[i]->memory);
    }
    source_cache_free(c.sources);
    intern_free(c.names);
    arena_free(memory);
    return status;
}
