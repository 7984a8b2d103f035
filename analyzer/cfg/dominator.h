/* analyzer/cfg/dominator.h
 * Which node must be passed to reach which: the dominator tree of a graph. */
#ifndef WAND_ANALYZER_CFG_DOMINATOR_H
#define WAND_ANALYZER_CFG_DOMINATOR_H

#include "analyzer/cfg/graph.h"

typedef struct dominators {
    const uint32_t *immediate; /* the nearest node that every way from the root passes; GRAPH_NONE for the
                                  root and for what can't be reached */
    const uint32_t *enter; /* numbers of a walk of the tree: a dominates b when b's interval lies in a's */
    const uint32_t *leave;
} dominators;

const dominators *dominators_of(arena *a, const graph *g);

/* Whether every way from the root to `b` passes `a`; a node dominates itself. False when one of them can't be
 * reached. */
bool dominators_has(const dominators *d, uint32_t a, uint32_t b);

#endif
