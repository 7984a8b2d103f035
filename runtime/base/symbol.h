/* symbol.h: the name of the function that an address lies in. */
#ifndef RUNTIME_BASE_SYMBOL_H
#define RUNTIME_BASE_SYMBOL_H

#include <stddef.h>

/* Writes "function+0x1f" into text; where nobody knows the function "module+0x1234"; "?" for no address. */
void symbol_text(const void *pc, char *text, size_t bytes);

/* Lets go of the file that symbol_text keeps for the next address. */
void symbol_forget(void);

#endif
