/* analyzer/cfg/graph.c
 * Adjacency in two flat arrays, and a depth-first search that keeps its own stack: functions made by
 * generators are deeper than the C stack. */
#include "analyzer/cfg/graph.h"

/* Sorts the edges by `from` (or, reversed, by `to`), keeping their order otherwise. */
static graph_lists lists_new(arena *a, uint32_t node_count, const graph_edge *edges, size_t edge_count,
                             bool reversed)
{
    uint32_t *start = ARENA_ARRAY(a, uint32_t, node_count + 1);
    uint32_t *filled = ARENA_ARRAY(a, uint32_t, node_count);
    uint32_t *items = ARENA_ARRAY(a, uint32_t, edge_count);

    for (size_t i = 0; i < edge_count; i++) {
        start[(reversed ? edges[i].to : edges[i].from) + 1]++;
    }
    for (uint32_t n = 0; n < node_count; n++) {
        start[n + 1] += start[n];
        filled[n] = start[n];
    }
    for (size_t i = 0; i < edge_count; i++) {
        uint32_t node = reversed ? edges[i].to : edges[i].from;
        items[filled[node]++] = reversed ? edges[i].from : edges[i].to;
    }
    return (graph_lists){.start = start, .items = items};
}

/* Drops repeated edges. A node remembers by number which node's edges last led to it. */
static size_t drop_repeated(arena *a, uint32_t node_count, const graph_lists *all, graph_edge *out)
{
    uint32_t *last = ARENA_ARRAY(a, uint32_t, node_count);
    size_t count = 0;

    for (uint32_t from = 0; from < node_count; from++) {
        for (uint32_t i = all->start[from]; i < all->start[from + 1]; i++) {
            uint32_t to = all->items[i];
            if (last[to] != from + 1) {
                last[to] = from + 1;
                out[count++] = (graph_edge){.from = from, .to = to};
            }
        }
    }
    return count;
}

/* Numbers the nodes by a depth-first search from the root. */
static void number_nodes(arena *a, graph *g)
{
    uint32_t *postorder = ARENA_ARRAY(a, uint32_t, g->node_count);
    uint32_t *order = ARENA_ARRAY(a, uint32_t, g->node_count);
    uint32_t *position = ARENA_ARRAY(a, uint32_t, g->node_count);
    uint32_t *stack = ARENA_ARRAY(a, uint32_t, g->node_count);
    uint32_t *next =
        ARENA_ARRAY(a, uint32_t, g->node_count); /* 1 + index of the next edge to follow, 0: unseen */
    uint32_t depth = 0;

    stack[depth++] = g->root;
    next[g->root] = g->successors.start[g->root] + 1;
    while (depth > 0) {
        uint32_t node = stack[depth - 1];
        if (next[node] - 1 == g->successors.start[node + 1]) {
            postorder[g->reached_count++] = node;
            depth--;
            continue;
        }
        uint32_t to = g->successors.items[next[node]++ - 1];
        if (next[to] == 0) {
            next[to] = g->successors.start[to] + 1;
            stack[depth++] = to;
        }
    }
    for (uint32_t n = 0; n < g->node_count; n++) {
        position[n] = GRAPH_NONE;
    }
    for (uint32_t i = 0; i < g->reached_count; i++) {
        order[i] = postorder[g->reached_count - 1 - i];
        position[order[i]] = i;
    }
    g->order = order;
    g->position = position;
}

const graph *graph_new(arena *a, uint32_t node_count, uint32_t root, const graph_edge *edges,
                       size_t edge_count)
{
    graph *g = ARENA_NEW(a, graph);
    graph_edge *kept = ARENA_ARRAY(a, graph_edge, edge_count);
    graph_lists all = lists_new(a, node_count, edges, edge_count, false);

    edge_count = drop_repeated(a, node_count, &all, kept);
    g->node_count = node_count;
    g->root = root;
    g->successors = lists_new(a, node_count, kept, edge_count, false);
    g->predecessors = lists_new(a, node_count, kept, edge_count, true);
    number_nodes(a, g);
    return g;
}
