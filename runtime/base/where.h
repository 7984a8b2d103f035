/* where.h: the place of a call, as reports and misuse messages tell it. */
#ifndef RUNTIME_BASE_WHERE_H
#define RUNTIME_BASE_WHERE_H

#include <stddef.h>

typedef struct where {
    const char *site; /* "file.c:12", or NULL when the call came through a pointer */
    const void *pc;   /* the return address of the public function */
} where;

/* For public functions only: the address belongs to their caller. */
#define WHERE(site_text) ((where){(site_text), __builtin_return_address(0)})

/* Writes the place into text, cut at the front of the path when it is long. */
void where_text(where at, char *text, size_t bytes);

#endif
