/* analyzer/cfg/cfg.h
 * The control-flow graph of a function: who comes before whom, what cannot be passed by, and the loops.
 *
 * Everything is computed when the graph is built and speaks of the function's own blocks; the function must
 * keep the promises of ir.h (see analyzer/ir/verify.h). README.md says what counts as a loop and as an end.
 */
#ifndef WAND_ANALYZER_CFG_CFG_H
#define WAND_ANALYZER_CFG_CFG_H

#include "analyzer/ir/ir.h"

#include <stdio.h>

typedef struct cfg cfg;
typedef struct cfg_loop cfg_loop;

typedef struct cfg_edge {
    const ir_block *from;
    const ir_block *to;
} cfg_edge;

struct cfg_loop {
    const ir_block *header;  /* where every turn starts; of an irreducible loop only one of its entries */
    const cfg_loop *parent;  /* the loop around it, or NULL */
    uint32_t index;          /* in the order of cfg_loop_at */
    uint32_t depth;          /* 1 for an outermost loop */
    bool is_irreducible;     /* it is entered at several blocks: made with goto, or a switch over a loop */
    ir_loop_kind kind;       /* IR_LOOP_NONE: made with goto */
    ir_loc loc;              /* its keyword; of a loop made with goto the goto that leads back */
    const ir_block **blocks; /* all of them, also those of inner loops, in order of index */
    size_t block_count;
    const ir_block **latches; /* the blocks that lead back to the header */
    size_t latch_count;
    const cfg_edge *exits; /* from a block of the loop to one outside */
    size_t exit_count;
};

/* Builds the graph of a defined function; it lives in `a`. */
cfg *cfg_build(arena *a, const ir_function *function);

const ir_function *cfg_function(const cfg *g);

/* The blocks that lead to a block, each once. */
size_t cfg_predecessor_count(const cfg *g, const ir_block *block);
const ir_block *cfg_predecessor(const cfg *g, const ir_block *block, size_t i);

/* The blocks in reverse postorder: the entry first, and a block before its successors unless an edge leads
 * back. cfg_position is the other way round. */
size_t cfg_block_count(const cfg *g);
const ir_block *cfg_block_at(const cfg *g, size_t position);
size_t cfg_position(const cfg *g, const ir_block *block);

/* Whether every way from the entry to `b` passes `a`; a block dominates itself. */
bool cfg_dominates(const cfg *g, const ir_block *a, const ir_block *b);

/* Whether every way from `b` to an end of the function passes `a`; a block postdominates itself. Ends are
 * returns and calls that never return; ways that go round for ever don't count. */
bool cfg_postdominates(const cfg *g, const ir_block *a, const ir_block *b);

/* The nearest other block that dominates (postdominates) it; NULL for the entry, and where there is none. */
const ir_block *cfg_dominator(const cfg *g, const ir_block *block);
const ir_block *cfg_postdominator(const cfg *g, const ir_block *block);

/* Whether an end of the function can be reached from it. */
bool cfg_can_end(const cfg *g, const ir_block *block);

/* Whether `to` can run after `from` has: a block reaches itself only round a loop. */
bool cfg_reaches(const cfg *g, const ir_block *from, const ir_block *to);

/* The loops, outer ones before inner ones. */
size_t cfg_loop_count(const cfg *g);
const cfg_loop *cfg_loop_at(const cfg *g, size_t i);

/* The innermost loop that a block belongs to, or NULL. */
const cfg_loop *cfg_loop_of(const cfg *g, const ir_block *block);

/* Whether a block belongs to a loop or to one inside it. */
bool cfg_loop_has(const cfg *g, const cfg_loop *loop, const ir_block *block);

/* Whether some loop has several entries. */
bool cfg_is_irreducible(const cfg *g);

/* Prints the text form that `wand check --dump cfg` shows: stable, made for golden files. */
void cfg_print(FILE *to, const cfg *g);

#endif
