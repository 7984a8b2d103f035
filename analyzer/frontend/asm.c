/* analyzer/frontend/asm.c
 * Inline assembly: inputs are read, outputs get values nobody knows. libclang doesn't show where asm goto
 * may jump to; the labels are read from the text. */
#define _GNU_SOURCE

#include "analyzer/frontend/lower.h"

#include <ctype.h>
#include <string.h>

typedef struct {
    label_entry **items;
    size_t count;
    size_t capacity;
} label_list;

/* The bytes of the operands, behind the opening parenthesis; NULL when there is none. */
static const char *operands_of(position at, size_t *size, bool *has_goto)
{
    const char *text = at.file->text + at.offset;
    const char *end = at.file->text + at.file->size;
    const char *open = memchr(text, '(', (size_t)(end - text));

    *has_goto = open != NULL && memmem(text, (size_t)(open - text), "goto", 4) != NULL;
    *size = open != NULL ? (size_t)(end - open) - 1 : 0;
    return open != NULL ? open + 1 : NULL;
}

/* The offset behind the fourth colon: outputs, inputs and clobbers come before the labels. */
static size_t skip_operands(const char *text, size_t size)
{
    int colons = 0;
    int depth = 0;

    for (size_t i = 0; i < size && depth >= 0; i++) {
        if (text[i] == '"') {
            for (i++; i < size && text[i] != '"'; i++) {
                i += text[i] == '\\';
            }
        } else if (text[i] == '(' || text[i] == '[') {
            depth++;
        } else if (text[i] == ')' || text[i] == ']') {
            depth--;
        } else if (text[i] == ':' && depth == 0 && ++colons == 4) {
            return i + 1;
        }
    }
    return size;
}

/* Reads "one, two)". False when a name is no label of the function. */
static bool read_labels(body *b, const char *text, size_t size, label_list *out)
{
    size_t i = skip_operands(text, size);

    while (i < size && text[i] != ')') {
        size_t length = 0;
        while (i + length < size && (isalnum((unsigned char)text[i + length]) || text[i + length] == '_')) {
            length++;
        }
        if (length == 0) {
            i++; /* commas and white space */
            continue;
        }
        label_entry *label = label_named(b, intern_n(b->l->names, text + i, length));
        if (label == NULL) {
            return false;
        }
        ARENA_PUSH(b->scratch, out->items, out->count, out->capacity, label);
        i += length;
    }
    return out->count > 0;
}

static void lower_jumps(body *b, CXCursor c, ir_loc loc)
{
    position at = source_spelled(b->l, clang.getRangeStart(clang.getCursorExtent(c)));
    label_list labels = {0};
    bool has_goto = false;
    size_t size = 0;

    if (at.file == NULL || at.offset >= at.file->size) {
        return;
    }
    const char *text = operands_of(at, &size, &has_goto);
    if (!has_goto) {
        return;
    }
    if (read_labels(b, text, size, &labels)) {
        lower_any_goto(b, labels.items, labels.count, loc);
    } else {
        emit_unknown(b, REASON_ASM_GOTO, loc);
    }
}

void lower_asm(body *b, CXCursor c, const cursor_list *parts)
{
    ir_loc loc = source_cursor_loc(b->l, c);

    for (size_t i = 0; i < parts->count; i++) {
        CXCursor operand = parts->items[i];
        bool is_expression = operand.kind >= CXCursor_FirstExpr && operand.kind <= CXCursor_LastExpr;
        if (!is_expression || operand.kind == CXCursor_StringLiteral) {
            continue;
        }
        if (operand.kind != CXCursor_UnexposedExpr && is_lvalue(b, operand)) {
            const ir_type *type = type_of_cursor(b->l, operand);
            emit_store(b, lower_address(b, operand), value_opaque(type_value_of(b->l, type)), type, 0, loc);
        } else {
            lower_effects(b, operand);
        }
    }
    lower_jumps(b, c, loc);
}
