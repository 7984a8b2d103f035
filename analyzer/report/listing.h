/* analyzer/report/listing.h
 * Lists of what the checker knows: its rules, and the findings in the database. */
#ifndef WAND_ANALYZER_REPORT_LISTING_H
#define WAND_ANALYZER_REPORT_LISTING_H

#include "analyzer/report/report.h"
#include "analyzer/store/store.h"

/* One line a rule, in the order given. */
void listing_rules_text(FILE *to, const report_rule *rules, size_t count, bool colour);
void listing_rules_json(FILE *to, const report_rule *rules, size_t count);

/* One line a finding, as compilers print it; for those that aren't open, what became of them. */
void listing_findings_text(FILE *to, const store_finding *findings, size_t count, bool colour);
void listing_findings_json(FILE *to, const store_finding *findings, size_t count);

#endif
