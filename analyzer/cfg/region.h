/* analyzer/cfg/region.h
 * The loops of a graph as nested sets of nodes. */
#ifndef WAND_ANALYZER_CFG_REGION_H
#define WAND_ANALYZER_CFG_REGION_H

#include "analyzer/cfg/graph.h"

/* A loop: nodes of which each can be reached from each. */
typedef struct region {
    uint32_t header;       /* where it is entered; with several entries the first in reverse postorder */
    uint32_t parent;       /* the next larger one, or GRAPH_NONE */
    uint32_t depth;        /* 1 for an outermost one */
    bool is_irreducible;   /* it has several entries */
    const uint32_t *nodes; /* in ascending order, with those of inner loops */
    uint32_t node_count;
} region;

typedef struct regions {
    const region *items; /* outer ones before inner ones; the order of siblings is stable */
    uint32_t count;
    const uint32_t *innermost; /* for each node, or GRAPH_NONE */
} regions;

const regions *regions_of(arena *a, const graph *g);

#endif
