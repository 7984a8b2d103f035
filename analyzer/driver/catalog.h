/* analyzer/driver/catalog.h
 * All rules that a user can name: the engine's and those about suppressions; and which of them run. */
#ifndef WAND_ANALYZER_DRIVER_CATALOG_H
#define WAND_ANALYZER_DRIVER_CATALOG_H

#include "analyzer/report/report.h"

typedef struct catalog {
    report_rule *rules; /* by name */
    size_t count;
    bool *is_selected; /* by default those that are on */
} catalog;

catalog catalog_of(arena *a);

/* Selects by a list such as "spawn-*,wg-missing-done" (just these) or "+observe-no-health,-ctx-*" (a change
 * of the defaults). Returns 0, or 2 after a message about a name that no rule has. */
int catalog_select(catalog *c, arena *a, const char *list);

/* The rule of that name; NULL after a message with the nearest name. */
const report_rule *catalog_named(const catalog *c, arena *a, const char *name);

#endif
