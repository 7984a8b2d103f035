/* analyzer/report/json.c
 * The report for programs: one object with all findings. One finding at a time is built, so a large report
 * needs no more memory than a small one. */
#include "analyzer/report/report.h"

#include "analyzer/report/json_value.h"

static json_t *place_json(arena *a, finding_place place)
{
    json_t *object = json_object();

    json_object_set_new(object, "file", json_text(a, place.file));
    json_object_set_new(object, "line", json_integer(place.line));
    json_object_set_new(object, "column", json_integer(place.column));
    return object;
}

static json_t *steps_json(arena *a, const finding_step *steps, size_t count, bool with_depth)
{
    json_t *array = json_array();

    for (size_t i = 0; i < count; i++) {
        json_t *object = place_json(a, steps[i].place);

        json_object_set_new(object, "message", json_text(a, steps[i].message));
        if (with_depth) {
            json_object_set_new(object, "depth", json_integer(steps[i].depth));
        }
        json_array_append_new(array, object);
    }
    return array;
}

static json_t *finding_json(arena *a, const finding *f)
{
    json_t *object = json_object();
    json_t *place = place_json(a, f->place);

    json_object_set_new(object, "rule", json_text(a, f->rule));
    json_object_update_missing(object, place);
    json_decref(place);
    json_object_set_new(object, "severity", json_text(a, finding_severity_name(f->severity)));
    json_object_set_new(object, "dimension", json_text(a, finding_dimension_name(f->dimension)));
    json_object_set_new(object, "message", json_text(a, f->message));
    json_object_set_new(object, "function", json_text(a, f->function));
    json_object_set_new(object, "fingerprint", json_text(a, f->fingerprint));
    json_object_set_new(object, "preview", json_boolean(f->is_preview));
    if (f->macro != NULL) {
        json_t *macro = place_json(a, f->macro_place);

        json_object_set_new(macro, "name", json_text(a, f->macro));
        json_object_set_new(object, "macro", macro);
    }
    json_object_set_new(object, "path", steps_json(a, f->steps, f->step_count, true));
    json_object_set_new(object, "related", steps_json(a, f->related, f->related_count, false));
    return object;
}

static json_t *problem_json(arena *a, const report_problem *problem)
{
    json_t *object = place_json(a, problem->place);

    json_object_set_new(object, "message", json_text(a, problem->message));
    return object;
}

void report_json(FILE *to, const report_input *input)
{
    arena *scratch = arena_new();
    const char *comma = "";

    fputs("{\n  \"version\": ", to);
    json_print(to, json_text(scratch, input->version), 1);
    fputs(",\n  \"findings\": [", to);
    for (size_t i = 0; i < input->findings->count; i++) {
        const finding *f = input->findings->items[i];

        if (f->suppressed == NULL) {
            arena *a = arena_new();

            fprintf(to, "%s\n    ", comma);
            json_print(to, finding_json(a, f), 2);
            arena_free(a);
            comma = ",";
        }
    }
    fprintf(to, "%s],\n  \"errors\": [", comma[0] != '\0' ? "\n  " : "");
    for (size_t i = 0; i < input->problem_count; i++) {
        fprintf(to, "%s\n    ", i > 0 ? "," : "");
        json_print(to, problem_json(scratch, &input->problems[i]), 2);
    }
    fprintf(to, "%s]\n}\n", input->problem_count > 0 ? "\n  " : "");
    arena_free(scratch);
}
