/* analyzer/cfg/graph.h
 * A directed graph of small numbers: what dominators and loops are computed on, whatever the nodes stand for.
 */
#ifndef WAND_ANALYZER_CFG_GRAPH_H
#define WAND_ANALYZER_CFG_GRAPH_H

#include "analyzer/base/arena.h"

#include <stdbool.h>
#include <stdint.h>

#define GRAPH_NONE UINT32_MAX

typedef struct graph_edge {
    uint32_t from;
    uint32_t to;
} graph_edge;

/* The nodes that edges lead to (or come from), for node n: items[start[n]] up to items[start[n + 1]]. */
typedef struct graph_lists {
    const uint32_t *start; /* node_count + 1 */
    const uint32_t *items;
} graph_lists;

typedef struct graph {
    uint32_t node_count;
    uint32_t root;
    graph_lists successors;
    graph_lists predecessors;
    uint32_t reached_count;   /* nodes that can be reached from the root */
    const uint32_t *order;    /* those in reverse postorder: the root first */
    const uint32_t *position; /* of a node in order; GRAPH_NONE when it can't be reached */
} graph;

/* Makes a graph; an edge that is given twice is kept once. */
const graph *graph_new(arena *a, uint32_t node_count, uint32_t root, const graph_edge *edges,
                       size_t edge_count);

#endif
