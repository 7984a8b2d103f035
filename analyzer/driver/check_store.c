/* analyzer/driver/check_store.c
 * From a finished run to the rows of the database. */
#include "analyzer/driver/check.h"

#include "analyzer/finding/fingerprint.h"
#include "analyzer/store/store.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#define DEFAULT_DATABASE ".wand/findings.db"

static const char *stored_path(check *c, const char *path)
{
    return fingerprint_path(c->memory, c->place.root, c->place.directory, path);
}

static store_step stored_step(check *c, const finding_step *step, bool is_related)
{
    return (store_step){
        .is_related = is_related,
        .depth = step->depth,
        .file = stored_path(c, step->place.file),
        .line = step->place.line,
        .column = step->place.column,
        .message = step->message,
    };
}

static store_finding stored_finding(check *c, const finding *f)
{
    store_step *steps = ARENA_ARRAY(c->memory, store_step, f->step_count + f->related_count + 1);

    for (size_t i = 0; i < f->step_count; i++) {
        steps[i] = stored_step(c, &f->steps[i], false);
    }
    for (size_t i = 0; i < f->related_count; i++) {
        steps[f->step_count + i] = stored_step(c, &f->related[i], true);
    }
    return (store_finding){
        .fingerprint = f->fingerprint,
        .rule = f->rule,
        .severity = finding_severity_name(f->severity),
        .dimension = finding_dimension_name(f->dimension),
        .file = stored_path(c, f->place.file),
        .line = f->place.line,
        .column = f->place.column,
        .function = f->function,
        .message = f->message,
        .suppressed = f->suppressed,
        .is_preview = f->is_preview,
        .steps = steps,
        .step_count = f->step_count + f->related_count,
    };
}

static const store_rule *stored_rules(check *c)
{
    store_rule *rules = ARENA_ARRAY(c->memory, store_rule, c->rules.count);

    for (size_t i = 0; i < c->rules.count; i++) {
        const report_rule *rule = &c->rules.rules[i];

        rules[i] = (store_rule){
            .name = rule->name,
            .title = rule->title,
            .dimension = finding_dimension_name(rule->dimension),
            .severity = finding_severity_name(rule->severity),
            .is_on = c->rules.is_selected[i],
        };
    }
    return rules;
}

static const store_finding *stored_findings(check *c)
{
    store_finding *findings = ARENA_ARRAY(c->memory, store_finding, c->findings.count + 1);

    for (size_t i = 0; i < c->findings.count; i++) {
        findings[i] = stored_finding(c, c->findings.items[i]);
    }
    return findings;
}

static store_file stored_file(check *c, const check_file *file)
{
    const source_file *source = source_get(c->sources, file->path);
    char *hash = NULL;

    if (source != NULL) {
        hash = arena_alloc(c->memory, 33);
        fingerprint_of_text(source->text, source->size, hash);
    }
    return (store_file){.path = stored_path(c, file->path), .hash = hash, .is_complete = file->is_complete};
}

/* The files of this run, and those with findings that no longer exist. */
static int stored_files(check *c, store *s, store_run *run, const char **message)
{
    const char **known = NULL;
    size_t known_count = 0;
    store_file *files;
    int error = store_open_files(s, c->memory, &known, &known_count, message);

    if (error != 0) {
        return error;
    }
    files = ARENA_ARRAY(c->memory, store_file, c->file_count + known_count + 1);
    for (size_t i = 0; i < c->file_count; i++) {
        files[run->file_count++] = stored_file(c, &c->files[i]);
    }
    for (size_t i = 0; i < known_count; i++) {
        const char *path =
            known[i][0] == '/' ? known[i] : arena_printf(c->memory, "%s/%s", c->place.root, known[i]);
        struct stat status;

        if (lstat(path, &status) != 0 && errno == ENOENT) {
            files[run->file_count++] = (store_file){.path = known[i], .is_gone = true};
        }
    }
    run->files = files;
    return 0;
}

static int write_run(check *c, store *s, const char **message)
{
    struct timespec now;
    store_run run = {
        .started_ns = c->started_ns,
        .version = WAND_VERSION,
        .libclang = c->libclang,
        .rules = stored_rules(c),
        .rule_count = c->rules.count,
        .findings = stored_findings(c),
        .finding_count = c->findings.count,
    };
    int error = stored_files(c, s, &run, message);

    if (error != 0) {
        return error;
    }
    clock_gettime(CLOCK_REALTIME, &now);
    run.finished_ns = now.tv_sec * 1000000000LL + now.tv_nsec;
    return store_write(s, &run, NULL, c->memory, message);
}

void check_store(check *c)
{
    const char *path = c->options->database != NULL ? c->options->database : DEFAULT_DATABASE;
    const char *message = "";
    store *s = NULL;
    int error = store_open(&s, path, c->memory, &message);

    if (error == 0) {
        error = write_run(c, s, &message);
    }
    store_close(s);
    if (error == -EINVAL || error == -ENOTSUP) {
        problem_about_file(&c->problems, path,
                           "%s; it was left as it is: move it away, or choose another with --db FILE",
                           message);
    } else if (error != 0) {
        problem_about_file(&c->problems, path, "%s; choose another with --db FILE, or none with --no-db",
                           message);
    }
}
