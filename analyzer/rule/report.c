/* analyzer/rule/report.c
 * Turns what a rule says into findings: places, and the path as a story. */
#include "analyzer/rule/definition.h"

#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

enum { BRANCH_STEPS_MAX = 24 };

static finding_place place_of(const ir_unit *unit, ir_loc loc)
{
    finding_place place = {.file = loc.line > 0 && loc.file < unit->file_count ? unit->files[loc.file].path
                                                                               : unit->path,
                           .line = loc.line,
                           .column = loc.column};

    return place;
}

static bool is_reported_at(const rule_pass *pass, finding_place place)
{
    for (size_t i = pass->findings->count; i > 0; i--) {
        const finding *f = pass->findings->items[i - 1];
        if (f->place.line == place.line && f->place.column == place.column &&
            strcmp(f->rule, pass->rule->name) == 0 && strcmp(f->place.file, place.file) == 0) {
            return true;
        }
    }
    return false;
}

bool rule_was_reported(const rule_pass *pass, const flow_event *event)
{
    for (const effect *e = event->inner; e != NULL && e->unit != NULL; e = e->inner) {
        if (is_reported_at(pass, place_of(e->unit, e->loc))) {
            return true;
        }
    }
    return false;
}

finding *rule_report(rule_pass *pass, const ir_function *in, ir_loc loc, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    const char *message = arena_vprintf(pass->memory, format, arguments);
    va_end(arguments);
    finding *f = finding_add(pass->findings, pass->rule->name, pass->rule->severity, pass->rule->dimension,
                             place_of(in->unit, loc), in->name, "%s", message);
    f->is_preview = pass->rule->is_preview;
    if (loc.macro != NULL) {
        f->macro = arena_strdup(pass->findings->memory, loc.macro->name);
        f->macro_place = (finding_place){
            .file = arena_strdup(pass->findings->memory, loc.macro->file < in->unit->file_count
                                                             ? in->unit->files[loc.macro->file].path
                                                             : in->unit->path),
            .line = loc.macro->line,
            .column = loc.macro->column};
    }
    return f;
}

void rule_step(rule_pass *pass, finding *f, const ir_function *in, ir_loc loc, unsigned depth,
               const char *format, ...)
{
    va_list arguments;

    if (loc.line == 0) {
        return;
    }
    va_start(arguments, format);
    const char *message = arena_vprintf(pass->memory, format, arguments);
    va_end(arguments);
    finding_add_step(pass->findings, f, place_of(in->unit, loc), depth, "%s", message);
}

static void branch_step(rule_pass *pass, finding *f, const ir_function *in, const flow_step *s,
                        unsigned depth)
{
    const char *text = s->text != NULL ? s->text : "the condition";

    if (s->kind == FLOW_STEP_BRANCH) {
        rule_step(pass, f, in, s->loc, depth, "'%s' is %s", text, s->taken ? "true" : "false");
    } else if (s->kind == FLOW_STEP_CASE && s->is_default) {
        rule_step(pass, f, in, s->loc, depth, "'%s' matches no case", text);
    } else if (s->kind == FLOW_STEP_CASE) {
        rule_step(pass, f, in, s->loc, depth, "'%s' is %" PRId64, text, s->number);
    }
}

void rule_branches(rule_pass *pass, finding *f, const ir_function *in, const flow_state *state,
                   const flow_step *since, unsigned depth)
{
    const flow_step *steps[BRANCH_STEPS_MAX];
    uint32_t begin = since == NULL ? 0 : since->depth;
    size_t count = 0;

    for (const flow_step *s = state->trace; s != NULL && s->depth > begin && count < BRANCH_STEPS_MAX;
         s = s->previous) {
        steps[count++] = s;
    }
    while (count > 0) {
        branch_step(pass, f, in, steps[--count], depth);
    }
}

static const char *deed(effect_kind kind)
{
    switch (kind) {
    case EFFECT_ACQUIRE: return "made here";
    case EFFECT_RELEASE: return "released here";
    case EFFECT_CLOSE: return "closed here";
    case EFFECT_CANCEL: return "cancelled here";
    case EFFECT_SPAWN: return "started here";
    case EFFECT_ADD: return "counted here";
    case EFFECT_DONE: return "counted down here";
    case EFFECT_WAIT: return "waited for here";
    default: return "happens here";
    }
}

void rule_inner_steps(rule_pass *pass, finding *f, const flow_event *event, unsigned depth)
{
    const ir_function *in = event->callee;

    for (const effect *e = event->inner; e != NULL && e->unit != NULL && in != NULL; e = e->inner) {
        rule_step(pass, f, in, e->loc, depth, "%s, in '%s'", deed(e->kind), in->name);
        in = e->through;
        depth++;
    }
}
