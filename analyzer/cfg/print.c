/* analyzer/cfg/print.c
 * The text form of the graph: one line a block, one a loop. */
#include "analyzer/cfg/cfg.h"

#include "analyzer/ir/text.h"

#include <inttypes.h>

static void print_block_or(FILE *to, const ir_block *block, const char *none)
{
    if (block == NULL) {
        fputs(none, to);
    } else {
        fprintf(to, "b%" PRIu32, block->index);
    }
}

static void print_blocks(FILE *to, const ir_block *const *blocks, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        fprintf(to, " b%" PRIu32, blocks[i]->index);
    }
}

static void print_successors(FILE *to, const ir_block *block)
{
    size_t count = ir_successor_count(block);

    if (count == 0) {
        fputs(block->end.kind == IR_RETURN ? " return" : " end", to);
    }
    for (size_t i = 0; i < count; i++) {
        fprintf(to, " b%" PRIu32, ir_successor(block, i)->index);
    }
}

/* "b3: from b1 b2, to b4 b5, dominator b1, postdominator b4, in loop b1" */
static void print_block(FILE *to, const cfg *g, const ir_block *block)
{
    fprintf(to, "b%" PRIu32 ":", block->index);
    if (cfg_predecessor_count(g, block) > 0) {
        fputs(" from", to);
    }
    for (size_t i = 0; i < cfg_predecessor_count(g, block); i++) {
        fprintf(to, " b%" PRIu32, cfg_predecessor(g, block, i)->index);
    }
    fputs(cfg_predecessor_count(g, block) > 0 ? ", to" : " to", to);
    print_successors(to, block);
    fputs(", dominator ", to);
    print_block_or(to, cfg_dominator(g, block), "none");
    fputs(", postdominator ", to);
    print_block_or(to, cfg_postdominator(g, block), cfg_can_end(g, block) ? "end" : "none");
    if (cfg_loop_of(g, block) != NULL) {
        fprintf(to, ", in loop b%" PRIu32, cfg_loop_of(g, block)->header->index);
    }
    fputc('\n', to);
}

static void print_loop(FILE *to, const cfg *g, const cfg_loop *loop)
{
    static const char *const kinds[] = {
        [IR_LOOP_NONE] = "goto", [IR_LOOP_WHILE] = "while", [IR_LOOP_DO] = "do", [IR_LOOP_FOR] = "for"};

    fprintf(to, "loop b%" PRIu32 ": %s at ", loop->header->index, kinds[loop->kind]);
    ir_print_loc(to, cfg_function(g)->unit, loop->loc);
    fprintf(to, ", depth %" PRIu32, loop->depth);
    if (loop->parent != NULL) {
        fprintf(to, " in b%" PRIu32, loop->parent->header->index);
    }
    fputs(loop->is_irreducible ? ", irreducible, blocks" : ", blocks", to);
    print_blocks(to, loop->blocks, loop->block_count);
    fputs(", back from", to);
    print_blocks(to, loop->latches, loop->latch_count);
    fputs(loop->exit_count > 0 ? ", exits" : ", no exit", to);
    for (size_t i = 0; i < loop->exit_count; i++) {
        fprintf(to, " b%" PRIu32 "-b%" PRIu32, loop->exits[i].from->index, loop->exits[i].to->index);
    }
    fputc('\n', to);
}

void cfg_print(FILE *to, const cfg *g)
{
    fprintf(to, "graph %s, %zu blocks, %zu loops%s\n", cfg_function(g)->name, cfg_block_count(g),
            cfg_loop_count(g), cfg_is_irreducible(g) ? ", irreducible" : "");
    fputs("order", to);
    for (size_t i = 0; i < cfg_block_count(g); i++) {
        fprintf(to, " b%" PRIu32, cfg_block_at(g, i)->index);
    }
    fputc('\n', to);
    for (size_t i = 0; i < cfg_function(g)->block_count; i++) {
        print_block(to, g, cfg_function(g)->blocks[i]);
    }
    for (size_t i = 0; i < cfg_loop_count(g); i++) {
        print_loop(to, g, cfg_loop_at(g, i));
    }
}
