/* analyzer/frontend/records.c
 * Structs and unions: their fields flattened for the IR, and nested as written for initialisers. */
#include "analyzer/frontend/types.h"

#include <string.h>

#include "analyzer/frontend/source.h"

static uint64_t declaration_key(CXCursor declaration)
{
    return MAP_KEY(clang.getCanonicalCursor(declaration).data[0]);
}

/* An untagged record is named after what it stands in, and counted there: stable while other lines move. */
static const char *made_up_tag(lowering *l, CXCursor declaration)
{
    CXCursor parent = clang.getCursorSemanticParent(declaration);
    const char *outer = "";

    while (clang.Cursor_isAnonymousRecordDecl(parent) != 0) {
        parent = clang.getCursorSemanticParent(parent);
    }
    if (parent.kind == CXCursor_TranslationUnit) {
        ir_loc loc = source_cursor_loc(l, declaration);
        outer = loc.line > 0 ? l->unit->files[loc.file].path : "";
    } else {
        outer = take_string(l, clang.getCursorSpelling(parent));
    }
    uintptr_t number = (uintptr_t)map_get(l->unnamed, MAP_KEY(outer)) + 1;
    map_set(l->unnamed, MAP_KEY(outer), (void *)number);
    return intern(l->names, arena_printf(l->scratch, "%s:%u", outer, (unsigned)number));
}

static const char *tag_of(lowering *l, CXCursor declaration, CXType type)
{
    const char *tag = take_string(l, clang.getCursorSpelling(declaration));

    /* libclang spells an untagged record with its place, or with its typedef's name. */
    if (tag[0] == '\0' || strchr(tag, '(') != NULL) {
        const char *spelling = take_string(l, clang.getTypeSpelling(clang.getCanonicalType(type)));
        return strchr(spelling, '(') == NULL && spelling[0] != '\0' ? spelling : made_up_tag(l, declaration);
    }
    return tag;
}

bool record_is_anonymous(CXType type)
{
    return type_is_record(type) &&
           clang.Cursor_isAnonymousRecordDecl(clang.getTypeDeclaration(type_canonical(type))) != 0;
}

typedef struct {
    lowering *l;
    ir_record *record;
    uint64_t base; /* bits, of the anonymous record that is being flattened */
    size_t capacity;
    map *ordinal; /* FieldDecl -> index + 1, until the array stops moving */
    const void **declarations;
    size_t declaration_count;
    size_t declaration_capacity;
} flattening;

static enum CXVisitorResult flatten_field(CXCursor field, CXClientData data)
{
    flattening *f = data;
    lowering *l = f->l;
    CXType type = clang.getCursorType(field);
    const char *name = take_string(l, clang.getCursorSpelling(field));
    long long offset = clang.Cursor_getOffsetOfField(field);
    uint64_t bits = offset < 0 ? f->base : f->base + (uint64_t)offset;

    if (record_is_anonymous(type) && (name[0] == '\0' || strchr(name, '(') != NULL)) {
        uint64_t base = f->base;
        f->base = bits;
        clang.Type_visitFields(type_canonical(type), flatten_field, f);
        f->base = base;
        return CXVisit_Continue;
    }
    ir_field made = {.name = name[0] == '\0' || strchr(name, '(') != NULL ? NULL : name,
                     .type = type_of(l, type),
                     .record = f->record,
                     .offset_bits = bits,
                     .index = (uint32_t)f->record->field_count};
    ARENA_PUSH(l->memory, f->record->fields, f->record->field_count, f->capacity, made);
    ARENA_PUSH(l->scratch, f->declarations, f->declaration_count, f->declaration_capacity, field.data[0]);
    return CXVisit_Continue;
}

static void fill(lowering *l, ir_record *record, CXType type)
{
    flattening f = {.l = l, .record = record};

    clang.Type_visitFields(type, flatten_field, &f);
    for (size_t i = 0; i < f.declaration_count; i++) {
        /* What is flattened into an outer record stays there, even when its own record is met later. */
        if (map_get(l->fields, MAP_KEY(f.declarations[i])) == NULL) {
            map_set(l->fields, MAP_KEY(f.declarations[i]), &record->fields[i]);
        }
    }
}

ir_record *record_of(lowering *l, CXType type)
{
    CXCursor declaration = clang.getTypeDeclaration(type);
    uint64_t key = declaration_key(declaration);
    ir_record *record = map_get(l->records, key);

    if (record != NULL) {
        return record;
    }
    record = ARENA_NEW(l->memory, ir_record);
    map_set(l->records, key, record); /* before the fields: they may point back */
    record->is_union = declaration.kind == CXCursor_UnionDecl;
    record->loc = source_cursor_loc(l, declaration);
    record->tag = tag_of(l, declaration, type);
    long long size = clang.Type_getSizeOf(type);
    record->is_complete = size >= 0;
    record->size = size < 0 ? IR_SIZE_UNKNOWN : (uint64_t)size;
    ARENA_PUSH(l->memory, l->unit->records, l->unit->record_count, l->unit->capacity[3], record);
    if (record->is_complete) {
        fill(l, record, type);
    }
    return record;
}

const ir_field *field_of(lowering *l, CXCursor declaration)
{
    return map_get(l->fields, MAP_KEY(declaration.data[0])); /* fields are declared once */
}

typedef struct {
    lowering *l;
    member_list *list;
} listing;

static enum CXVisitorResult list_member(CXCursor field, CXClientData data)
{
    listing *g = data;
    member m = {.declaration = field, .type = clang.getCursorType(field), .field = field_of(g->l, field)};
    bool is_unnamed_bits = m.field != NULL && m.field->name == NULL;

    if (!is_unnamed_bits) {
        ARENA_PUSH(g->l->scratch, g->list->items, g->list->count, g->list->capacity, m);
    }
    return CXVisit_Continue;
}

const member_list *members_of(lowering *l, CXType type)
{
    CXType canonical = type_canonical(type);
    CXCursor declaration = clang.getTypeDeclaration(canonical);
    uint64_t key = declaration_key(declaration);
    member_list *list = map_get(l->members, key);

    if (list == NULL) {
        listing g = {.l = l, .list = ARENA_NEW(l->scratch, member_list)};
        list = g.list;
        list->is_union = declaration.kind == CXCursor_UnionDecl;
        map_set(l->members, key, list);
        clang.Type_visitFields(canonical, list_member, &g);
    }
    return list;
}
