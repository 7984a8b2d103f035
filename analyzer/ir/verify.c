/* analyzer/ir/verify.c
 * One check a promise of ir.h; the first that fails ends the search with a sentence. */
#include "analyzer/ir/verify.h"

#include "analyzer/base/map.h"

#include <string.h>

typedef struct {
    arena *memory;
    const ir_function *function;
    const ir_block *block;
    size_t position;     /* of the operation; block->count for the terminator */
    uint32_t *assigned;  /* for each temporary: 1 + index of the block that assigned it so far, or 0 */
    const char *problem; /* the first one */
} verifier;

static bool broken(verifier *v, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Notes a problem unless there is one already. Always false, so that checks can return it. */
static bool broken(verifier *v, const char *format, ...)
{
    va_list arguments;

    if (v->problem != NULL) {
        return false;
    }
    va_start(arguments, format);
    const char *text = arena_vprintf(v->memory, format, arguments);
    va_end(arguments);
    if (v->block == NULL) {
        v->problem = arena_printf(v->memory, "function '%s': %s", v->function->name, text);
    } else if (v->position < v->block->count) {
        v->problem = arena_printf(v->memory, "function '%s', block %u, operation %zu: %s", v->function->name,
                                  v->block->index, v->position, text);
    } else {
        v->problem = arena_printf(v->memory, "function '%s', block %u, at its end: %s", v->function->name,
                                  v->block->index, text);
    }
    return false;
}

/* ---- values ---- */

static bool owns(const ir_function *f, const ir_variable *variable)
{
    switch (variable->kind) {
    case IR_PARAMETER:
        return f->parameters != NULL && variable->index < f->parameter_count &&
               f->parameters[variable->index] == variable;
    case IR_LOCAL: return variable->index < f->local_count && f->locals[variable->index] == variable;
    case IR_STATIC_LOCAL:
    case IR_GLOBAL: return true;
    }
    return false;
}

static bool check_target(verifier *v, const ir_block *target, const char *what)
{
    if (target == NULL) {
        return broken(v, "%s is missing", what);
    }
    if (target->index >= v->function->block_count || v->function->blocks[target->index] != target) {
        return broken(v, "%s is not a block of this function", what);
    }
    if (target->index == 0) {
        return broken(v, "%s is the entry block", what);
    }
    return true;
}

static bool check_temporary(verifier *v, uint32_t temp)
{
    if (temp >= v->function->temp_count) {
        return broken(v, "temporary %%%u is out of range", temp);
    }
    if (v->assigned[temp] == 0) {
        return broken(v, "temporary %%%u is used before it is assigned", temp);
    }
    if (v->assigned[temp] != v->block->index + 1) {
        return broken(v, "temporary %%%u was assigned in block %u: it crosses blocks", temp,
                      v->assigned[temp] - 1);
    }
    return true;
}

static bool check_value(verifier *v, const ir_value *value)
{
    if (value->kind != IR_NONE && value->type == NULL) {
        return broken(v, "a value has no type");
    }
    switch (value->kind) {
    case IR_TEMP: return check_temporary(v, value->temp);
    case IR_STRING: return value->string != NULL || broken(v, "a string value has no text");
    case IR_ADDRESS:
        if (value->variable == NULL) {
            return broken(v, "an address has no variable");
        }
        return owns(v->function, value->variable) ||
               broken(v, "variable '%s' belongs to another function", value->variable->name);
    case IR_FUNCTION: return value->function != NULL || broken(v, "a function value has no function");
    case IR_LABEL: return check_target(v, value->block, "the block of a label");
    case IR_NONE:
    case IR_INTEGER:
    case IR_REAL:
    case IR_OPAQUE: return true;
    }
    return broken(v, "a value has no known kind");
}

static bool check_operand(verifier *v, const ir_value *value, const char *what)
{
    return value->kind != IR_NONE ? check_value(v, value) : broken(v, "%s is missing", what);
}

static bool check_address(verifier *v, const ir_value *value)
{
    return value->kind != IR_REAL ? check_operand(v, value, "the address")
                                  : broken(v, "the address is a floating point number");
}

static bool check_loc(verifier *v, ir_loc loc)
{
    return loc.line == 0 || loc.file < v->function->unit->file_count ||
           broken(v, "a place is in file %u of %zu", loc.file, v->function->unit->file_count);
}

/* ---- operations ---- */

static bool check_call(verifier *v, const ir_instruction *in)
{
    if (!check_operand(v, &in->a, "the callee")) {
        return false;
    }
    for (size_t i = 0; i < in->argument_count; i++) {
        if (!check_operand(v, &in->arguments[i], "an argument")) {
            return false;
        }
    }
    if ((in->flags & IR_DEFERRED) != 0 && in->variable == NULL) {
        return broken(v, "a deferred call names no variable");
    }
    if ((in->flags & IR_NORETURN) != 0 &&
        (v->position + 1 != v->block->count || v->block->end.kind != IR_UNREACHABLE)) {
        return broken(v, "a call that does not return is not followed by unreachable");
    }
    return true;
}

static bool check_lifetime(verifier *v, const ir_instruction *in)
{
    if (in->variable == NULL) {
        return broken(v, "no variable begins or ends here");
    }
    return (in->variable->kind == IR_LOCAL && owns(v->function, in->variable)) ||
           broken(v, "'%s' is not a local variable of this function", in->variable->name);
}

static bool check_unknown(verifier *v, const ir_instruction *in)
{
    const ir_function *f = v->function;

    if (in->reason == NULL) {
        return broken(v, "unknown without a reason");
    }
    for (size_t i = 0; i < f->not_understood_count; i++) {
        if (strcmp(f->not_understood[i], in->reason) == 0) {
            return true;
        }
    }
    return broken(v, "the reason '%s' is not listed by the function", in->reason);
}

static bool check_operator(verifier *v, const ir_instruction *in)
{
    bool is_unary = in->operator>= IR_NEGATE && in->operator<= IR_COMPLEMENT;

    return in->operator<= IR_COMPLEMENT && is_unary ==(in->op == IR_UNARY) ? true
                                                                           : broken(v, "wrong operator");
}

static bool check_operands(verifier *v, const ir_instruction *in)
{
    switch (in->op) {
    case IR_LOAD:
    case IR_ZERO: return check_address(v, &in->a);
    case IR_STORE: return check_address(v, &in->a) && check_operand(v, &in->b, "the stored value");
    case IR_COPY: return check_address(v, &in->a) && check_address(v, &in->b);
    case IR_FIELD:
        return check_address(v, &in->a) &&
               ((in->field != NULL && in->field->record != NULL) || broken(v, "no field is named"));
    case IR_INDEX: return check_address(v, &in->a) && check_operand(v, &in->b, "the index");
    case IR_UNARY: return check_operator(v, in) && check_operand(v, &in->a, "the operand");
    case IR_BINARY:
        return check_operator(v, in) && check_operand(v, &in->a, "the left operand") &&
               check_operand(v, &in->b, "the right operand");
    case IR_CAST: return check_operand(v, &in->a, "the operand");
    case IR_CALL: return check_call(v, in);
    case IR_BEGIN:
    case IR_END: return check_lifetime(v, in);
    case IR_UNKNOWN: return check_unknown(v, in);
    }
    return broken(v, "no such operation");
}

static bool check_result(verifier *v, const ir_instruction *in)
{
    bool may = true;
    bool must = true;

    switch (in->op) {
    case IR_STORE:
    case IR_COPY:
    case IR_ZERO:
    case IR_BEGIN:
    case IR_END: may = must = false; break;
    case IR_CALL:
    case IR_UNKNOWN: must = false; break;
    default: break;
    }
    if (in->result == IR_NO_RESULT) {
        return !must || broken(v, "the operation has no result");
    }
    if (!may) {
        return broken(v, "the operation cannot have a result");
    }
    if (in->result >= v->function->temp_count) {
        return broken(v, "temporary %%%u is out of range", in->result);
    }
    if (v->assigned[in->result] != 0) {
        return broken(v, "temporary %%%u is assigned twice", in->result);
    }
    v->assigned[in->result] = v->block->index + 1;
    return true;
}

static bool check_instruction(verifier *v, const ir_instruction *in)
{
    bool needs_type = in->op != IR_CALL && in->op != IR_BEGIN && in->op != IR_END && in->op != IR_UNKNOWN;

    if (in->type == NULL && (needs_type || in->result != IR_NO_RESULT)) {
        return broken(v, "the operation has no type");
    }
    if ((in->flags & (IR_DEFERRED | IR_NORETURN)) != 0 && in->op != IR_CALL) {
        return broken(v, "only a call can be deferred or not return");
    }
    return check_loc(v, in->loc) && check_operands(v, in) && check_result(v, in);
}

/* ---- blocks ---- */

static bool check_targets(verifier *v, const ir_terminator *end, size_t count)
{
    if (end->target_count != count) {
        return broken(v, "%zu targets instead of %zu", end->target_count, count);
    }
    for (size_t i = 0; i < count; i++) {
        if (!check_target(v, end->targets[i], "a target")) {
            return false;
        }
    }
    return true;
}

static bool check_cases(verifier *v, const ir_terminator *end)
{
    for (size_t i = 0; i < end->case_count; i++) {
        if (!check_target(v, end->cases[i].target, "the target of a case")) {
            return false;
        }
    }
    return check_target(v, end->default_target, "the default target");
}

static bool check_terminator(verifier *v, const ir_terminator *end)
{
    if (!check_loc(v, end->loc)) {
        return false;
    }
    switch (end->kind) {
    case IR_JUMP: return check_targets(v, end, 1);
    case IR_BRANCH: return check_operand(v, &end->value, "the condition") && check_targets(v, end, 2);
    case IR_SWITCH: return check_operand(v, &end->value, "the switched value") && check_cases(v, end);
    case IR_INDIRECT:
        return check_operand(v, &end->value, "the label's address") &&
               check_targets(v, end, end->target_count);
    case IR_RETURN: return check_value(v, &end->value);
    case IR_UNREACHABLE: return true;
    }
    return broken(v, "no such end of a block");
}

static bool check_block(verifier *v, const ir_block *block, size_t index)
{
    v->block = block;
    v->position = 0;
    if (block->index != index) {
        v->block = NULL;
        return broken(v, "block %zu says it is number %u", index, block->index);
    }
    for (; v->position < block->count; v->position++) {
        if (!check_instruction(v, &block->instructions[v->position])) {
            return false;
        }
    }
    return check_terminator(v, &block->end);
}

/* ---- functions and units ---- */

static bool check_reachable(verifier *v)
{
    const ir_function *f = v->function;
    bool *seen = ARENA_ARRAY(v->memory, bool, f->block_count);
    uint32_t *stack = ARENA_ARRAY(v->memory, uint32_t, f->block_count);
    size_t depth = 0;

    seen[0] = true;
    stack[depth++] = 0;
    while (depth > 0) {
        const ir_block *block = f->blocks[stack[--depth]];
        for (size_t i = 0; i < ir_successor_count(block); i++) {
            uint32_t next = ir_successor(block, i)->index;
            if (!seen[next]) {
                seen[next] = true;
                stack[depth++] = next;
            }
        }
    }
    v->block = NULL;
    for (size_t i = 0; i < f->block_count; i++) {
        if (!seen[i]) {
            return broken(v, "block %zu cannot be reached", i);
        }
    }
    return true;
}

static bool check_variables(verifier *v)
{
    const ir_function *f = v->function;

    for (size_t i = 0; i < f->parameter_count; i++) {
        const ir_variable *p = f->parameters == NULL ? NULL : f->parameters[i];
        if (p == NULL || p->kind != IR_PARAMETER || p->index != i || p->function != f) {
            return broken(v, "parameter %zu is not in order", i + 1);
        }
    }
    for (size_t i = 0; i < f->local_count; i++) {
        const ir_variable *l = f->locals[i];
        if ((l->kind != IR_LOCAL && l->kind != IR_STATIC_LOCAL) || l->index != i || l->function != f) {
            return broken(v, "local variable %zu is not in order", i);
        }
        if (l->type == NULL || l->name == NULL) {
            return broken(v, "local variable %zu has no type or no name", i);
        }
    }
    return true;
}

const char *ir_verify_function(const ir_function *f, arena *a)
{
    verifier v = {.memory = a, .function = f};

    if (f->unit == NULL) {
        broken(&v, "it belongs to no unit");
        return v.problem;
    }
    if (!f->is_defined) {
        return f->block_count == 0 || broken(&v, "a declaration has blocks") ? NULL : v.problem;
    }
    if (f->block_count == 0) {
        broken(&v, "a definition has no blocks");
        return v.problem;
    }
    v.assigned = ARENA_ARRAY(a, uint32_t, f->temp_count);
    bool fine = check_variables(&v);
    for (size_t i = 0; fine && i < f->block_count; i++) {
        fine = check_block(&v, f->blocks[i], i);
    }
    if (fine) {
        check_reachable(&v);
    }
    return v.problem;
}

const char *ir_verify(const ir_unit *unit, arena *a)
{
    map *keys = map_new(a);

    for (size_t i = 0; i < unit->function_count; i++) {
        ir_function *f = unit->functions[i];
        const char *problem = ir_verify_function(f, a);
        if (problem != NULL) {
            return problem;
        }
        if (f->unit != unit || f->key == NULL) {
            return arena_printf(a, "function '%s' has another unit or no key", f->name);
        }
        if (map_get(keys, MAP_KEY(f->key)) != NULL) {
            return arena_printf(a, "two functions have the key '%s'", f->key);
        }
        map_set(keys, MAP_KEY(f->key), f);
    }
    for (size_t i = 0; i < unit->global_count; i++) {
        const ir_variable *g = unit->globals[i];
        if (g->kind != IR_GLOBAL || g->index != i || g->key == NULL || g->type == NULL) {
            return arena_printf(a, "global variable %zu ('%s') is not in order", i, g->name);
        }
    }
    if (unit->initializer == NULL || unit->initializer->block_count != 1) {
        return "the unit's initialiser is not one block";
    }
    return ir_verify_function(unit->initializer, a);
}
