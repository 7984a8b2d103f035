/* analyzer/rule/loops.c
 * Takes the notes and answers the questions of loops.h. */
#include "analyzer/rule/loops.h"

#include <string.h>

enum { NOTES_MAX = 512, SYMBOLS_MAX = 8 };

/* Something a block does. */
typedef struct deed {
    uint32_t block;
    effect_kind kind;
    bool has_mutex;
    const flow_region *written;
    const flow_value *value;
} deed;

struct rule_loops {
    rule_look looks[NOTES_MAX];
    size_t look_count;
    deed deeds[NOTES_MAX];
    size_t deed_count;
    bool *is_moving; /* by block: it compares what the loop moves */
    bool is_full;    /* too much to note: no answer is given */
};

rule_loops *rule_loops_new(rule_pass *pass)
{
    rule_loops *loops = ARENA_NEW(pass->memory, rule_loops);

    loops->is_moving = ARENA_ARRAY(pass->memory, bool, pass->function->function->block_count);
    return loops;
}

/* ---- deeds ---- */

static void add_deed(rule_loops *loops, rule_pass *pass, deed d)
{
    d.block = pass->flow->block;
    for (size_t i = 0; i < loops->deed_count; i++) {
        const deed *known = &loops->deeds[i];
        if (known->block == d.block && known->kind == d.kind && known->written == d.written &&
            known->value == d.value) {
            return;
        }
    }
    if (loops->deed_count == NOTES_MAX) {
        loops->is_full = true;
        return;
    }
    loops->deeds[loops->deed_count++] = d;
}

void rule_loops_event(rule_loops *loops, rule_pass *pass, const flow_event *event)
{
    if (flow_in_loop(pass->flow)) {
        bool has_mutex = event->kind == EFFECT_WAIT && event->role[ROLE_ARGUMENT] != NULL;
        add_deed(loops, pass, (deed){.kind = event->kind, .has_mutex = has_mutex});
    }
}

void rule_loops_store(rule_loops *loops, rule_pass *pass, const flow_region *region, const flow_value *value)
{
    if (flow_in_loop(pass->flow)) {
        add_deed(loops, pass, (deed){.kind = EFFECT_WRITE, .written = region, .value = value});
    }
}

/* ---- looks ---- */

typedef struct symbols {
    const flow_value *items[SYMBOLS_MAX];
    size_t count;
    bool is_moving;
} symbols;

/* A symbol that the loop makes anew each turn: what hangs on it is a walk through a container, not a wait. */
static bool changes_each_turn(const flow_value *v)
{
    switch (v->kind) {
    case FLOW_MERGED:
    case FLOW_MADE: return true;
    case FLOW_EXPRESSION:
        return changes_each_turn(v->left) || (v->right != NULL && changes_each_turn(v->right));
    case FLOW_INITIAL: {
        const flow_region *base = flow_base(v->region);
        return base->kind == FLOW_POINTEE && changes_each_turn(base->pointer);
    }
    default: return false;
    }
}

static void find_symbols(const rule_loops *loops, const flow_value *v, symbols *found);

/* A local that the loop refills from memory: the look is at that memory. */
static void look_through_local(const rule_loops *loops, const flow_value *local, symbols *found)
{
    const flow_value *filling = NULL;

    for (size_t i = 0; i < loops->deed_count; i++) {
        const deed *d = &loops->deeds[i];
        if (d->written != local->region || d->value->kind == FLOW_INTEGER || d->value == local) {
            continue;
        }
        /* filled from here, then from there: it goes from one to the next */
        found->is_moving |= changes_each_turn(d->value) || (filling != NULL && filling != d->value);
        filling = d->value;
    }
    if (filling == NULL) {
        found->is_moving = true;
    } else if (!found->is_moving) {
        find_symbols(loops, filling, found);
    }
}

/* The answer of a call: a look when the callee does nothing but read. */
static bool is_call(const flow_value *v)
{
    return v->kind == FLOW_MADE && v->since->op == IR_CALL && v->since->a.kind == IR_FUNCTION &&
           v->number == 0;
}

static void find_symbols(const rule_loops *loops, const flow_value *v, symbols *found)
{
    if (v->kind == FLOW_EXPRESSION) {
        find_symbols(loops, v->left, found);
        if (v->right != NULL) {
            find_symbols(loops, v->right, found);
        }
    } else if (v->kind == FLOW_MERGED && v->region->kind == FLOW_VARIABLE) {
        look_through_local(loops, v, found);
    } else if (changes_each_turn(v) && !is_call(v)) {
        found->is_moving = true;
    } else if ((v->kind == FLOW_INITIAL || v->kind == FLOW_MADE) && found->count < SYMBOLS_MAX) {
        found->items[found->count++] = v;
    }
}

static bool is_signal_flag(const ir_type *type)
{
    return type != NULL &&
           (type->is_atomic || (type->name != NULL && strcmp(type->name, "sig_atomic_t") == 0));
}

static void add_look(rule_loops *loops, rule_look look)
{
    for (size_t i = 0; i < loops->look_count; i++) {
        const rule_look *known = &loops->looks[i];
        if (known->block == look.block && known->region == look.region &&
            known->class_name == look.class_name) {
            return;
        }
    }
    if (loops->look_count < NOTES_MAX) {
        loops->looks[loops->look_count++] = look;
    }
}

/* Another place than on an earlier visit: the loop walks from one to the next. */
static bool is_elsewhere(const rule_loops *loops, uint32_t block, const symbols *found)
{
    bool was_visited = false, is_same = false;

    for (size_t i = 0; i < loops->look_count; i++) {
        const rule_look *look = &loops->looks[i];
        was_visited |= look->block == block && look->region != NULL;
        for (size_t k = 0; k < found->count; k++) {
            is_same |= look->block == block && found->items[k]->kind == FLOW_INITIAL &&
                       found->items[k]->region == look->region;
        }
    }
    return was_visited && found->count > 0 && !is_same;
}

static void look_at_region(rule_loops *loops, rule_pass *pass, const flow_region *region, flow_state *state)
{
    if (flow_is_shared(state, region) && !is_signal_flag(region->type)) {
        add_look(loops, (rule_look){.block = pass->flow->block,
                                    .region = region,
                                    .class_name = program_class_of_region(pass->program, region),
                                    .name = rule_name_of_region(pass, state, region)});
    }
}

/* A helper that only reads looks at all that it reads. */
static void look_through_call(rule_loops *loops, rule_pass *pass, const flow_value *answer)
{
    const program_function *callee = program_find(pass->program, answer->since->a.function);

    if (callee == NULL || (callee->kinds & ~FLOW_BIT(EFFECT_READ)) != 0) {
        return;
    }
    for (size_t i = 0; i < callee->summary->event_count; i++) {
        const effect *e = &callee->summary->events[i];
        const char *class_name = program_class(pass->program, e->role[ROLE_OBJECT]);
        if (class_name != NULL && !(e->flags & EFFECT_ATOMIC)) {
            add_look(loops,
                     (rule_look){.block = pass->flow->block, .class_name = class_name, .name = class_name});
        }
    }
}

void rule_loops_branch(rule_loops *loops, rule_pass *pass, const flow_value *value, flow_state *state)
{
    symbols found = {.count = 0};

    if (!flow_in_loop(pass->flow)) {
        return;
    }
    find_symbols(loops, value, &found);
    found.is_moving |= is_elsewhere(loops, pass->flow->block, &found);
    loops->is_moving[pass->flow->block] |= found.is_moving;
    for (size_t i = 0; i < found.count && !found.is_moving; i++) {
        if (found.items[i]->kind == FLOW_MADE) {
            look_through_call(loops, pass, found.items[i]);
        } else {
            look_at_region(loops, pass, found.items[i]->region, state);
        }
    }
}

/* ---- judging a loop ---- */

static bool has_block(const rule_pass *pass, const cfg_loop *loop, uint32_t block)
{
    return cfg_loop_has(pass->flow->graph, loop, pass->flow->function->blocks[block]);
}

static bool writes(const rule_loops *loops, const rule_pass *pass, const cfg_loop *loop,
                   const rule_look *look)
{
    for (size_t i = 0; i < loops->deed_count; i++) {
        const flow_region *written = loops->deeds[i].written;
        if (written == NULL || !has_block(pass, loop, loops->deeds[i].block)) {
            continue;
        }
        bool is_same = look->region != NULL &&
                       (flow_is_within(written, look->region) || flow_is_within(look->region, written));
        if (is_same || (look->class_name != NULL &&
                        program_class_of_region(pass->program, written) == look->class_name)) {
            return true;
        }
    }
    return false;
}

/* Does the loop write any of what this block compares? Then it does not wait for others. */
static bool moves_what_it_compares(const rule_loops *loops, const rule_pass *pass, const cfg_loop *loop,
                                   uint32_t block)
{
    for (size_t i = 0; i < loops->look_count; i++) {
        if (loops->looks[i].block == block && writes(loops, pass, loop, &loops->looks[i])) {
            return true;
        }
    }
    return loops->is_moving[block];
}

static bool leaves_from(const cfg_loop *loop, uint32_t block)
{
    for (size_t i = 0; i < loop->exit_count; i++) {
        if (loop->exits[i].from->index == block) {
            return true;
        }
    }
    return false;
}

static const ir_instruction *maker(const ir_block *block, ir_value v)
{
    for (size_t i = 0; v.kind == IR_TEMP && i < block->count; i++) {
        if (block->instructions[i].result == v.temp) {
            return &block->instructions[i];
        }
    }
    return NULL;
}

static bool is_steady_index(const rule_loops *loops, const rule_pass *pass, const cfg_loop *loop,
                            const ir_block *block, ir_value index)
{
    const ir_instruction *made = maker(block, index);

    while (made != NULL && made->op == IR_CAST) {
        index = made->a;
        made = maker(block, index);
    }
    if (made == NULL) {
        return index.kind == IR_INTEGER;
    }
    if (made->op != IR_LOAD || made->a.kind != IR_ADDRESS) {
        return false;
    }
    for (size_t i = 0; i < loops->deed_count; i++) {
        const flow_region *written = loops->deeds[i].written;
        if (written != NULL && written->kind == FLOW_VARIABLE && written->variable == made->a.variable &&
            has_block(pass, loop, loops->deeds[i].block)) {
            return false;
        }
    }
    return true;
}

/* Some element: the same one each turn, or the next? */
static bool walks_elements(const rule_loops *loops, const rule_pass *pass, const cfg_loop *loop,
                           const rule_look *look)
{
    bool is_element = false;

    for (const flow_region *r = look->region; r != NULL;) { /* also the pointers on the way */
        is_element |= r->kind == FLOW_ELEMENT && r->is_any;
        bool is_pointer = r->kind == FLOW_POINTEE && r->pointer->kind == FLOW_INITIAL;
        r = is_pointer ? r->pointer->region : r->base;
    }
    for (size_t b = 0; is_element && b < loop->block_count; b++) {
        const ir_block *block = loop->blocks[b];
        for (size_t i = 0; i < block->count; i++) {
            if (block->instructions[i].op == IR_INDEX &&
                !is_steady_index(loops, pass, loop, block, block->instructions[i].b)) {
                return true;
            }
        }
    }
    return false;
}

const rule_look *rule_loops_look(const rule_loops *loops, const rule_pass *pass, const cfg_loop *loop,
                                 size_t i)
{
    for (size_t k = 0; k < loops->look_count && !loops->is_full; k++) {
        const rule_look *look = &loops->looks[k];
        if (has_block(pass, loop, look->block) && leaves_from(loop, look->block) &&
            !moves_what_it_compares(loops, pass, loop, look->block) &&
            !walks_elements(loops, pass, loop, look) && i-- == 0) {
            return look;
        }
    }
    return NULL;
}

uint64_t rule_loops_kinds(const rule_loops *loops, const rule_pass *pass, const cfg_loop *loop)
{
    uint64_t kinds = 0;

    for (size_t i = 0; i < loops->deed_count; i++) {
        const deed *d = &loops->deeds[i];
        bool is_local = d->kind == EFFECT_WRITE && flow_base(d->written)->kind == FLOW_VARIABLE &&
                        flow_base(d->written)->variable->key == NULL;
        if (!is_local && has_block(pass, loop, d->block)) {
            kinds |= FLOW_BIT(d->kind);
        }
    }
    return kinds;
}

bool rule_loops_waits_for_condition(const rule_loops *loops, const rule_pass *pass, const cfg_loop *loop)
{
    for (size_t i = 0; i < loops->deed_count; i++) {
        if (loops->deeds[i].has_mutex && has_block(pass, loop, loops->deeds[i].block)) {
            return true;
        }
    }
    return false;
}
