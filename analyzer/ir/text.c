/* analyzer/ir/text.c
 * Prints the representation, one operation a line: the place, then the operation in near-English. */
#include "analyzer/ir/text.h"

#include <inttypes.h>
#include <string.h>

enum { PLACE_COLUMNS = 8, STRING_BYTES_MAX = 40 };

static const char *const operator_texts[] = {
    [IR_ADD] = "+",
    [IR_SUBTRACT] = "-",
    [IR_MULTIPLY] = "*",
    [IR_DIVIDE] = "/",
    [IR_REMAINDER] = "%",
    [IR_SHIFT_LEFT] = "<<",
    [IR_SHIFT_RIGHT] = ">>",
    [IR_BIT_AND] = "&",
    [IR_BIT_OR] = "|",
    [IR_BIT_XOR] = "^",
    [IR_EQUAL] = "==",
    [IR_NOT_EQUAL] = "!=",
    [IR_LESS] = "<",
    [IR_LESS_EQUAL] = "<=",
    [IR_GREATER] = ">",
    [IR_GREATER_EQUAL] = ">=",
    [IR_POINTER_DIFFERENCE] = "ptrdiff",
    [IR_NEGATE] = "-",
    [IR_NOT] = "!",
    [IR_COMPLEMENT] = "~",
};

/* ---- pieces ---- */

/* Prints at most `limit` bytes in quotes; what is not printable ASCII is escaped. */
static void print_quoted(FILE *to, const char *text, size_t limit)
{
    size_t i = 0;

    fputc('"', to);
    for (; text[i] != '\0' && i < limit; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c == '"' || c == '\\') {
            fprintf(to, "\\%c", c);
        } else if (c == '\n') {
            fputs("\\n", to);
        } else if (c < 0x20 || c > 0x7e) {
            fprintf(to, "\\x%02x", c);
        } else {
            fputc(c, to);
        }
    }
    fputs(text[i] == '\0' ? "\"" : "\"...", to);
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash == NULL ? path : slash + 1;
}

/* Formats a place; where system headers are differs between machines, so only their last name is shown. */
static int format_loc(char *out, size_t size, const ir_unit *unit, ir_loc loc)
{
    if (loc.line == 0) {
        return snprintf(out, size, "-");
    }
    const ir_file *file = loc.file < unit->file_count ? &unit->files[loc.file] : NULL;
    if (file == NULL || file->is_main) {
        return snprintf(out, size, "%" PRIu32 ":%" PRIu32, loc.line, loc.column);
    }
    return snprintf(out, size, "%s:%" PRIu32 ":%" PRIu32,
                    file->is_system ? base_name(file->path) : file->path, loc.line, loc.column);
}

void ir_print_loc(FILE *to, const ir_unit *unit, ir_loc loc)
{
    char text[512];

    format_loc(text, sizeof text, unit, loc);
    fputs(text, to);
}

static void print_place(FILE *to, const ir_unit *unit, ir_loc loc)
{
    char text[512];

    format_loc(text, sizeof text, unit, loc);
    fprintf(to, "  %-*s ", PLACE_COLUMNS, text);
}

static void print_type(FILE *to, const ir_type *type);

static void print_array_type(FILE *to, const ir_type *type)
{
    print_type(to, type->element);
    if (type->count == IR_SIZE_UNKNOWN) {
        fputs("[]", to);
    } else {
        fprintf(to, "[%" PRIu64 "]", type->count);
    }
}

/* The short form: a typedef's name or a tag where there is one, no qualifiers. */
static void print_type(FILE *to, const ir_type *type)
{
    if (type == NULL) {
        fputs("untyped", to);
        return;
    }
    if (type->name != NULL) {
        fputs(type->name, to);
        return;
    }
    switch (type->kind) {
    case IR_TYPE_VOID: fputs("void", to); return;
    case IR_TYPE_POINTER:
        print_type(to, type->element);
        fputs(type->element != NULL && type->element->kind == IR_TYPE_POINTER && type->element->name == NULL
                  ? "*"
                  : " *",
              to);
        return;
    case IR_TYPE_ARRAY: print_array_type(to, type); return;
    case IR_TYPE_FUNCTION:
        print_type(to, type->element);
        fputs("()", to);
        return;
    case IR_TYPE_RECORD: fputs(type->record != NULL ? type->record->tag : "record", to); return;
    case IR_TYPE_INTEGER:
    case IR_TYPE_FLOAT:
    case IR_TYPE_OTHER: break;
    }
    /* An enumeration without a name is spelled with its file's absolute path. */
    if (type->spelling == NULL || strchr(type->spelling, '(') != NULL) {
        fputs(type->kind == IR_TYPE_INTEGER ? "enum" : "opaque", to);
        return;
    }
    fputs(type->spelling, to);
}

/* Which of the variables with this name it is: inner scopes may declare a name again. */
static size_t namesakes_before(const ir_variable *variable)
{
    const ir_function *owner = variable->function;
    size_t count = 0;

    if (owner == NULL || variable->kind == IR_PARAMETER || variable->name == NULL) {
        return 0;
    }
    for (size_t i = 0; i < owner->parameter_count && owner->parameters != NULL; i++) {
        const char *name = owner->parameters[i]->name;
        count += name != NULL && strcmp(name, variable->name) == 0;
    }
    for (size_t i = 0; i < variable->index && i < owner->local_count; i++) {
        const char *name = owner->locals[i]->name;
        count += name != NULL && strcmp(name, variable->name) == 0;
    }
    return count;
}

static void print_variable(FILE *to, const ir_variable *variable)
{
    size_t before = namesakes_before(variable);

    fprintf(to, "%s%s", variable->kind == IR_GLOBAL || variable->kind == IR_STATIC_LOCAL ? "@" : "",
            variable->name != NULL ? variable->name : "?");
    if (before > 0) {
        fprintf(to, "~%zu", before + 1);
    }
}

static void print_real(FILE *to, double real)
{
    char text[64];

    snprintf(text, sizeof text, "%.17g", real);
    fprintf(to, "%s%s", text, strpbrk(text, ".en") == NULL ? ".0" : "");
}

static void print_value(FILE *to, ir_value value)
{
    switch (value.kind) {
    case IR_NONE: fputs("none", to); break;
    case IR_TEMP: fprintf(to, "%%%" PRIu32, value.temp); break;
    case IR_INTEGER:
        if (value.integer == 0 && value.type != NULL && value.type->kind == IR_TYPE_POINTER) {
            fputs("null", to);
        } else {
            fprintf(to, "%" PRId64, value.integer);
        }
        break;
    case IR_REAL: print_real(to, value.real); break;
    case IR_STRING: print_quoted(to, value.string, STRING_BYTES_MAX); break;
    case IR_ADDRESS:
        fputc('&', to);
        print_variable(to, value.variable);
        break;
    case IR_FUNCTION: fputs(value.function->name, to); break;
    case IR_LABEL: fprintf(to, "&&b%" PRIu32, value.block->index); break;
    case IR_OPAQUE: fputs("opaque", to); break;
    }
}

static void print_as(FILE *to, const ir_type *type)
{
    fputs(" as ", to);
    print_type(to, type);
}

/* ---- operations ---- */

static void print_field(FILE *to, const ir_instruction *in)
{
    fputs("field ", to);
    if (in->field == NULL) {
        fputs("?", to);
    } else if (in->field->name == NULL) {
        fprintf(to, "%s.%" PRIu32, in->field->record->tag, in->field->index);
    } else {
        fprintf(to, "%s.%s", in->field->record->tag, in->field->name);
    }
    fputs(" of ", to);
    print_value(to, in->a);
}

static void print_call(FILE *to, const ir_instruction *in)
{
    fputs("call ", to);
    print_value(to, in->a);
    fputc('(', to);
    for (size_t i = 0; i < in->argument_count; i++) {
        fputs(i > 0 ? ", " : "", to);
        print_value(to, in->arguments[i]);
    }
    fputc(')', to);
    if (in->result != IR_NO_RESULT) {
        print_as(to, in->type);
    }
}

static void print_two(FILE *to, const char *before, ir_value first, const char *between, ir_value second)
{
    fputs(before, to);
    print_value(to, first);
    fputs(between, to);
    print_value(to, second);
}

static void print_arithmetic(FILE *to, const ir_instruction *in)
{
    if (in->op == IR_UNARY) {
        fputs(operator_texts[in->operator], to);
        print_value(to, in->a);
    } else {
        print_value(to, in->a);
        fprintf(to, " %s ", operator_texts[in->operator]);
        print_value(to, in->b);
    }
    print_as(to, in->type);
}

static void print_operation(FILE *to, const ir_instruction *in)
{
    switch (in->op) {
    case IR_LOAD:
    case IR_CAST:
    case IR_ZERO:
        fputs(in->op == IR_LOAD ? "load " : in->op == IR_CAST ? "cast " : "zero ", to);
        print_value(to, in->a);
        print_as(to, in->type);
        break;
    case IR_STORE:
        print_two(to, "store ", in->b, " to ", in->a);
        print_as(to, in->type);
        break;
    case IR_COPY:
        print_two(to, "copy ", in->b, " to ", in->a);
        print_as(to, in->type);
        break;
    case IR_FIELD: print_field(to, in); break;
    case IR_INDEX: print_two(to, "element ", in->b, " of ", in->a); break;
    case IR_UNARY:
    case IR_BINARY: print_arithmetic(to, in); break;
    case IR_CALL: print_call(to, in); break;
    case IR_BEGIN:
    case IR_END:
        fputs(in->op == IR_BEGIN ? "begin " : "end ", to);
        print_variable(to, in->variable);
        break;
    case IR_UNKNOWN: fprintf(to, "unknown: %s", in->reason != NULL ? in->reason : "no reason"); break;
    }
}

static void print_notes(FILE *to, const ir_unit *unit, const ir_instruction *in)
{
    static const struct {
        uint32_t flag;
        const char *word;
    } words[] = {{IR_ATOMIC, "atomic"},   {IR_VOLATILE, "volatile"}, {IR_NORETURN, "noreturn"},
                 {IR_INITIAL, "initial"}, {IR_PARTIAL, "partial"},   {IR_EXPLICIT, "explicit"}};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if ((in->flags & words[i].flag) != 0) {
            fprintf(to, ", %s", words[i].word);
        }
    }
    if ((in->flags & IR_DEFERRED) != 0) {
        fputs(", deferred", to);
        if (in->variable != NULL) {
            fputs(" by ", to);
            print_variable(to, in->variable);
        }
        fputs(" leaving at ", to);
        ir_print_loc(to, unit, in->leaving);
    }
    if (in->loc.macro != NULL) {
        fprintf(to, ", in %s", in->loc.macro->name);
    }
}

static void print_instruction(FILE *to, const ir_unit *unit, const ir_instruction *in)
{
    print_place(to, unit, in->loc);
    if (in->result != IR_NO_RESULT) {
        fprintf(to, "%%%" PRIu32 " = ", in->result);
    }
    print_operation(to, in);
    print_notes(to, unit, in);
    fputc('\n', to);
}

/* ---- blocks ---- */

static void print_targets(FILE *to, const ir_terminator *end, const char *between)
{
    for (size_t i = 0; i < end->target_count; i++) {
        fprintf(to, "%sb%" PRIu32, i > 0 ? between : "", end->targets[i]->index);
    }
}

static void print_cases(FILE *to, const ir_terminator *end)
{
    fputs(" {", to);
    for (size_t i = 0; i < end->case_count; i++) {
        fprintf(to, "%" PRId64, end->cases[i].low);
        if (end->cases[i].high != end->cases[i].low) {
            fprintf(to, "..%" PRId64, end->cases[i].high);
        }
        fprintf(to, ": b%" PRIu32 ", ", end->cases[i].target->index);
    }
    fprintf(to, "else: b%" PRIu32 "}", end->default_target->index);
}

static void print_terminator(FILE *to, const ir_unit *unit, const ir_terminator *end)
{
    print_place(to, unit, end->loc);
    switch (end->kind) {
    case IR_JUMP:
        fputs("jump ", to);
        print_targets(to, end, "");
        break;
    case IR_BRANCH:
        fputs("branch ", to);
        print_value(to, end->value);
        fputs(" ? ", to);
        print_targets(to, end, " : ");
        break;
    case IR_SWITCH:
        fputs("switch ", to);
        print_value(to, end->value);
        print_cases(to, end);
        break;
    case IR_INDIRECT:
        fputs("goto *", to);
        print_value(to, end->value);
        fputs(" {", to);
        print_targets(to, end, ", ");
        fputc('}', to);
        break;
    case IR_RETURN:
        fputs(end->is_implicit ? "return, implicit" : "return", to);
        if (end->value.kind != IR_NONE) {
            fputc(' ', to);
            print_value(to, end->value);
        }
        break;
    case IR_UNREACHABLE: fputs("unreachable", to); break;
    }
    if (end->text != NULL) {
        fputs(" if ", to);
        print_quoted(to, end->text, SIZE_MAX);
    }
    fputc('\n', to);
}

static void print_block(FILE *to, const ir_unit *unit, const ir_block *block)
{
    static const char *const loops[] = {
        [IR_LOOP_WHILE] = "while", [IR_LOOP_DO] = "do", [IR_LOOP_FOR] = "for"};

    fprintf(to, "b%" PRIu32 ":", block->index);
    if (block->label != NULL) {
        fprintf(to, " label %s", block->label);
    }
    if (block->loop != IR_LOOP_NONE) {
        fprintf(to, "%s %s at ", block->label != NULL ? "," : "", loops[block->loop]);
        ir_print_loc(to, unit, block->loop_loc);
    }
    fputc('\n', to);
    for (size_t i = 0; i < block->count; i++) {
        print_instruction(to, unit, &block->instructions[i]);
    }
    print_terminator(to, unit, &block->end);
}

/* ---- declarations ---- */

static void print_variable_line(FILE *to, const ir_unit *unit, const char *word, const ir_variable *v)
{
    fprintf(to, "  %s ", word);
    print_variable(to, v);
    fputs(": ", to);
    print_type(to, v->type);
    fputs(v->is_static ? ", static" : "", to);
    fputs(v->kind == IR_GLOBAL && !v->is_defined ? ", extern" : "", to);
    fputs(v->is_thread_local ? ", thread-local" : "", to);
    fputs(v->is_synthetic ? ", synthetic" : "", to);
    if (v->cleanup != NULL) {
        fprintf(to, ", cleanup %s", v->cleanup->name);
    }
    if (v->loc.line != 0) {
        fputs(", ", to);
        ir_print_loc(to, unit, v->loc);
    }
    fputc('\n', to);
}

static void print_signature(FILE *to, const ir_function *f)
{
    fprintf(to, "%s %s(", f->is_defined ? "function" : "declared", f->name);
    for (size_t i = 0; i < f->parameter_count; i++) {
        fputs(i > 0 ? ", " : "", to);
        if (f->parameters != NULL && f->parameters[i] != NULL) {
            print_variable(to, f->parameters[i]);
            fputs(": ", to);
            print_type(to, f->parameters[i]->type);
        } else {
            fputs("_", to);
        }
    }
    fprintf(to, "%s)", !f->is_variadic ? "" : f->parameter_count > 0 ? ", ..." : "...");
    if (f->type != NULL && f->type->element != NULL) {
        fputs(": ", to);
        print_type(to, f->type->element);
    }
    fputs(f->is_static ? ", static" : "", to);
    fputs(f->is_inline ? ", inline" : "", to);
    fputs(f->is_noreturn ? ", noreturn" : "", to);
    fputs(f->is_system ? ", system" : "", to);
}

void ir_print_function(FILE *to, const ir_function *f)
{
    print_signature(to, f);
    if (f->loc.line != 0) {
        fputs(", ", to);
        ir_print_loc(to, f->unit, f->loc);
    }
    if (f->is_defined && f->end.line != 0) {
        fputs(" to ", to);
        ir_print_loc(to, f->unit, f->end);
    }
    fputc('\n', to);
    for (size_t i = 0; i < f->annotation_count; i++) {
        fputs("  annotation ", to);
        print_quoted(to, f->annotations[i], SIZE_MAX);
        fputc('\n', to);
    }
    for (size_t i = 0; i < f->not_understood_count; i++) {
        fprintf(to, "  not understood: %s\n", f->not_understood[i]);
    }
    for (size_t i = 0; i < f->local_count; i++) {
        print_variable_line(to, f->unit, "local", f->locals[i]);
    }
    for (size_t i = 0; f->is_defined && i < f->block_count; i++) {
        print_block(to, f->unit, f->blocks[i]);
    }
}

static void print_record(FILE *to, const ir_unit *unit, const ir_record *record)
{
    fprintf(to, "%s %s", record->is_union ? "union" : "struct", record->tag);
    if (record->is_complete) {
        fprintf(to, ", %" PRIu64 " bytes", record->size);
    } else {
        fputs(", incomplete", to);
    }
    if (record->loc.line != 0) {
        fputs(", ", to);
        ir_print_loc(to, unit, record->loc);
    }
    fputc('\n', to);
    for (size_t i = 0; i < record->field_count; i++) {
        const ir_field *field = &record->fields[i];
        fprintf(to, "  %4" PRIu64, field->offset_bits / 8);
        if (field->offset_bits % 8 != 0) {
            fprintf(to, ".%" PRIu64, field->offset_bits % 8);
        }
        fprintf(to, " %s: ", field->name != NULL ? field->name : "unnamed");
        print_type(to, field->type);
        fputc('\n', to);
    }
}

/* ---- units ---- */

static bool is_foreign(const ir_unit *unit, ir_loc loc)
{
    return loc.line == 0 || (loc.file < unit->file_count && unit->files[loc.file].is_system);
}

static void print_diagnostics(FILE *to, const ir_unit *unit)
{
    static const char *const words[] = {
        [IR_NOTE] = "note", [IR_WARNING] = "warning", [IR_ERROR] = "error", [IR_FATAL] = "fatal"};

    for (size_t i = 0; i < unit->diagnostic_count; i++) {
        const ir_diagnostic *d = &unit->diagnostics[i];
        fprintf(to, "%s at ", words[d->severity]);
        ir_print_loc(to, unit, d->loc);
        fputs(": ", to);
        print_quoted(to, d->text, SIZE_MAX);
        fputc('\n', to);
    }
}

void ir_print(FILE *to, const ir_unit *unit)
{
    fprintf(to, "unit %s\n", unit->path);
    print_diagnostics(to, unit);
    for (size_t i = 0; i < unit->record_count; i++) {
        if (!is_foreign(unit, unit->records[i]->loc)) {
            fputc('\n', to);
            print_record(to, unit, unit->records[i]);
        }
    }
    bool first = true;
    for (size_t i = 0; i < unit->global_count; i++) {
        if (!is_foreign(unit, unit->globals[i]->loc)) {
            fputs(first ? "\nglobals\n" : "", to);
            print_variable_line(to, unit, "global", unit->globals[i]);
            first = false;
        }
    }
    if (unit->initializer != NULL && unit->initializer->block_count > 0 &&
        unit->initializer->blocks[0]->count > 0) {
        fputs("\ninitializer\n", to);
        for (size_t i = 0; i < unit->initializer->block_count; i++) {
            print_block(to, unit, unit->initializer->blocks[i]);
        }
    }
    for (size_t i = 0; i < unit->function_count; i++) {
        const ir_function *f = unit->functions[i];
        if (!f->is_system && !is_foreign(unit, f->loc)) {
            fputc('\n', to);
            ir_print_function(to, f);
        }
    }
}
