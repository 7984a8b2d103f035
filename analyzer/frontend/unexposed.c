/* analyzer/frontend/unexposed.c
 * Expressions without a kind of their own: implicit casts, GNU ?:, and special forms that only the word they
 * start with tells apart. */
#include "analyzer/frontend/lower.h"

#include <string.h>

enum { WORD_BYTES = 48 };

static bool is_array_or_function(CXCursor c)
{
    CXType type = clang.getCursorType(c);

    if (type_is_array(type) || type_is_function(type)) {
        return true;
    }
    /* A builtin's type is neither; what it is used for must be its address. */
    return c.kind == CXCursor_DeclRefExpr && clang.getCursorReferenced(c).kind == CXCursor_FunctionDecl;
}

static ir_value implicit_cast(body *b, CXCursor c, CXCursor operand)
{
    const ir_type *type = type_of_cursor(b->l, c);

    if (type->kind == IR_TYPE_POINTER && is_array_or_function(operand)) {
        return value_typed(lower_decay(b, operand), type);
    }
    ir_value value = lower_value(b, operand);
    if (value.kind == IR_NONE || type->kind == IR_TYPE_ARRAY || type->kind == IR_TYPE_FUNCTION) {
        return value;
    }
    return emit_cast(b, value, type, 0, source_cursor_loc(b->l, c));
}

static bool has_member(const cursor_list *parts)
{
    for (size_t i = 0; i < parts->count; i++) {
        if (parts->items[i].kind == CXCursor_MemberRef) {
            return true;
        }
    }
    return false;
}

CXCursor chosen_expression(body *b, CXCursor c, const cursor_list *parts)
{
    char word[WORD_BYTES];
    int64_t condition;
    CXCursor none = {.kind = CXCursor_InvalidCode};

    if (c.kind != CXCursor_UnexposedExpr || parts->count != 3 ||
        strcmp(source_word(b->l, c, word, sizeof word), "__builtin_choose_expr") != 0 ||
        !evaluate_integer(parts->items[0], &condition)) {
        return none;
    }
    return parts->items[condition != 0 ? 1 : 2];
}

static bool starts_with(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

/* Effects of the operands; the value itself is not followed. */
static ir_value opaque(body *b, CXCursor c, const cursor_list *parts)
{
    for (size_t i = 0; i < parts->count; i++) {
        if (parts->items[i].kind >= CXCursor_FirstExpr && parts->items[i].kind <= CXCursor_LastExpr) {
            lower_effects(b, parts->items[i]);
        }
    }
    return value_opaque(type_of_cursor(b->l, c));
}

static ir_value without_children(body *b, CXCursor c, const char *word)
{
    const ir_type *type = type_of_cursor(b->l, c);
    int64_t integer;

    if (type->kind == IR_TYPE_INTEGER && starts_with(word, "__") && evaluate_integer(c, &integer)) {
        return value_integer(type, integer);
    }
    if (starts_with(word, "__builtin_")) {
        return value_opaque(type); /* __builtin_LINE, __builtin_FILE and their kind */
    }
    emit_unknown(b, REASON_ERRORS, source_cursor_loc(b->l, c));
    return value_opaque(type);
}

static ir_value special_form(body *b, CXCursor c, const cursor_list *parts)
{
    char word[WORD_BYTES];
    int64_t integer;
    CXCursor chosen = chosen_expression(b, c, parts);

    if (!cursor_is_null(chosen)) {
        return lower_value(b, chosen);
    }
    source_word(b->l, c, word, sizeof word);
    if (parts->count == 0) {
        return without_children(b, c, word);
    }
    if (starts_with(word, "__atomic_") || starts_with(word, "__c11_atomic_")) {
        return lower_atomic(b, c, word, parts);
    }
    if (parts->count == 1 && parts->items[0].kind == CXCursor_StringLiteral) {
        return lower_value(b, parts->items[0]);
    }
    if (strcmp(word, "__builtin_types_compatible_p") == 0 && evaluate_integer(c, &integer)) {
        return value_integer(type_of_cursor(b->l, c), integer); /* its children are operands of typeof */
    }
    if (has_member(parts) && clang.getCursorType(c).kind != CXType_Void) {
        return evaluate_integer(c, &integer) ? value_integer(type_of_cursor(b->l, c), integer)
                                             : opaque(b, c, parts);
    }
    if (starts_with(word, "__builtin_")) {
        return opaque(b, c, parts); /* va_arg, shufflevector, convertvector, bit_cast */
    }
    opaque(b, c, parts);
    emit_unknown(b, clang.getCursorType(c).kind == CXType_Dependent ? REASON_ERRORS : REASON_EXPRESSION,
                 source_cursor_loc(b->l, c));
    return value_opaque(type_of_cursor(b->l, c));
}

ir_value lower_unexposed(body *b, CXCursor c)
{
    cursor_list parts = cursor_children(b->scratch, c);

    if (clang.getCursorType(c).kind == CXType_Dependent) {
        emit_unknown(b, REASON_ERRORS, source_cursor_loc(b->l, c));
        return value_opaque(type_basic(b->l, BASIC_OTHER));
    }
    if (cursor_is_implicit_cast(c, &parts)) {
        return implicit_cast(b, c, parts.items[0]);
    }
    if (parts.count == 4 && clang.equalCursors(parts.items[0], parts.items[1]) &&
        clang.equalCursors(parts.items[1], parts.items[2])) {
        return lower_gnu_conditional(b, c, parts.items[0], parts.items[3]);
    }
    return special_form(b, c, &parts);
}
