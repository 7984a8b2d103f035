/* tap.c: see tap.h. */
#include "tests/run/tap.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static bool begins(const char *line, const char *word)
{
    size_t length = strlen(word);

    return strncmp(line, word, length) == 0 && strchr(" \n", line[length]) != NULL;
}

static bool is_skip(const char *line)
{
    const char *mark = strchr(line, '#');

    return mark != NULL && strncasecmp(mark + 1 + strspn(mark + 1, " "), "SKIP", 4) == 0;
}

tap_line tap_read_line(const char *line, int *planned)
{
    char rest;

    if (begins(line, "ok"))
        return is_skip(line) ? TAP_SKIP : TAP_PASS;
    if (begins(line, "not ok"))
        return is_skip(line) ? TAP_SKIP : TAP_FAIL;
    if (sscanf(line, "1..%d%c", planned, &rest) == 2 && strchr(" \n", rest) != NULL)
        return TAP_PLAN;
    return line[0] == '#' ? TAP_COMMENT : TAP_OTHER;
}

tap_count tap_count_all(FILE *output)
{
    tap_count count = {0};
    char *line = NULL;
    size_t room = 0;

    while (getline(&line, &room, output) > 0) {
        int planned = 0;
        switch (tap_read_line(line, &planned)) {
        case TAP_PASS: count.passed++; break;
        case TAP_FAIL: count.failed++; break;
        case TAP_SKIP: count.skipped++; break;
        case TAP_PLAN:
            count.has_plan = true;
            count.planned += planned;
            break;
        case TAP_COMMENT:
        case TAP_OTHER: break;
        }
    }
    free(line);
    rewind(output);
    return count;
}
