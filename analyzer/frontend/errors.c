/* analyzer/frontend/errors.c
 * Statements with an error are missing from libclang's tree. Where one was, the IR says so. */
#include "analyzer/frontend/lower.h"

void pass_errors(body *b, position before)
{
    while (b->next_error < b->last_error && before.file != NULL) {
        const error_place *e = &b->l->errors[b->next_error];
        if (e->file != before.file->index || e->offset >= before.offset) {
            return;
        }
        b->next_error++;
        b->had_error = true;
        emit_unknown(b, REASON_ERRORS, e->loc);
    }
}
