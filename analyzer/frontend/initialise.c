/* analyzer/frontend/initialise.c
 * Lists as the source has them: braces may be left out, members named, parts overridden. C's "current
 * object" is a stack of levels here; each item goes to the innermost level that has room. */
#include "analyzer/frontend/initialise.h"

#include "analyzer/frontend/designator.h"
#include "analyzer/frontend/lower.h"

#include <string.h>

/* Static tables longer than this, of numbers only, become one store of something unknown to some element. */
enum { LONG_TABLE = 256 };

static bool is_list(CXCursor c)
{
    return c.kind == CXCursor_InitListExpr;
}

static bool is_character_array(CXType type)
{
    if (!type_is_array(type)) {
        return false;
    }
    CXType element = type_canonical(clang.getArrayElementType(type_canonical(type)));
    return element.kind >= CXType_Char_U && element.kind <= CXType_WChar && element.kind != CXType_Bool;
}

static bool same_record(CXType x, CXType y)
{
    if (!type_is_record(x) || !type_is_record(y)) {
        return false;
    }
    return clang.equalCursors(clang.getTypeDeclaration(type_canonical(x)),
                              clang.getTypeDeclaration(type_canonical(y)));
}

/* Whether the item is the value of a whole object of that type, and not of its first part. */
static bool fits(body *b, CXType type, CXCursor item)
{
    if (is_list(item) || type_is_scalar(type)) {
        return true;
    }
    if (type_is_record(type)) {
        return same_record(type, clang.getCursorType(item));
    }
    CXCursor plain = cursor_peel(b->scratch, item);
    return (is_character_array(type) && plain.kind == CXCursor_StringLiteral) ||
           plain.kind == CXCursor_CompoundLiteralExpr;
}

static void store_string(body *b, ir_value address, const ir_type *type, CXCursor literal)
{
    size_t length;
    ir_loc loc = source_cursor_loc(b->l, literal);
    const char *text = string_text(b, literal, &length);
    ir_value from = {.kind = IR_STRING, .type = type_pointer_to(b->l, type->element), .string = text};

    if (type->count != IR_SIZE_UNKNOWN && length + 1 < type->count) {
        emit_zero(b, address, type, IR_INITIAL, loc);
    }
    emit_copy(b, address, from, type, IR_INITIAL, loc);
}

static void store_scalar(body *b, ir_value address, CXType type, CXCursor c)
{
    const ir_type *t = type_of(b->l, type);
    ir_loc loc = source_cursor_loc(b->l, c);
    int64_t integer;

    if (b->is_global && t->kind == IR_TYPE_INTEGER && evaluate_integer(c, &integer)) {
        emit_store(b, address, value_integer(type_value_of(b->l, t), integer), t, IR_INITIAL, loc);
        return;
    }
    lower_into(b, address, t, c, IR_INITIAL);
}

/* ---- levels ---- */

typedef struct level {
    struct level *outer;
    ir_value address;
    CXType type;
    const member_list *members; /* records */
    size_t next;
    size_t count;
    bool is_part; /* of an object whose zeros are stored already */
} level;

static level *push(body *b, level *outer, ir_value address, CXType type, bool is_part)
{
    level *v = ARENA_NEW(b->scratch, level);
    CXType canonical = type_canonical(type);

    *v = (level){.outer = outer, .address = address, .type = canonical, .is_part = is_part};
    if (type_is_record(canonical)) {
        if (!record_is_anonymous(canonical)) {
            type_of(b->l, canonical); /* its fields */
        }
        v->members = members_of(b->l, canonical);
        v->count = v->members->is_union && v->members->count > 1 ? 1 : v->members->count;
    } else {
        const ir_type *t = type_of(b->l, canonical);
        v->count = t->count == IR_SIZE_UNKNOWN ? SIZE_MAX : t->count;
    }
    return v;
}

static CXType part_type(const level *v, size_t i)
{
    return v->members != NULL ? v->members->items[i].type : clang.getArrayElementType(v->type);
}

/* The address of part i. Members of anonymous records are fields of the record around it. */
static ir_value part_address(body *b, const level *v, size_t i, ir_loc loc)
{
    if (v->members != NULL) {
        const ir_field *field = v->members->items[i].field;
        return field != NULL ? emit_field(b, v->address, field, loc) : v->address;
    }
    const ir_type *element = type_pointer_to(b->l, type_of(b->l, clang.getArrayElementType(v->type)));
    ir_value index = value_integer(type_basic(b->l, BASIC_LONG), (int64_t)i);
    return emit_index(b, value_typed(v->address, element), index, element, 0, loc);
}

static bool is_anonymous_part(const level *v, size_t i)
{
    return v->members != NULL && v->members->items[i].field == NULL;
}

static void initialise_part(body *b, ir_value address, CXType type, CXCursor item, bool is_zeroed);

/* Puts one item into the next free part of v, or of a level inside it. Returns the level to go on with. */
static level *place(body *b, level *v, CXCursor item)
{
    ir_loc loc = source_cursor_loc(b->l, item);

    while (v->next >= v->count && v->outer != NULL) {
        v = v->outer;
    }
    for (;;) {
        if (v->next >= v->count) {
            lower_effects(b, item); /* one too many: it is evaluated and stored nowhere */
            return v;
        }
        size_t i = v->next++;
        CXType type = part_type(v, i);
        ir_value address = part_address(b, v, i, loc);
        if (v->members != NULL && v->members->is_union) {
            v->next = v->count = SIZE_MAX; /* only one member has a value */
        }
        if (fits(b, type, item)) {
            initialise_part(b, address, type, item, v->is_part || is_anonymous_part(v, i));
            return v;
        }
        v = push(b, v, address, type, v->is_part);
    }
}

/* ---- designators ---- */

static bool find_member(const level *v, CXCursor declaration, size_t *out)
{
    for (size_t i = 0; v->members != NULL && i < v->members->count; i++) {
        if (clang.equalCursors(v->members->items[i].declaration, declaration)) {
            *out = i;
            return true;
        }
    }
    return false;
}

/* Moves to what a designator names: its last part is the next one of the level returned; NULL if it names
 * nothing. *last is the end of a range. */
static level *designate(body *b, level *base, const designation *d, size_t *last)
{
    level *v = base;
    size_t index = 0;

    for (size_t i = 0; i < d->count; i++) {
        const designator *step = &d->steps[i];
        bool is_known = step->is_member ? find_member(v, step->member, &index) : v->members == NULL;
        if (!is_known) {
            return NULL;
        }
        if (!step->is_member) {
            index = (size_t)step->low;
            *last = (size_t)step->high;
        }
        v->next = index;
        if (v->members != NULL && v->members->is_union) {
            v->count = index + 1;
        }
        if (i + 1 < d->count) {
            ir_value address = part_address(b, v, index, source_cursor_loc(b->l, d->value));
            CXType type = part_type(v, index);
            v->next = v->members != NULL && v->members->is_union ? SIZE_MAX : index + 1;
            v = push(b, v, address, type, false);
        }
    }
    return v;
}

/* A range stores the same value into each of a few elements, or into some unknown one of many. */
static void fill_range(body *b, level *v, CXCursor item, size_t last)
{
    enum { FEW = 16 };
    size_t first = v->next;
    CXType type = part_type(v, first);

    if (last - first < FEW) {
        for (size_t i = first; i <= last; i++) {
            v->next = i;
            place(b, v, item);
        }
        return;
    }
    ir_loc loc = source_cursor_loc(b->l, item);
    const ir_type *element = type_pointer_to(b->l, type_of(b->l, type));
    ir_value any = value_opaque(type_basic(b->l, BASIC_LONG));
    ir_value address = emit_index(b, value_typed(v->address, element), any, element, 0, loc);
    initialise_part(b, address, type, item, true);
    v->next = last + 1;
}

static level *place_designated(body *b, level *base, CXCursor item)
{
    designation d;
    size_t last = 0;

    if (!designation_of(b, item, base->type, &d)) {
        emit_unknown(b, REASON_INITIALISER, source_cursor_loc(b->l, item));
        return base;
    }
    level *v = designate(b, base, &d, &last);
    if (v == NULL) {
        emit_unknown(b, REASON_INITIALISER, source_cursor_loc(b->l, item));
        return base;
    }
    if (v->members == NULL && last > v->next) {
        fill_range(b, v, d.value, last);
        return v;
    }
    return place(b, v, d.value);
}

/* ---- lists ---- */

static bool has_designators(const cursor_list *items)
{
    for (size_t i = 0; i < items->count; i++) {
        if (is_designated(items->items[i])) {
            return true;
        }
    }
    return false;
}

/* Whether every scalar gets a value of its own, so that no zeros are needed. */
static bool covers(const level *v, const cursor_list *items)
{
    if (has_designators(items) || items->count < v->count || (v->members != NULL && v->members->is_union)) {
        return false;
    }
    for (size_t i = 0; i < v->count; i++) {
        if (!type_is_scalar(part_type(v, i))) {
            return false;
        }
        if (v->members == NULL) {
            break;
        }
    }
    return true;
}

static bool has_pointers(body *b, const ir_type *type, int depth)
{
    if (type->kind == IR_TYPE_ARRAY) {
        return has_pointers(b, type->element, depth);
    }
    if (type->kind != IR_TYPE_RECORD) {
        return type->kind == IR_TYPE_POINTER || type->kind == IR_TYPE_FUNCTION;
    }
    for (size_t i = 0; i < type->record->field_count; i++) {
        if (depth > 8 || has_pointers(b, type->record->fields[i].type, depth + 1)) {
            return true;
        }
    }
    return false;
}

static bool is_long_table(body *b, CXType type, const cursor_list *items)
{
    return b->is_global && items->count > LONG_TABLE && type_is_array(type) &&
           !has_pointers(b, type_of(b->l, type), 0);
}

static void store_table(body *b, ir_value address, CXType type, CXCursor list)
{
    const ir_type *element = type_of(b->l, clang.getArrayElementType(type_canonical(type)));
    const ir_type *pointer = type_pointer_to(b->l, element);
    ir_loc loc = source_cursor_loc(b->l, list);
    ir_value any = value_opaque(type_basic(b->l, BASIC_LONG));

    emit_zero(b, address, type_of(b->l, type), IR_INITIAL, loc);
    ir_value place = emit_index(b, value_typed(address, pointer), any, pointer, 0, loc);
    emit_store(b, place, value_opaque(type_value_of(b->l, element)), element, IR_INITIAL, loc);
}

static void initialise_list(body *b, ir_value address, CXType type, CXCursor list, bool is_zeroed)
{
    cursor_list items = cursor_children(b->scratch, list);

    if (is_long_table(b, type, &items)) {
        store_table(b, address, type, list);
        return;
    }
    level *base = push(b, NULL, address, type, is_zeroed);
    level *v = base;
    if (!is_zeroed && !covers(base, &items)) {
        emit_zero(b, address, type_of(b->l, type), IR_INITIAL, source_cursor_loc(b->l, list));
        base->is_part = !has_designators(&items);
    }
    for (size_t i = 0; i < items.count; i++) {
        v = is_designated(items.items[i]) ? place_designated(b, base, items.items[i])
                                          : place(b, v, items.items[i]);
    }
}

static void initialise_part(body *b, ir_value address, CXType type, CXCursor item, bool is_zeroed)
{
    CXCursor plain = cursor_peel(b->scratch, item);

    if (is_list(plain)) {
        cursor_list items = cursor_children(b->scratch, plain);
        bool is_string = is_character_array(type) && items.count == 1 &&
                         cursor_peel(b->scratch, items.items[0]).kind == CXCursor_StringLiteral;
        if (is_string) {
            initialise_part(b, address, type, items.items[0], is_zeroed);
        } else if (!type_is_scalar(type)) {
            initialise_list(b, address, type, plain, is_zeroed);
        } else if (items.count > 0) {
            initialise_part(b, address, type, items.items[0], is_zeroed); /* {x} around a scalar */
        } else {
            emit_zero(b, address, type_of(b->l, type), IR_INITIAL, source_cursor_loc(b->l, item));
        }
    } else if (type_is_array(type) && plain.kind == CXCursor_StringLiteral) {
        store_string(b, address, type_of(b->l, type), plain);
    } else if (type_is_scalar(type)) {
        store_scalar(b, address, type, item);
    } else {
        lower_into(b, address, type_of(b->l, type), item, IR_INITIAL);
    }
}

void initialise(body *b, ir_value address, CXType type, CXCursor initialiser)
{
    initialise_part(b, address, type, initialiser, false);
}

void initialise_global(lowering *l, ir_variable *v, CXCursor declaration)
{
    CXCursor initialiser = clang.Cursor_getVarDeclInitializer(declaration);

    if (!cursor_is_null(initialiser)) {
        initialise(l->initializer, value_address(l->initializer, v), clang.getCursorType(declaration),
                   initialiser);
    }
}
