/* analyzer/driver/dump.c
 * Printing what the front end and the graph builder made. */
#include "analyzer/driver/dump.h"

#include "analyzer/cfg/cfg.h"
#include "analyzer/ir/text.h"

#include <string.h>

static void dump_graphs(FILE *to, const ir_unit *unit)
{
    for (size_t i = 0; i < unit->function_count; i++) {
        const ir_function *function = unit->functions[i];

        if (function->is_defined && !function->is_system) {
            arena *a = arena_new();

            cfg_print(to, cfg_build(a, function));
            arena_free(a);
        }
    }
}

void dump_units(FILE *to, ir_unit *const *units, size_t count, const char *what)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(what, "ir") == 0) {
            ir_print(to, units[i]);
        } else {
            dump_graphs(to, units[i]);
        }
    }
}
