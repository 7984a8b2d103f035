/* analyzer/frontend/types.c
 * Decisions are made on canonical types; spelling and typedef name are those of the source. */
#include "analyzer/frontend/types.h"

#include <string.h>

CXType type_canonical(CXType type)
{
    CXType canonical = clang.getCanonicalType(type);

    while (canonical.kind == CXType_Atomic) {
        canonical = clang.getCanonicalType(clang.Type_getValueType(canonical));
    }
    return canonical;
}

bool type_is_array(CXType type)
{
    switch (type_canonical(type).kind) {
    case CXType_ConstantArray:
    case CXType_IncompleteArray:
    case CXType_VariableArray:
    case CXType_DependentSizedArray: return true;
    default: return false;
    }
}

bool type_is_record(CXType type)
{
    return type_canonical(type).kind == CXType_Record;
}

bool type_is_pointer(CXType type)
{
    return type_canonical(type).kind == CXType_Pointer;
}

bool type_is_function(CXType type)
{
    CXType canonical = type_canonical(type);

    return canonical.kind == CXType_FunctionProto || canonical.kind == CXType_FunctionNoProto;
}

bool type_is_scalar(CXType type)
{
    return !type_is_array(type) && !type_is_record(type) && !type_is_function(type);
}

static ir_type_kind kind_of(CXType canonical)
{
    switch (canonical.kind) {
    case CXType_Void: return IR_TYPE_VOID;
    case CXType_Enum: return IR_TYPE_INTEGER;
    case CXType_Pointer:
    case CXType_NullPtr: return IR_TYPE_POINTER;
    case CXType_Record: return IR_TYPE_RECORD;
    case CXType_ConstantArray:
    case CXType_IncompleteArray:
    case CXType_VariableArray:
    case CXType_DependentSizedArray: return IR_TYPE_ARRAY;
    case CXType_FunctionNoProto:
    case CXType_FunctionProto: return IR_TYPE_FUNCTION;
    case CXType_Float:
    case CXType_Double:
    case CXType_LongDouble:
    case CXType_Float128:
    case CXType_Half:
    case CXType_Float16:
    case CXType_BFloat16:
    case CXType_Ibm128: return IR_TYPE_FLOAT;
    default:
        return canonical.kind >= CXType_Bool && canonical.kind <= CXType_Int128 ? IR_TYPE_INTEGER
                                                                                : IR_TYPE_OTHER;
    }
}

static bool is_unsigned_kind(CXType canonical)
{
    if (canonical.kind == CXType_Enum) {
        canonical = clang.getCanonicalType(clang.getEnumDeclIntegerType(clang.getTypeDeclaration(canonical)));
    }
    return canonical.kind >= CXType_Bool && canonical.kind <= CXType_UInt128;
}

/* Untagged records are spelled with their place, an absolute path: say only that they have no name. And
 * _Atomic(int) reads better as _Atomic int. */
static const char *clean_spelling(lowering *l, const char *spelling)
{
    static const char atomic[] = "_Atomic(";
    size_t length = strlen(spelling);

    if (strncmp(spelling, atomic, sizeof atomic - 1) == 0 && spelling[length - 1] == ')') {
        spelling = intern(l->names, arena_printf(l->scratch, "_Atomic %.*s", (int)(length - sizeof atomic),
                                                 spelling + sizeof atomic - 1));
    }
    if (strstr(spelling, "(unnamed") == NULL && strstr(spelling, "(anonymous") == NULL) {
        return spelling;
    }
    char *out = arena_alloc(l->scratch, strlen(spelling) + 1);
    size_t n = 0;
    for (const char *p = spelling; *p != '\0';) {
        bool is_place = strncmp(p, "(unnamed", 8) == 0 || strncmp(p, "(anonymous", 10) == 0;
        const char *end = is_place ? strchr(p, ')') : NULL;
        if (end != NULL) {
            memcpy(out + n, "(unnamed)", 9);
            n += 9;
            p = end + 1;
        } else {
            out[n++] = *p++;
        }
    }
    return intern_n(l->names, out, n);
}

static const char *typedef_name(lowering *l, CXType type)
{
    while (type.kind == CXType_Elaborated) {
        type = clang.Type_getNamedType(type);
    }
    return type.kind == CXType_Typedef ? take_string(l, clang.getTypedefName(type)) : NULL;
}

static uint64_t size_of(CXType canonical, ir_type_kind kind)
{
    /* Asking for the size of a builtin function's or an invalid type crashes libclang. */
    if (kind == IR_TYPE_FUNCTION || kind == IR_TYPE_VOID || kind == IR_TYPE_OTHER) {
        if (canonical.kind != CXType_Complex && canonical.kind != CXType_Vector &&
            canonical.kind != CXType_ExtVector) {
            return IR_SIZE_UNKNOWN;
        }
    }
    long long size = clang.Type_getSizeOf(canonical);
    return size < 0 ? IR_SIZE_UNKNOWN : (uint64_t)size;
}

static void fill_parts(lowering *l, ir_type *t, CXType canonical)
{
    switch (t->kind) {
    case IR_TYPE_POINTER:
        t->element = canonical.kind == CXType_Pointer ? type_of(l, clang.getPointeeType(canonical))
                                                      : type_basic(l, BASIC_VOID);
        break;
    case IR_TYPE_ARRAY: {
        long long count = canonical.kind == CXType_ConstantArray ? clang.getArraySize(canonical) : -1;
        t->count = count < 0 ? IR_SIZE_UNKNOWN : (uint64_t)count;
        t->element = type_of(l, clang.getArrayElementType(canonical));
        break;
    }
    case IR_TYPE_FUNCTION: t->element = type_of(l, clang.getResultType(canonical)); break;
    case IR_TYPE_RECORD: t->record = record_of(l, canonical); break;
    default: break;
    }
}

/* The parts as the source spells them, so that a pointer to a typedef leads to the typedef's name. */
static CXType written_parts(CXType type, CXType canonical)
{
    while (type.kind == CXType_Elaborated) {
        type = clang.Type_getNamedType(type);
    }
    return type.kind == canonical.kind ? type : canonical;
}

const ir_type *type_of(lowering *l, CXType type)
{
    if (type.kind == CXType_Invalid || type.data[0] == NULL) {
        return type_basic(l, BASIC_OTHER);
    }
    uint64_t key = MAP_KEY(type.data[0]);
    ir_type *t = map_get(l->types, key);
    if (t != NULL) {
        return t;
    }
    CXType plain = clang.getCanonicalType(type);
    CXType canonical = type_canonical(type);
    t = ARENA_NEW(l->memory, ir_type);
    map_set(l->types, key, t);
    t->kind = kind_of(canonical);
    /* typeof and its kind are spelled with their operand: what they stand for says more. */
    t->spelling = clean_spelling(
        l, take_string(l, clang.getTypeSpelling(type.kind == CXType_Unexposed ? canonical : type)));
    t->name = typedef_name(l, type);
    t->is_const = clang.isConstQualifiedType(plain) != 0;
    t->is_volatile = clang.isVolatileQualifiedType(plain) != 0;
    t->is_atomic = plain.kind == CXType_Atomic;
    t->is_bool = canonical.kind == CXType_Bool;
    t->is_unsigned = t->kind == IR_TYPE_INTEGER && is_unsigned_kind(canonical);
    t->size = size_of(canonical, t->kind);
    t->count = IR_SIZE_UNKNOWN;
    if (t->is_atomic) {
        map_set(l->pointers, map_mix(MAP_KEY(t), 1),
                (void *)type_value_of(l, type_of(l, clang.Type_getValueType(plain))));
    }
    fill_parts(l, t, t->is_atomic ? canonical : written_parts(type, canonical));
    return t;
}

const ir_type *type_of_cursor(lowering *l, CXCursor cursor)
{
    return type_of(l, clang.getCursorType(cursor));
}

const ir_type *type_pointer_to(lowering *l, const ir_type *element)
{
    ir_type *t = map_get(l->pointers, MAP_KEY(element));

    if (t == NULL) {
        size_t n = strlen(element->spelling);
        t = ARENA_NEW(l->memory, ir_type);
        t->kind = IR_TYPE_POINTER;
        t->is_unsigned = true;
        t->size = type_basic(l, BASIC_SIZE)->size;
        t->count = IR_SIZE_UNKNOWN;
        t->element = element;
        t->spelling = intern(l->names, arena_printf(l->scratch,
                                                    n > 0 && element->spelling[n - 1] == '*' ? "%s*" : "%s *",
                                                    element->spelling));
        map_set(l->pointers, MAP_KEY(element), t);
    }
    return t;
}

const ir_type *type_basic(lowering *l, basic_type which)
{
    static const struct {
        ir_type_kind kind;
        uint64_t size;
        bool is_unsigned;
        bool is_bool;
        const char *spelling;
    } rows[] = {
        [BASIC_VOID] = {IR_TYPE_VOID, IR_SIZE_UNKNOWN, false, false, "void"},
        [BASIC_INT] = {IR_TYPE_INTEGER, 4, false, false, "int"},
        [BASIC_LONG] = {IR_TYPE_INTEGER, 8, false, false, "long"},
        [BASIC_SIZE] = {IR_TYPE_INTEGER, 8, true, false, "unsigned long"},
        [BASIC_CHAR] = {IR_TYPE_INTEGER, 1, false, false, "char"},
        [BASIC_BOOL] = {IR_TYPE_INTEGER, 1, true, true, "_Bool"},
        [BASIC_FUNCTION] = {IR_TYPE_FUNCTION, IR_SIZE_UNKNOWN, false, false, "int ()"},
        [BASIC_OTHER] = {IR_TYPE_OTHER, IR_SIZE_UNKNOWN, false, false, "(unknown type)"},
    };

    if (l->basic[which] == NULL) {
        ir_type *t = ARENA_NEW(l->memory, ir_type);
        *t = (ir_type){.kind = rows[which].kind,
                       .size = rows[which].size,
                       .is_unsigned = rows[which].is_unsigned,
                       .is_bool = rows[which].is_bool,
                       .count = IR_SIZE_UNKNOWN,
                       .spelling = intern(l->names, rows[which].spelling)};
        l->basic[which] = t;
        if (which == BASIC_FUNCTION) {
            t->element = type_basic(l, BASIC_INT);
        }
    }
    return l->basic[which];
}

const ir_type *type_value_of(lowering *l, const ir_type *type)
{
    ir_type *t;
    uint64_t key = map_mix(MAP_KEY(type), 1);

    if (!type->is_const && !type->is_volatile && !type->is_atomic) {
        return type;
    }
    if ((t = map_get(l->pointers, key)) == NULL) {
        static const char *const qualifiers[] = {"const ", "volatile "};
        const char *spelling = type->spelling;
        for (int i = 0; i < 4; i++) {
            size_t n = strlen(qualifiers[i % 2]);
            spelling += strncmp(spelling, qualifiers[i % 2], n) == 0 ? n : 0;
        }
        t = ARENA_NEW(l->memory, ir_type);
        *t = *type;
        t->is_const = t->is_volatile = t->is_atomic = false;
        if (type->kind != IR_TYPE_POINTER) {
            t->spelling = intern(l->names, spelling);
        }
        map_set(l->pointers, key, t);
    }
    return t;
}
