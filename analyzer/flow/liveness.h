/* analyzer/flow/liveness.h
 * Which locals may still be read: what a dead one holds keeps states apart for nothing. */
#ifndef WAND_ANALYZER_FLOW_LIVENESS_H
#define WAND_ANALYZER_FLOW_LIVENESS_H

#include "analyzer/cfg/cfg.h"

typedef struct flow_liveness flow_liveness;

flow_liveness *flow_liveness_new(arena *a, const cfg *g);

/* May what the local holds at the block's beginning be read? Always true when its address goes elsewhere. */
bool flow_is_live(const flow_liveness *l, const ir_block *block, const ir_variable *local);

#endif
