/* analyzer/summary/keep.h
 * Copies what a summary keeps out of the scratch memory of a walk: walks are large, summaries are small. */
#ifndef WAND_ANALYZER_SUMMARY_KEEP_H
#define WAND_ANALYZER_SUMMARY_KEEP_H

#include "analyzer/summary/outcome.h"

/* The summary that `w` has gathered, in memory that lives as long as the program; `scratch` holds w. */
effect_summary *summary_keep(const summary_work *w, arena *scratch);

#endif
