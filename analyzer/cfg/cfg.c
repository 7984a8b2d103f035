/* analyzer/cfg/cfg.c
 * Puts the pieces together: blocks become numbers, and the answers become blocks again. Postdominators are
 * the dominators of the graph turned round, with one node more that stands for all ends of the function. */
#include "analyzer/cfg/cfg.h"

#include "analyzer/cfg/dominator.h"
#include "analyzer/cfg/graph.h"
#include "analyzer/cfg/region.h"

struct cfg {
    arena *memory;
    const ir_function *function;
    const graph *forward;
    const graph *backward; /* its last node is the end */
    const dominators *dominators;
    const dominators *postdominators;
    const regions *regions;
    cfg_loop *loops;
    bool is_irreducible;
    uint64_t **reach; /* for each block the set of blocks it reaches; made when first asked for */
};

static const ir_block *block_of(const cfg *g, uint32_t node)
{
    return node == GRAPH_NONE || node >= g->function->block_count ? NULL : g->function->blocks[node];
}

/* ---- graphs ---- */

static void build_graphs(cfg *g)
{
    const ir_function *f = g->function;
    uint32_t end = (uint32_t)f->block_count;
    graph_edge *edges = NULL;
    size_t count = 0;
    size_t capacity = 0;

    for (uint32_t from = 0; from < end; from++) {
        for (size_t i = 0; i < ir_successor_count(f->blocks[from]); i++) {
            graph_edge edge = {.from = from, .to = ir_successor(f->blocks[from], i)->index};
            ARENA_PUSH(g->memory, edges, count, capacity, edge);
        }
    }
    g->forward = graph_new(g->memory, end, 0, edges, count);
    for (size_t i = 0; i < count; i++) {
        edges[i] = (graph_edge){.from = edges[i].to, .to = edges[i].from};
    }
    for (uint32_t node = 0; node < end; node++) {
        ir_terminator_kind kind = f->blocks[node]->end.kind;
        if (kind == IR_RETURN || kind == IR_UNREACHABLE) {
            graph_edge edge = {.from = end, .to = node};
            ARENA_PUSH(g->memory, edges, count, capacity, edge);
        }
    }
    g->backward = graph_new(g->memory, end + 1, end, edges, count);
}

/* ---- loops ---- */

static bool is_inside(const cfg *g, uint32_t region, uint32_t node)
{
    for (uint32_t at = g->regions->innermost[node]; at != GRAPH_NONE; at = g->regions->items[at].parent) {
        if (at == region) {
            return true;
        }
    }
    return false;
}

/* The edges that leave the loop, and the blocks that lead back to its header. */
static void collect_edges(const cfg *g, uint32_t index, cfg_loop *loop)
{
    const region *r = &g->regions->items[index];
    cfg_edge *exits = NULL;
    const ir_block **latches = NULL;
    size_t exit_capacity = 0;
    size_t latch_capacity = 0;

    for (uint32_t i = 0; i < r->node_count; i++) {
        uint32_t from = r->nodes[i];
        for (uint32_t k = g->forward->successors.start[from]; k < g->forward->successors.start[from + 1];
             k++) {
            uint32_t to = g->forward->successors.items[k];
            if (!is_inside(g, index, to)) {
                cfg_edge edge = {.from = block_of(g, from), .to = block_of(g, to)};
                ARENA_PUSH(g->memory, exits, loop->exit_count, exit_capacity, edge);
            } else if (to == r->header) {
                ARENA_PUSH(g->memory, latches, loop->latch_count, latch_capacity, block_of(g, from));
            }
        }
    }
    loop->exits = exits;
    loop->latches = latches;
}

/* The block where the loop's keyword stands: the header, or, when goto leads into the middle of a loop,
 * another block of it. */
static const ir_block *keyword_block(const cfg *g, const cfg_loop *loop)
{
    for (size_t i = 0; loop->is_irreducible && i < loop->block_count; i++) {
        bool is_own = g->regions->innermost[loop->blocks[i]->index] == loop->index;
        if (is_own && loop->blocks[i]->loop != IR_LOOP_NONE) {
            return loop->blocks[i];
        }
    }
    return loop->header;
}

/* Where the user would look for the loop. */
static void place_loop(const cfg *g, cfg_loop *loop)
{
    const ir_block *block = keyword_block(g, loop);

    loop->kind = block->loop;
    if (loop->kind != IR_LOOP_NONE) {
        loop->loc = block->loop_loc;
        return;
    }
    for (size_t i = 0; i < loop->latch_count && loop->loc.line == 0; i++) {
        loop->loc = loop->latches[i]->end.loc;
    }
    if (loop->loc.line == 0) {
        loop->loc = loop->header->count > 0 ? loop->header->instructions[0].loc : loop->header->end.loc;
    }
}

static void build_loops(cfg *g)
{
    g->loops = ARENA_ARRAY(g->memory, cfg_loop, g->regions->count);
    for (uint32_t i = 0; i < g->regions->count; i++) {
        const region *r = &g->regions->items[i];
        cfg_loop *loop = &g->loops[i];
        loop->header = block_of(g, r->header);
        loop->parent = r->parent == GRAPH_NONE ? NULL : &g->loops[r->parent];
        loop->index = i;
        loop->depth = r->depth;
        loop->is_irreducible = r->is_irreducible;
        loop->block_count = r->node_count;
        loop->blocks = ARENA_ARRAY(g->memory, const ir_block *, r->node_count);
        for (uint32_t k = 0; k < r->node_count; k++) {
            loop->blocks[k] = block_of(g, r->nodes[k]);
        }
        collect_edges(g, i, loop);
        place_loop(g, loop);
        g->is_irreducible |= r->is_irreducible;
    }
}

cfg *cfg_build(arena *a, const ir_function *function)
{
    cfg *g = ARENA_NEW(a, cfg);

    g->memory = a;
    g->function = function;
    build_graphs(g);
    g->dominators = dominators_of(a, g->forward);
    g->postdominators = dominators_of(a, g->backward);
    g->regions = regions_of(a, g->forward);
    build_loops(g);
    g->reach = ARENA_ARRAY(a, uint64_t *, function->block_count);
    return g;
}

/* ---- questions ---- */

const ir_function *cfg_function(const cfg *g)
{
    return g->function;
}

size_t cfg_predecessor_count(const cfg *g, const ir_block *block)
{
    const uint32_t *start = g->forward->predecessors.start;

    return start[block->index + 1] - start[block->index];
}

const ir_block *cfg_predecessor(const cfg *g, const ir_block *block, size_t i)
{
    const graph_lists *lists = &g->forward->predecessors;

    return block_of(g, lists->items[lists->start[block->index] + i]);
}

size_t cfg_block_count(const cfg *g)
{
    return g->forward->reached_count;
}

const ir_block *cfg_block_at(const cfg *g, size_t position)
{
    return block_of(g, g->forward->order[position]);
}

size_t cfg_position(const cfg *g, const ir_block *block)
{
    return g->forward->position[block->index];
}

bool cfg_dominates(const cfg *g, const ir_block *a, const ir_block *b)
{
    return dominators_has(g->dominators, a->index, b->index);
}

bool cfg_postdominates(const cfg *g, const ir_block *a, const ir_block *b)
{
    return a == b || dominators_has(g->postdominators, a->index, b->index);
}

const ir_block *cfg_dominator(const cfg *g, const ir_block *block)
{
    return block_of(g, g->dominators->immediate[block->index]);
}

const ir_block *cfg_postdominator(const cfg *g, const ir_block *block)
{
    return block_of(g, g->postdominators->immediate[block->index]);
}

bool cfg_can_end(const cfg *g, const ir_block *block)
{
    return g->backward->position[block->index] != GRAPH_NONE;
}

/* The set of blocks that can be reached over at least one edge. */
static uint64_t *reach_of(const cfg *g, uint32_t from)
{
    const graph_lists *lists = &g->forward->successors;
    uint64_t *set = ARENA_ARRAY(g->memory, uint64_t, g->function->block_count / 64 + 1);
    uint32_t *stack = ARENA_ARRAY(g->memory, uint32_t, g->function->block_count + 1);
    size_t depth = 0;

    stack[depth++] = from;
    while (depth > 0) {
        uint32_t node = stack[--depth];
        for (uint32_t i = lists->start[node]; i < lists->start[node + 1]; i++) {
            uint32_t to = lists->items[i];
            if ((set[to / 64] >> (to % 64) & 1) == 0) {
                set[to / 64] |= UINT64_C(1) << (to % 64);
                stack[depth++] = to;
            }
        }
    }
    return set;
}

bool cfg_reaches(const cfg *g, const ir_block *from, const ir_block *to)
{
    uint64_t **set = &g->reach[from->index];

    if (*set == NULL) {
        *set = reach_of(g, from->index);
    }
    return ((*set)[to->index / 64] >> (to->index % 64) & 1) != 0;
}

size_t cfg_loop_count(const cfg *g)
{
    return g->regions->count;
}

const cfg_loop *cfg_loop_at(const cfg *g, size_t i)
{
    return &g->loops[i];
}

const cfg_loop *cfg_loop_of(const cfg *g, const ir_block *block)
{
    uint32_t region = g->regions->innermost[block->index];

    return region == GRAPH_NONE ? NULL : &g->loops[region];
}

bool cfg_loop_has(const cfg *g, const cfg_loop *loop, const ir_block *block)
{
    return is_inside(g, loop->index, block->index);
}

bool cfg_is_irreducible(const cfg *g)
{
    return g->is_irreducible;
}
