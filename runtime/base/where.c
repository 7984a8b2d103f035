/* where.c: the text of a call's place: its site, else the function that its address lies in. */
#include "runtime/base/where.h"

#include <stdio.h>
#include <string.h>

#include "runtime/base/symbol.h"

enum { SITE_MAX = 120 };

void where_text(where at, char *text, size_t bytes)
{
    size_t length;

    if (at.site == NULL) {
        symbol_text(at.pc, text, bytes);
        return;
    }
    length = strlen(at.site);
    if (length > SITE_MAX)
        snprintf(text, bytes, "...%s", at.site + (length - SITE_MAX));
    else
        snprintf(text, bytes, "%s", at.site);
}
