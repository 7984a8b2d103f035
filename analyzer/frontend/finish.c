/* analyzer/frontend/finish.c
 * The last step of a function: blocks that nothing reaches go, straight lines become one block, blocks and
 * temporaries get their final numbers, and everything moves to the unit's memory. */
#include "analyzer/frontend/body.h"

#include <string.h>

static block_entry *entry_of(ir_block *block)
{
    return (block_entry *)block;
}

/* Fresh memory costs page faults: functions use the same memory one after the other. The unit's initializer
 * lives while others come and go, and has the lowering's. */
static arena *function_scratch(lowering *l)
{
    if (l->initializer == NULL) {
        return l->scratch;
    }
    if (l->bodies == NULL) {
        l->bodies = arena_new();
    }
    arena_reset(l->bodies);
    return l->bodies;
}

void body_open(body *b, lowering *l, ir_function *function, CXCursor definition)
{
    memset(b, 0, sizeof *b);
    b->l = l;
    b->function = function;
    b->cursor = definition;
    b->scratch = function_scratch(l);
    if (l->initializer == NULL) {
        b->log = ARENA_NEW(l->scratch, instruction_log);
    } else {
        l->log = l->log != NULL ? l->log : ARENA_NEW(l->scratch, instruction_log);
        l->log->count = 0;
        b->log = l->log;
    }
    b->labels = map_new(b->scratch);
    block_fresh(b);
}

/* ---- edges ---- */

typedef void (*edge_visitor)(body *b, ir_block **target, void *data);

static void each_edge(body *b, ir_block *block, edge_visitor visit, void *data)
{
    for (size_t i = 0; i < block->end.target_count; i++) {
        visit(b, &block->end.targets[i], data);
    }
    for (size_t i = 0; i < block->end.case_count; i++) {
        visit(b, &block->end.cases[i].target, data);
    }
    if (block->end.default_target != NULL) {
        visit(b, &block->end.default_target, data);
    }
}

static bool is_plain(const ir_block *block)
{
    return block->loop == IR_LOOP_NONE && block->label == NULL;
}

/* Follows empty blocks that only jump on. A ring of them stays as it is. */
static void skip_empty(body *b, ir_block **target, void *data)
{
    size_t steps = 0;

    (void)data;
    while (is_plain(*target) && (*target)->count == 0 && (*target)->end.kind == IR_JUMP &&
           steps++ < b->block_count) {
        *target = (*target)->end.targets[0];
    }
}

typedef struct {
    ir_block **items;
    size_t count;
    size_t capacity;
} block_stack;

static void reach(body *b, ir_block **target, void *data)
{
    block_stack *stack = data;

    entry_of(*target)->entries++;
    if (!entry_of(*target)->is_reached) {
        entry_of(*target)->is_reached = true;
        ARENA_PUSH(b->scratch, stack->items, stack->count, stack->capacity, *target);
    }
}

static void mark_reached(body *b)
{
    block_stack stack = {0};
    ir_block *entry = b->blocks[0];

    reach(b, &entry, &stack);
    while (stack.count > 0) {
        ir_block *block = stack.items[--stack.count];
        each_edge(b, block, skip_empty, NULL);
        each_edge(b, block, reach, &stack);
    }
}

/* ---- straight lines ---- */

static void append(body *b, ir_block *to, ir_block *from)
{
    block_entry *x = entry_of(to);
    const block_entry *y = entry_of(from);

    if (y->first != 0 && x->last != 0) {
        b->log->next[x->last - 1] = y->first;
    }
    x->first = x->first != 0 ? x->first : y->first;
    x->last = y->last != 0 ? y->last : x->last;
    x->ir.count += y->ir.count;
    x->ir.end = y->ir.end;
    entry_of(from)->is_reached = false;
}

static void merge_lines(body *b)
{
    for (size_t i = 0; i < b->block_count; i++) {
        ir_block *block = b->blocks[i];
        while (entry_of(block)->is_reached && block->end.kind == IR_JUMP) {
            ir_block *next = block->end.targets[0];
            if (next == block || next == b->blocks[0] || !is_plain(next) || entry_of(next)->entries != 1) {
                break;
            }
            append(b, block, next);
        }
    }
}

/* ---- final numbers ---- */

static void renumber_value(uint32_t *numbers, ir_value *value)
{
    if (value->kind == IR_TEMP) {
        value->temp = numbers[value->temp];
    } else if (value->kind == IR_LABEL && !((const block_entry *)value->block)->is_reached) {
        *value = (ir_value){.kind = IR_OPAQUE, .type = value->type}; /* nobody jumps there */
    }
}

static void renumber_temps(body *b)
{
    uint32_t *numbers = ARENA_ARRAY(b->scratch, uint32_t, b->temps + 1);
    uint32_t next = 0;

    for (size_t i = 0; i < b->function->block_count; i++) {
        ir_block *block = b->function->blocks[i];
        for (size_t j = 0; j < block->count; j++) {
            ir_instruction *in = &block->instructions[j];
            renumber_value(numbers, &in->a);
            renumber_value(numbers, &in->b);
            ir_value *arguments = (ir_value *)in->arguments; /* made by emit, not shared */
            for (size_t k = 0; k < in->argument_count; k++) {
                renumber_value(numbers, &arguments[k]);
            }
            if (in->result != IR_NO_RESULT) {
                numbers[in->result] = next;
                in->result = next++;
            }
        }
        renumber_value(numbers, &block->end.value);
    }
    b->function->temp_count = next;
}

static void collect_reasons(body *b)
{
    ir_function *f = b->function;
    size_t capacity = 0;

    for (size_t i = 0; i < f->block_count; i++) {
        for (size_t j = 0; j < f->blocks[i]->count; j++) {
            const ir_instruction *in = &f->blocks[i]->instructions[j];
            bool is_known = in->op != IR_UNKNOWN;
            for (size_t k = 0; !is_known && k < f->not_understood_count; k++) {
                is_known = f->not_understood[k] == in->reason;
            }
            if (!is_known) {
                ARENA_PUSH(b->l->memory, f->not_understood, f->not_understood_count, capacity, in->reason);
            }
        }
    }
}

/* Errors whose place is not reached still count: the function's entry says so. */
static void note_errors(body *b)
{
    const char *reason = intern(b->l->names, REASON_ERRORS);
    const instruction_log *log = b->log;
    block_entry *entry = entry_of(b->blocks[0]);

    for (size_t i = 0; i < b->block_count; i++) {
        const block_entry *e = entry_of(b->blocks[i]);
        for (uint32_t at = e->is_reached ? e->first : 0; at != 0; at = log->next[at - 1]) {
            if (log->items[at - 1].op == IR_UNKNOWN && log->items[at - 1].reason == reason) {
                return;
            }
        }
    }
    uint32_t old_first = entry->first;
    uint32_t old_last = entry->last;
    entry->last = 0;
    b->current = b->blocks[0];
    emit_unknown(b, REASON_ERRORS, b->function->loc);
    if (old_first != 0) {
        b->log->next[entry->first - 1] = old_first;
        entry->last = old_last;
    }
}

/* Each block's operations into an array of its own. */
static void write_out(body *b, ir_block *block)
{
    const instruction_log *log = b->log;
    ir_instruction *out = ARENA_ARRAY(b->l->memory, ir_instruction, block->count);

    block->instructions = out;
    for (uint32_t at = entry_of(block)->first; at != 0; at = log->next[at - 1]) {
        *out++ = log->items[at - 1];
    }
}

void body_finish(body *b)
{
    ir_function *f = b->function;

    mark_reached(b);
    merge_lines(b);
    if (b->had_error) {
        note_errors(b);
    }
    f->blocks = ARENA_ARRAY(b->l->memory, ir_block *, b->block_count);
    for (size_t i = 0; i < b->block_count; i++) {
        ir_block *block = b->blocks[i];
        if (entry_of(block)->is_reached) {
            block->index = (uint32_t)f->block_count;
            f->blocks[f->block_count++] = block;
            write_out(b, block);
        }
    }
    renumber_temps(b);
    collect_reasons(b);
}
