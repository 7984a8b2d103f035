/* analyzer/report/document.c
 * Fields and sections of a rule's documentation. */
#include "analyzer/report/document.h"

#include <ctype.h>
#include <string.h>

/* The place just after `start` where that begins a line, or NULL. */
static const char *after_line_start(const char *text, const char *start)
{
    size_t length = strlen(start);

    for (const char *line = text; line != NULL;) {
        if (strncmp(line, start, length) == 0) {
            return line + length;
        }
        line = strchr(line, '\n');
        line = line != NULL ? line + 1 : NULL;
    }
    return NULL;
}

static const char *trimmed(arena *a, const char *begin, const char *end)
{
    while (begin < end && isspace((unsigned char)*begin)) {
        begin++;
    }
    while (end > begin && isspace((unsigned char)end[-1])) {
        end--;
    }
    return arena_strndup(a, begin, (size_t)(end - begin));
}

const char *document_field(arena *a, const char *text, const char *name)
{
    const char *value = after_line_start(text, arena_printf(a, "- %s:", name));

    return value != NULL ? trimmed(a, value, value + strcspn(value, "\n")) : NULL;
}

const char *document_section(arena *a, const char *text, const char *title)
{
    const char *begin = after_line_start(text, arena_printf(a, "## %s", title));
    const char *end;

    if (begin == NULL) {
        return "";
    }
    begin += strcspn(begin, "\n");
    end = strstr(begin, "\n## ");
    return trimmed(a, begin, end != NULL ? end : begin + strlen(begin));
}
