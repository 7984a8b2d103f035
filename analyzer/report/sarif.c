/* analyzer/report/sarif.c
 * The report in SARIF 2.1.0, for IDEs and code hosts. Results are built and written one at a time. */
#include "analyzer/report/report.h"

#include "analyzer/report/sarif_location.h"
#include "analyzer/report/sarif_rule.h"

#include <string.h>

static json_t *thread_flow_location(const sarif_files *files, const finding_step *step, size_t order)
{
    return json_pack("{s:o, s:I, s:I}", "location", sarif_location(files, step->place, step->message, 0),
                     "nestingLevel", (json_int_t)step->depth, "executionOrder", (json_int_t)order);
}

/* One thread flow with all steps in order: the form that viewers show. */
static json_t *code_flows(const sarif_files *files, const finding *f)
{
    json_t *locations = json_array();

    for (size_t i = 0; i < f->step_count; i++) {
        json_array_append_new(locations, thread_flow_location(files, &f->steps[i], i + 1));
    }
    return json_pack("[{s:[{s:o}]}]", "threadFlows", "locations", locations);
}

static json_t *related_locations(const sarif_files *files, const finding *f)
{
    json_t *array = json_array();
    size_t id = 0;

    if (f->macro != NULL) {
        const char *message = arena_printf(files->memory, "macro '%s' is defined here", f->macro);

        json_array_append_new(array, sarif_location(files, f->macro_place, message, ++id));
    }
    for (size_t i = 0; i < f->related_count; i++) {
        json_array_append_new(array, sarif_location(files, f->related[i].place, f->related[i].message, ++id));
    }
    return array;
}

static json_t *locations(const sarif_files *files, const finding *f)
{
    json_t *location = sarif_location(files, f->place, NULL, 0);

    if (f->function[0] != '\0') {
        json_object_set_new(
            location, "logicalLocations",
            json_pack("[{s:o, s:s}]", "name", json_text(files->memory, f->function), "kind", "function"));
    }
    return json_pack("[o]", location);
}

/* Once one result says whether it is suppressed, all of them must: the list of most is empty. */
static json_t *suppressions(arena *a, const finding *f)
{
    if (f->suppressed == NULL) {
        return json_array();
    }
    return json_pack("[{s:s, s:s, s:o}]", "kind", "inSource", "status", "accepted", "justification",
                     json_text(a, f->suppressed));
}

static long rule_index(const report_input *input, const char *name)
{
    for (size_t i = 0; i < input->rule_count; i++) {
        if (strcmp(input->rules[i].name, name) == 0) {
            return (long)i;
        }
    }
    return -1;
}

static json_t *result(const sarif_files *files, const finding *f)
{
    json_t *object = json_object();
    long index = rule_index(files->input, f->rule);

    json_object_set_new(object, "ruleId", json_text(files->memory, f->rule));
    if (index >= 0) {
        json_object_set_new(object, "ruleIndex", json_integer(index));
    }
    json_object_set_new(object, "kind", json_string("fail"));
    json_object_set_new(object, "level", json_string(finding_severity_name(f->severity)));
    json_object_set_new(object, "message", sarif_message(files->memory, f->message));
    json_object_set_new(object, "locations", locations(files, f));
    if (f->macro != NULL || f->related_count > 0) {
        json_object_set_new(object, "relatedLocations", related_locations(files, f));
    }
    if (f->step_count > 0) {
        json_object_set_new(object, "codeFlows", code_flows(files, f));
    }
    json_object_set_new(object, "partialFingerprints",
                        json_pack("{s:s}", "wandFingerprint/v1", f->fingerprint));
    json_object_set_new(object, "suppressions", suppressions(files->memory, f));
    return object;
}

static json_t *driver(arena *a, const report_input *input)
{
    json_t *rules = json_array();

    for (size_t i = 0; i < input->rule_count; i++) {
        json_array_append_new(rules, sarif_rule(a, &input->rules[i]));
    }
    return json_pack("{s:s, s:s, s:s, s:s, s:o, s:[o]}", "name", "wand", "fullName",
                     "wand, a lifecycle checker for coroutines in C", "version", input->version,
                     "semanticVersion", input->version, "rules", rules, "notifications",
                     sarif_notification_descriptor());
}

static json_t *notifications(const sarif_files *files)
{
    json_t *array = json_array();

    for (size_t i = 0; i < files->input->problem_count; i++) {
        const report_problem *problem = &files->input->problems[i];
        json_t *object = json_pack("{s:s, s:o, s:{s:s, s:i}}", "level", "error", "message",
                                   sarif_message(files->memory, problem->message), "descriptor", "id",
                                   SARIF_NOTIFICATION, "index", 0);

        if (problem->place.file != NULL && problem->place.file[0] != '\0') {
            json_object_set_new(object, "locations",
                                json_pack("[o]", sarif_location(files, problem->place, NULL, 0)));
        }
        json_array_append_new(array, object);
    }
    return array;
}

static json_t *directory_location(arena *a, const char *path)
{
    size_t length = strlen(path);
    bool ends = length > 0 && path[length - 1] == '/';

    return json_pack("{s:s}", "uri", sarif_uri(a, ends ? path : arena_printf(a, "%s/", path)));
}

static json_t *invocations(const sarif_files *files)
{
    const report_input *input = files->input;

    return json_pack("[{s:b, s:i, s:o, s:o}]", "executionSuccessful", input->exit_status != 2, "exitCode",
                     input->exit_status, "workingDirectory",
                     directory_location(files->memory, input->directory), "toolExecutionNotifications",
                     notifications(files));
}

static void print_member(FILE *to, const char *name, json_t *value)
{
    fprintf(to, "      \"%s\": ", name);
    json_print(to, value, 3);
    fputs(",\n", to);
}

void report_sarif(FILE *to, const report_input *input)
{
    arena *a = arena_new();
    sarif_files files = sarif_files_of(a, input);

    fputs("{\n  \"$schema\": \"https://json.schemastore.org/sarif-2.1.0.json\",\n"
          "  \"version\": \"2.1.0\",\n  \"runs\": [\n    {\n",
          to);
    print_member(to, "tool", json_pack("{s:o}", "driver", driver(a, input)));
    print_member(to, "columnKind", json_string("utf16CodeUnits"));
    print_member(to, "originalUriBaseIds", json_pack("{s:o}", "SRCROOT", directory_location(a, input->root)));
    print_member(to, "invocations", invocations(&files));
    print_member(to, "artifacts", sarif_artifacts(&files));
    fputs("      \"results\": [", to);
    for (size_t i = 0; i < input->findings->count; i++) {
        sarif_files own = files;

        own.memory = arena_new();
        fprintf(to, "%s\n        ", i > 0 ? "," : "");
        json_print(to, result(&own, input->findings->items[i]), 4);
        arena_free(own.memory);
    }
    fprintf(to, "%s]\n    }\n  ]\n}\n", input->findings->count > 0 ? "\n      " : "");
    arena_free(a);
}
