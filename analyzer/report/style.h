/* analyzer/report/style.h
 * Terminal colours by what they mean; every style is "" when colours are off. */
#ifndef WAND_ANALYZER_REPORT_STYLE_H
#define WAND_ANALYZER_REPORT_STYLE_H

#include "analyzer/finding/finding.h"

typedef struct style {
    const char *place;
    const char *severity[3]; /* by finding_severity */
    const char *message;
    const char *faint;
    const char *caret;
    const char *off;
} style;

style style_of(bool colour);

#endif
