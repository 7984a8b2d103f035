/* analyzer/summary/callgraph.c
 * Orders functions so that callees come before callers (Tarjan's strongly connected components).
 *
 * A function whose address is taken counts as called: the bodies of coroutines and callbacks are then
 * summarised before the function that starts them. */
#include "analyzer/base/map.h"
#include "analyzer/summary/parts.h"

typedef struct node {
    program_function *function;
    program_function **callees;
    size_t callee_count, callee_capacity;
    uint32_t number; /* order of discovery, from 1 */
    uint32_t low;
    bool is_on_stack;
    size_t next; /* callee to look at next: the search keeps its own stack, call chains can be deep */
} node;

typedef struct search {
    program *p;
    node *nodes; /* by program_function.order */
    uint32_t counter;
    node **stack;
    size_t stack_count, stack_capacity;
    node **path;
    size_t path_count, path_capacity;
    program_function **sorted;
    size_t sorted_count;
    uint32_t components;
} search;

static void add_callee(search *s, node *n, ir_value v)
{
    if (v.kind != IR_FUNCTION) {
        return;
    }
    program_function *callee = (program_function *)program_find(s->p, v.function);
    if (callee != NULL) {
        ARENA_PUSH(s->p->memory, n->callees, n->callee_count, n->callee_capacity, callee);
    }
}

static void find_callees(search *s, node *n)
{
    const ir_function *f = n->function->function;

    for (size_t b = 0; b < f->block_count; b++) {
        for (size_t i = 0; i < f->blocks[b]->count; i++) {
            const ir_instruction *instruction = &f->blocks[b]->instructions[i];
            add_callee(s, n, instruction->a);
            add_callee(s, n, instruction->b);
            for (size_t k = 0; k < instruction->argument_count; k++) {
                add_callee(s, n, instruction->arguments[k]);
            }
            if (instruction->op == IR_BEGIN && instruction->variable->cleanup != NULL) {
                add_callee(s, n, (ir_value){.kind = IR_FUNCTION, .function = instruction->variable->cleanup});
            }
        }
    }
}

static void discover(search *s, node *n)
{
    n->number = n->low = ++s->counter;
    n->is_on_stack = true;
    find_callees(s, n);
    ARENA_PUSH(s->p->memory, s->stack, s->stack_count, s->stack_capacity, n);
    ARENA_PUSH(s->p->memory, s->path, s->path_count, s->path_capacity, n);
}

static void close_component(search *s, node *root)
{
    node *n;
    bool is_recursive = s->stack[s->stack_count - 1] != root;

    for (size_t i = 0; i < root->callee_count; i++) {
        is_recursive |= root->callees[i] == root->function;
    }
    do {
        n = s->stack[--s->stack_count];
        n->is_on_stack = false;
        n->function->component = s->components;
        n->function->is_recursive = is_recursive;
        s->sorted[s->sorted_count++] = n->function;
    } while (n != root);
    s->components++;
}

static void visit(search *s, node *start)
{
    discover(s, start);
    while (s->path_count > 0) {
        node *n = s->path[s->path_count - 1];
        if (n->next < n->callee_count) {
            node *callee = &s->nodes[n->callees[n->next++]->order];
            if (callee->number == 0) {
                discover(s, callee);
            } else if (callee->is_on_stack && callee->number < n->low) {
                n->low = callee->number;
            }
            continue;
        }
        s->path_count--;
        if (n->low == n->number) {
            close_component(s, n);
        }
        if (s->path_count > 0 && n->low < s->path[s->path_count - 1]->low) {
            s->path[s->path_count - 1]->low = n->low;
        }
    }
}

void program_order(program *p)
{
    search s = {.p = p,
                .nodes = ARENA_ARRAY(p->memory, node, p->function_count),
                .sorted = ARENA_ARRAY(p->memory, program_function *, p->function_count)};

    for (size_t i = 0; i < p->function_count; i++) {
        p->functions[i]->order = (uint32_t)i;
        s.nodes[i].function = p->functions[i];
    }
    for (size_t i = 0; i < p->function_count; i++) {
        if (s.nodes[i].number == 0) {
            visit(&s, &s.nodes[i]);
        }
    }
    p->functions = s.sorted;
    for (size_t i = 0; i < p->function_count; i++) {
        p->functions[i]->order = (uint32_t)i;
    }
}
