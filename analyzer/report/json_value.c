/* analyzer/report/json_value.c
 * Building and printing JSON values. */
#include "analyzer/report/json_value.h"

#include "analyzer/report/escape.h"

#include <stdlib.h>
#include <string.h>

json_t *json_text(arena *a, const char *text)
{
    return text != NULL ? json_string(escape_utf8(a, text)) : json_null();
}

/* jansson indents from the left margin; the rest is put before each further line. */
void json_print(FILE *to, json_t *value, unsigned depth)
{
    char *text = json_dumps(value, JSON_INDENT(2) | JSON_ENCODE_ANY);

    json_decref(value);
    if (text == NULL) {
        fputs("null", to);
        return;
    }
    for (const char *line = text; line != NULL;) {
        const char *end = strchr(line, '\n');
        size_t length = end != NULL ? (size_t)(end - line) : strlen(line);

        fwrite(line, 1, length, to);
        if (end != NULL) {
            fprintf(to, "\n%*s", (int)(2 * depth), "");
            end++;
        }
        line = end;
    }
    free(text);
}
