/* analyzer/report/sarif_rule.h
 * Rules as SARIF describes them. */
#ifndef WAND_ANALYZER_REPORT_SARIF_RULE_H
#define WAND_ANALYZER_REPORT_SARIF_RULE_H

#include "analyzer/report/json_value.h"
#include "analyzer/report/report.h"

/* A `reportingDescriptor` with its documentation. */
json_t *sarif_rule(arena *a, const report_rule *rule);

/* The descriptor of the notifications about files that could not be analysed. */
json_t *sarif_notification_descriptor(void);

#define SARIF_NOTIFICATION "file-not-analysed"

#endif
