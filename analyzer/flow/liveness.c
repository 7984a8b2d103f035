/* analyzer/flow/liveness.c
 * The classic backward dataflow over bit sets, for locals that are only loaded and stored by name. */
#include "analyzer/flow/liveness.h"

#include <string.h>

enum { WORD_BITS = 64 };

struct flow_liveness {
    size_t words;      /* a set */
    uint64_t *escaped; /* locals whose address is used for more than a load or a store */
    uint64_t *used;    /* [block]: read before it is written in the block */
    uint64_t *defined; /* [block]: written in the block */
    uint64_t *live;    /* [block]: at its beginning */
};

static bool is_plain_local(const ir_variable *v)
{
    return v->kind == IR_LOCAL && v->type->kind != IR_TYPE_RECORD && v->type->kind != IR_TYPE_ARRAY;
}

static void add(uint64_t *set, const ir_variable *v)
{
    set[v->index / WORD_BITS] |= 1ull << (v->index % WORD_BITS);
}

static bool has(const uint64_t *set, const ir_variable *v)
{
    return (set[v->index / WORD_BITS] >> (v->index % WORD_BITS)) & 1;
}

static void note_escape(flow_liveness *l, ir_value v)
{
    if (v.kind == IR_ADDRESS && v.variable->kind == IR_LOCAL) {
        add(l->escaped, v.variable);
    }
}

static void scan_instruction(flow_liveness *l, const ir_instruction *i, uint64_t *used, uint64_t *defined)
{
    bool is_local = i->a.kind == IR_ADDRESS && i->a.variable->kind == IR_LOCAL;

    if (i->op == IR_LOAD && is_local) {
        if (!has(defined, i->a.variable)) {
            add(used, i->a.variable);
        }
        return;
    }
    if (i->op == IR_STORE && is_local) {
        add(defined, i->a.variable);
        note_escape(l, i->b);
        return;
    }
    note_escape(l, i->a);
    note_escape(l, i->b);
    for (size_t k = 0; k < i->argument_count; k++) {
        note_escape(l, i->arguments[k]);
    }
    if ((i->op == IR_BEGIN || i->op == IR_END) && i->variable->cleanup != NULL) {
        add(l->escaped, i->variable);
    }
}

static void scan(flow_liveness *l, const ir_function *f)
{
    for (size_t b = 0; b < f->block_count; b++) {
        const ir_block *block = f->blocks[b];
        for (size_t i = 0; i < block->count; i++) {
            scan_instruction(l, &block->instructions[i], &l->used[b * l->words], &l->defined[b * l->words]);
        }
        note_escape(l, block->end.value);
    }
}

/* live = used, or live in a successor and not defined here. */
static bool update(flow_liveness *l, const ir_block *block)
{
    uint64_t *live = &l->live[block->index * l->words];
    bool is_changed = false;

    for (size_t w = 0; w < l->words; w++) {
        uint64_t out = 0;
        for (size_t s = 0; s < ir_successor_count(block); s++) {
            out |= l->live[ir_successor(block, s)->index * l->words + w];
        }
        uint64_t in = l->used[block->index * l->words + w] | (out & ~l->defined[block->index * l->words + w]);
        is_changed |= in != live[w];
        live[w] = in;
    }
    return is_changed;
}

flow_liveness *flow_liveness_new(arena *a, const cfg *g)
{
    const ir_function *f = cfg_function(g);
    flow_liveness *l = ARENA_NEW(a, flow_liveness);
    bool is_changed = true;

    l->words = f->local_count / WORD_BITS + 1;
    l->escaped = ARENA_ARRAY(a, uint64_t, l->words);
    l->used = ARENA_ARRAY(a, uint64_t, l->words * f->block_count);
    l->defined = ARENA_ARRAY(a, uint64_t, l->words * f->block_count);
    l->live = ARENA_ARRAY(a, uint64_t, l->words * f->block_count);
    scan(l, f);
    while (is_changed) {
        is_changed = false;
        for (size_t i = cfg_block_count(g); i > 0; i--) {
            is_changed |= update(l, cfg_block_at(g, i - 1));
        }
    }
    return l;
}

bool flow_is_live(const flow_liveness *l, const ir_block *block, const ir_variable *local)
{
    return !is_plain_local(local) || has(l->escaped, local) || has(&l->live[block->index * l->words], local);
}
