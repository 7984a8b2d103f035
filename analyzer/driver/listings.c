/* analyzer/driver/listings.c
 * `wand rules`, `wand explain` and `wand findings`: what the program and the database know. */
#include "analyzer/driver/command.h"

#include "analyzer/driver/catalog.h"
#include "analyzer/driver/project.h"
#include "analyzer/driver/say.h"
#include "analyzer/finding/fingerprint.h"
#include "analyzer/report/listing.h"

#include <errno.h>
#include <string.h>

#define DEFAULT_DATABASE ".wand/findings.db"

static bool is_json(const options *o)
{
    return o->format != NULL && strcmp(o->format, "json") == 0;
}

/* Refuses arguments where a command takes none. */
static int refuse_arguments(const options *o, const char *name)
{
    if (o->arguments.count > 0) {
        say("%s takes no arguments, but got '%s'; `wand %s --help` lists its options", name,
            o->arguments.items[0], name);
        return STATUS_ERROR;
    }
    return STATUS_CLEAN;
}

int command_rules(const options *o)
{
    arena *a = arena_new();
    int status = refuse_arguments(o, "rules");

    if (status == STATUS_CLEAN) {
        catalog c = catalog_of(a);

        if (is_json(o)) {
            listing_rules_json(stdout, c.rules, c.count);
        } else {
            listing_rules_text(stdout, c.rules, c.count, command_colour(o, stdout));
        }
        status = command_finish(status);
    }
    arena_free(a);
    return status;
}

int command_explain(const options *o)
{
    arena *a = arena_new();
    catalog c = catalog_of(a);
    int status = STATUS_CLEAN;

    if (o->arguments.count == 0) {
        say("explain needs the name of a rule; `wand rules` lists them");
        status = STATUS_ERROR;
    }
    for (size_t i = 0; i < o->arguments.count; i++) {
        const report_rule *rule = catalog_named(&c, a, o->arguments.items[i]);

        if (rule == NULL) {
            status = STATUS_ERROR;
        } else {
            size_t length = strlen(rule->documentation);

            fputs(rule->documentation, stdout);
            fputs(length > 0 && rule->documentation[length - 1] == '\n' ? "" : "\n", stdout);
        }
    }
    status = command_finish(status);
    arena_free(a);
    return status;
}

/* A name of a rule must be one; a pattern need not match any. */
static int check_rule(const options *o, arena *a)
{
    catalog c = catalog_of(a);

    if (o->rule == NULL || strpbrk(o->rule, "*?[") != NULL) {
        return STATUS_CLEAN;
    }
    return catalog_named(&c, a, o->rule) != NULL ? STATUS_CLEAN : STATUS_ERROR;
}

static void show_from_here(arena *a, const project *place, store_finding *findings, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        store_step *steps = arena_copy(a, findings[i].steps, sizeof *steps * findings[i].step_count);

        findings[i].file = project_display(a, place, findings[i].file);
        for (size_t k = 0; k < findings[i].step_count; k++) {
            steps[k].file = project_display(a, place, steps[k].file);
        }
        findings[i].steps = steps;
    }
}

static int print_findings(const options *o, arena *a, store *s, const char **message)
{
    project place = project_find(a);
    store_finding *findings = NULL;
    size_t count = 0;
    store_filter filter = {
        .rule = o->rule,
        .dimension = o->dimension,
        .since_run = o->since_run,
        .all = o->all,
    };
    int error;

    if (o->file != NULL) {
        filter.file = fingerprint_path(a, place.root, place.directory, o->file);
    }
    error = store_select(s, &filter, a, &findings, &count, message);
    if (error != 0) {
        return error;
    }
    show_from_here(a, &place, findings, count);
    if (is_json(o)) {
        listing_findings_json(stdout, findings, count);
    } else {
        listing_findings_text(stdout, findings, count, command_colour(o, stdout));
    }
    return 0;
}

int command_findings(const options *o)
{
    arena *a = arena_new();
    const char *path = o->database != NULL ? o->database : DEFAULT_DATABASE;
    const char *message = "";
    store *s = NULL;
    int status = refuse_arguments(o, "findings");

    if (status == STATUS_CLEAN) {
        status = check_rule(o, a);
    }
    if (status == STATUS_CLEAN) {
        int error = store_open_readonly(&s, path, a, &message);

        if (error == 0) {
            error = print_findings(o, a, s, &message);
        }
        if (error == -ENOENT) {
            say("%s: %s; `wand check` fills it", path, message);
        } else if (error != 0) {
            say("%s: %s; it was left as it is", path, message);
        }
        status = command_finish(error != 0 ? STATUS_ERROR : STATUS_CLEAN);
    }
    store_close(s);
    arena_free(a);
    return status;
}
