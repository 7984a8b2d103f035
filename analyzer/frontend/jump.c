/* analyzer/frontend/jump.c
 * goto and labels. Where a goto leaves scopes is known only when its label has been met, so the way there is
 * filled in at the end of the function. */
#include "analyzer/frontend/lower.h"

#include "analyzer/frontend/scope.h"

static label_entry *label_entry_of(body *b, CXCursor label)
{
    uint64_t key = MAP_KEY(label.data[1] != NULL ? label.data[1] : label.data[0]);
    label_entry *e = map_get(b->labels, key);

    if (e == NULL) {
        e = ARENA_NEW(b->scratch, label_entry);
        e->name = take_string(b->l, clang.getCursorSpelling(label));
        e->block = block_new(b);
        e->block->label = e->name;
        map_set(b->labels, key, e);
        ARENA_PUSH(b->scratch, b->label_list, b->label_count, b->label_capacity, e);
    }
    return e;
}

label_entry *label_of(body *b, CXCursor reference)
{
    cursor_list parts = cursor_children(b->scratch, reference);

    for (size_t i = 0; i < parts.count; i++) {
        if (parts.items[i].kind == CXCursor_LabelRef) {
            CXCursor label = clang.getCursorReferenced(parts.items[i]);
            return cursor_is_null(label) ? NULL : label_entry_of(b, label);
        }
    }
    return NULL;
}

/* The block stays open for resolve_gotos; what follows is reached by nobody. */
static void postpone(body *b, label_entry *label, ir_value address, ir_loc loc)
{
    pending_goto made = {
        .from = b->current, .label = label, .alive = b->alive, .address = address, .loc = loc};

    ARENA_PUSH(b->scratch, b->gotos, b->goto_count, b->goto_capacity, made);
    block_fresh(b);
}

void lower_goto(body *b, CXCursor c, const cursor_list *parts)
{
    label_entry *label = label_of(b, c);
    ir_loc loc = source_cursor_loc(b->l, c);

    (void)parts;
    if (label == NULL) {
        emit_unknown(b, REASON_LABEL, loc);
        end_unreachable(b, loc);
        return;
    }
    postpone(b, label, ir_none(), loc);
}

void lower_computed_goto(body *b, CXCursor c, const cursor_list *parts)
{
    ir_loc loc = source_cursor_loc(b->l, c);

    if (parts->count == 0) {
        emit_unknown(b, REASON_ERRORS, loc);
        return;
    }
    ir_value address = lower_value(b, parts->items[0]);
    postpone(b, NULL, address.kind == IR_NONE ? value_opaque(type_basic(b->l, BASIC_OTHER)) : address, loc);
}

void lower_any_goto(body *b, label_entry **labels, size_t count, ir_loc loc)
{
    postpone(b, NULL, value_opaque(type_basic(b->l, BASIC_OTHER)), loc);
    pending_goto *g = &b->gotos[b->goto_count - 1];

    g->any = labels;
    g->any_count = count;
    g->next = block_new(b);
    block_start(b, g->next);
}

typedef struct {
    lowering *l;
    const char *name;
    CXCursor found;
    size_t count;
} label_search;

static enum CXChildVisitResult find_label(CXCursor c, CXCursor parent, CXClientData data)
{
    label_search *s = data;

    (void)parent;
    if (c.kind == CXCursor_LabelStmt && take_string(s->l, clang.getCursorSpelling(c)) == s->name) {
        s->found = c;
        s->count++;
    }
    return CXChildVisit_Recurse;
}

label_entry *label_named(body *b, const char *name)
{
    label_search s = {.l = b->l, .name = name};

    clang.visitChildren(b->cursor, find_label, &s);
    return s.count == 1 ? label_entry_of(b, s.found) : NULL;
}

void lower_label(body *b, CXCursor c, const cursor_list *parts)
{
    label_entry *e = label_entry_of(b, c);

    e->alive = b->alive;
    e->is_placed = true;
    block_start(b, e->block);
    for (size_t i = 0; i < parts->count; i++) {
        bool is_attribute =
            parts->items[i].kind >= CXCursor_FirstAttr && parts->items[i].kind <= CXCursor_LastAttr;
        if (!is_attribute) {
            lower_statement(b, parts->items[i]);
        }
    }
}

static bool may_be_target(const pending_goto *g, const label_entry *e)
{
    if (g->any == NULL) {
        return e->is_address_taken && e->is_placed;
    }
    for (size_t i = 0; i < g->any_count; i++) {
        if (g->any[i] == e) {
            return e->is_placed;
        }
    }
    return false;
}

static void resolve_computed(body *b, const pending_goto *g)
{
    ir_block **targets = ARENA_ARRAY(b->l->memory, ir_block *, b->label_count + 1);
    size_t count = 0;

    if (g->next != NULL) {
        targets[count++] = g->next;
    }
    for (size_t i = 0; i < b->label_count; i++) {
        label_entry *e = b->label_list[i];
        if (may_be_target(g, e)) {
            targets[count++] = scope_edge(b, g->alive, e->alive, e->block, g->loc);
        }
    }
    if (count == 0) { /* the addresses come from elsewhere */
        emit_unknown(b, REASON_LABEL, g->loc);
        end_unreachable(b, g->loc);
        return;
    }
    ir_terminator *end = end_other(b, IR_INDIRECT, g->loc);
    end->value = g->address;
    end->targets = targets;
    end->target_count = count;
}

void resolve_gotos(body *b)
{
    ir_block *here = b->current;

    for (size_t i = 0; i < b->goto_count; i++) {
        const pending_goto *g = &b->gotos[i];
        b->current = g->from;
        if (g->label == NULL) {
            resolve_computed(b, g);
        } else if (!g->label->is_placed) {
            emit_unknown(b, REASON_LABEL, g->loc);
            end_unreachable(b, g->loc);
        } else {
            scope_move(b, g->alive, g->label->alive, g->loc);
            end_jump(b, g->label->block, g->loc);
        }
    }
    b->current = here;
}
