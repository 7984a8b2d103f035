/* analyzer/frontend/builtin.c
 * Builtins that are not calls: they pass a value on, end a path, or are constants. All others stay calls to
 * functions of their name. */
#include "analyzer/frontend/lower.h"

#include <string.h>

static ir_value first_argument(body *b, const cursor_list *parts)
{
    ir_value value = lower_value(b, parts->items[1]);

    for (size_t i = 2; i < parts->count; i++) {
        lower_effects(b, parts->items[i]);
    }
    return value;
}

static bool is_any_of(const char *name, const char *const *names)
{
    for (; *names != NULL; names++) {
        if (strcmp(name, *names) == 0) {
            return true;
        }
    }
    return false;
}

bool lower_builtin(body *b, CXCursor c, const char *name, const cursor_list *parts, ir_value *out)
{
    static const char *const passing[] = {"__builtin_expect",         "__builtin_expect_with_probability",
                                          "__builtin_assume_aligned", "__builtin_launder",
                                          "__builtin_unpredictable",  NULL};
    static const char *const unevaluated[] = {
        "__builtin_constant_p",    "__builtin_object_size", "__builtin_dynamic_object_size",
        "__builtin_classify_type", "__builtin_assume",      NULL};
    const ir_type *type = type_of_cursor(b->l, c);
    ir_loc loc = source_cursor_loc(b->l, c);
    int64_t integer;

    if (is_any_of(name, passing) && parts->count > 1) {
        ir_value value = first_argument(b, parts);
        *out = value.kind == IR_NONE ? value : emit_cast(b, value, type, 0, loc);
        return true;
    }
    if (strcmp(name, "__builtin_unreachable") == 0) {
        end_unreachable(b, loc);
        *out = ir_none();
        return true;
    }
    if (is_any_of(name, unevaluated)) {
        bool is_known = strcmp(name, "__builtin_assume") != 0 && evaluate_integer(c, &integer);
        /* The size of an object that clang doesn't know is no fact about the program. */
        is_known = is_known && strstr(name, "object_size") == NULL;
        *out = type->kind == IR_TYPE_VOID ? ir_none()
               : is_known                 ? value_integer(type, integer)
                                          : value_opaque(type);
        return true;
    }
    return false;
}
