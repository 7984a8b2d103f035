/* parse.h: C text or a file to the analyzer's representation, for tests of what reads it. */
#ifndef TESTS_SUPPORT_PARSE_H
#define TESTS_SUPPORT_PARSE_H

#include "analyzer/base/intern.h"
#include "analyzer/ir/ir.h"

typedef struct parse_session parse_session;

/* Opens the front end; NULL, with a message on standard error, when there is no libclang. */
parse_session *parse_open(void);
void parse_close(parse_session *p);

intern_table *parse_names(parse_session *p);

/* The unit of a file that compiles, verified, in the arena `memory`. Fails the test otherwise. The path is
 * relative to the repository's root, which is the working directory of every test. */
ir_unit *parse_file(parse_session *p, arena *memory, const char *path);

/* The same for a text, which is called `name` in messages. */
ir_unit *parse_text(parse_session *p, arena *memory, const char *name, const char *text);

#endif
