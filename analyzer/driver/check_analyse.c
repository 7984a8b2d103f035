/* analyzer/driver/check_analyse.c
 * From lowered units to finished findings. */
#include "analyzer/driver/check.h"

#include "analyzer/driver/say.h"
#include "analyzer/finding/suppression.h"

#include <string.h>

/* Adds the user's tables to the built-in ones. */
static int read_models(check *c, model *m)
{
    const char *message = NULL;

    if (model_read_builtin(m, &message) != 0) {
        say("the built-in tables are broken: %s", message);
        return 2;
    }
    for (size_t i = 0; i < c->options->models.count; i++) {
        const char *path = c->options->models.items[i];
        const source_file *file = source_get(c->sources, path);

        if (file == NULL) {
            say("%s: cannot be read as a model file; is the name right?", path);
            return 2;
        }
        if (model_read(m, path, file->text, file->size, &message) != 0) {
            say_line(message);
            return 2;
        }
    }
    return 0;
}

static bool is_selected(const catalog *rules, const char *name)
{
    for (size_t i = 0; i < rules->count; i++) {
        if (strcmp(rules->rules[i].name, name) == 0) {
            return rules->is_selected[i];
        }
    }
    return false;
}

static bool function_has_line(const ir_function *function, const char *path, uint32_t line)
{
    const ir_unit *unit = function->unit;

    for (size_t i = 0; i < function->block_count; i++) {
        const ir_block *block = function->blocks[i];

        for (size_t k = 0; k < block->count; k++) {
            ir_loc loc = block->instructions[k].loc;

            if (loc.line == line && strcmp(unit->files[loc.file].path, path) == 0) {
                return true;
            }
        }
    }
    return false;
}

/* Whether any unit has an operation on that line. */
static bool is_compiled(void *data, const char *path, uint32_t line)
{
    const check *c = data;

    for (size_t i = 0; i < c->unit_count; i++) {
        for (size_t k = 0; k < c->units[i]->function_count; k++) {
            if (function_has_line(c->units[i]->functions[k], path, line)) {
                return true;
            }
        }
    }
    return false;
}

static void suppress(check *c)
{
    suppression_file *files = ARENA_ARRAY(c->memory, suppression_file, c->file_count + 1);
    suppression_rule *rules = ARENA_ARRAY(c->memory, suppression_rule, c->rules.count);
    suppression_request request = {
        .sources = c->sources,
        .files = files,
        .file_count = c->file_count,
        .rules = rules,
        .rule_count = c->rules.count,
        .is_compiled = is_compiled,
        .data = c,
    };

    for (size_t i = 0; i < c->file_count; i++) {
        files[i].path = c->files[i].path;
        files[i].is_judged = c->files[i].is_main && c->files[i].is_complete;
    }
    for (size_t i = 0; i < c->rules.count; i++) {
        rules[i].name = c->rules.rules[i].name;
        rules[i].is_on = c->rules.is_selected[i];
    }
    suppression_apply(&c->findings, &request);
}

static const char *line_of(void *data, finding_place place, size_t *length)
{
    return source_line(source_get(data, place.file), place.line, length);
}

int check_analyse(check *c)
{
    int64_t start = check_clock();
    model *m = model_new(c->memory, c->names);
    bool *rules_on = ARENA_ARRAY(c->memory, bool, engine_rule_count() + 1);
    int status = read_models(c, m);

    if (status != 0) {
        return status;
    }
    for (size_t i = 0; i < engine_rule_count(); i++) {
        rules_on[i] = is_selected(&c->rules, engine_rule_at(i)->name);
    }
    c->findings.memory = c->memory;
    c->findings.root = c->place.root;
    c->findings.directory = c->place.directory;
    engine_run(c->units, c->unit_count, m, c->names, rules_on, c->memory, &c->findings, &c->statistics);
    suppress(c);
    finding_list_finish(&c->findings, line_of, c->sources);
    c->analysis_ns = check_clock() - start;
    return 0;
}
