/* analyzer/ir/ir.c
 * Small questions about the representation that more than one reader asks. */
#include "analyzer/ir/ir.h"

#include <string.h>

size_t ir_successor_count(const ir_block *block)
{
    switch (block->end.kind) {
    case IR_JUMP:
    case IR_BRANCH:
    case IR_INDIRECT: return block->end.target_count;
    case IR_SWITCH: return block->end.case_count + 1;
    case IR_RETURN:
    case IR_UNREACHABLE: return 0;
    }
    return 0;
}

ir_block *ir_successor(const ir_block *block, size_t i)
{
    if (block->end.kind != IR_SWITCH) {
        return block->end.targets[i];
    }
    return i < block->end.case_count ? block->end.cases[i].target : block->end.default_target;
}

const ir_field *ir_field_named(const ir_record *record, const char *name)
{
    for (size_t i = 0; record != NULL && i < record->field_count; i++) {
        if (record->fields[i].name != NULL && strcmp(record->fields[i].name, name) == 0) {
            return &record->fields[i];
        }
    }
    return NULL;
}

ir_function *ir_function_named(const ir_unit *unit, const char *name)
{
    for (size_t i = 0; i < unit->function_count; i++) {
        if (strcmp(unit->functions[i]->name, name) == 0) {
            return unit->functions[i];
        }
    }
    return NULL;
}
