/* analyzer/frontend/unit.h
 * A parsed translation unit becomes IR. */
#ifndef WAND_ANALYZER_FRONTEND_UNIT_H
#define WAND_ANALYZER_FRONTEND_UNIT_H

#include "analyzer/frontend/lowering.h"

/* Lowers `tu`, whose main file has the absolute path `path`. 0, or -EINVAL when libclang doesn't know that
 * file. */
int lower_unit(CXTranslationUnit tu, const frontend_request *request, const char *path, intern_table *names,
               arena *memory, ir_unit **out);

#endif
