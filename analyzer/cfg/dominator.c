/* analyzer/cfg/dominator.c
 * The iterative algorithm of Cooper, Harvey and Kennedy ("A Simple, Fast Dominance Algorithm"): on graphs as
 * small as functions it is as fast as the clever ones. Nodes are compared by their place in reverse
 * postorder, where a dominator always comes first. */
#include "analyzer/cfg/dominator.h"

/* The nearest common ancestor of two nodes in the tree so far. */
static uint32_t common(const graph *g, const uint32_t *immediate, uint32_t a, uint32_t b)
{
    while (a != b) {
        while (g->position[a] > g->position[b]) {
            a = immediate[a];
        }
        while (g->position[b] > g->position[a]) {
            b = immediate[b];
        }
    }
    return a;
}

/* The common ancestor of the predecessors that have a place in the tree already. */
static uint32_t nearest(const graph *g, const uint32_t *immediate, uint32_t node)
{
    uint32_t result = GRAPH_NONE;

    for (uint32_t i = g->predecessors.start[node]; i < g->predecessors.start[node + 1]; i++) {
        uint32_t from = g->predecessors.items[i];
        if (immediate[from] != GRAPH_NONE) {
            result = result == GRAPH_NONE ? from : common(g, immediate, result, from);
        }
    }
    return result;
}

static void find_immediate(const graph *g, uint32_t *immediate)
{
    bool changed = true;

    for (uint32_t n = 0; n < g->node_count; n++) {
        immediate[n] = GRAPH_NONE;
    }
    immediate[g->root] = g->root; /* for the search only */
    while (changed) {
        changed = false;
        for (uint32_t i = 1; i < g->reached_count; i++) {
            uint32_t node = g->order[i];
            uint32_t found = nearest(g, immediate, node);
            changed |= found != immediate[node];
            immediate[node] = found;
        }
    }
    immediate[g->root] = GRAPH_NONE;
}

/* Numbers the tree without walking it: reverse postorder visits a parent before its children, so sizes add up
 * from the back, and each child takes the next free part of its parent's interval from the front. */
static void number_tree(arena *a, const graph *g, dominators *d)
{
    uint32_t *size = ARENA_ARRAY(a, uint32_t, g->node_count);
    uint32_t *enter = ARENA_ARRAY(a, uint32_t, g->node_count);
    uint32_t *leave = ARENA_ARRAY(a, uint32_t, g->node_count);
    uint32_t *next = ARENA_ARRAY(a, uint32_t, g->node_count);

    for (uint32_t i = g->reached_count; i-- > 0;) {
        uint32_t node = g->order[i];
        size[node]++;
        if (i > 0) {
            size[d->immediate[node]] += size[node];
        }
    }
    for (uint32_t i = 0; i < g->reached_count; i++) {
        uint32_t node = g->order[i];
        uint32_t *from = i == 0 ? NULL : &next[d->immediate[node]];
        enter[node] = from == NULL ? 1 : *from;
        leave[node] = enter[node] + size[node];
        next[node] = enter[node] + 1;
        if (from != NULL) {
            *from = leave[node];
        }
    }
    d->enter = enter;
    d->leave = leave;
}

const dominators *dominators_of(arena *a, const graph *g)
{
    dominators *d = ARENA_NEW(a, dominators);
    uint32_t *immediate = ARENA_ARRAY(a, uint32_t, g->node_count);

    find_immediate(g, immediate);
    d->immediate = immediate;
    number_tree(a, g, d);
    return d;
}

bool dominators_has(const dominators *d, uint32_t a, uint32_t b)
{
    return d->enter[a] != 0 && d->enter[a] <= d->enter[b] && d->enter[b] < d->leave[a];
}
