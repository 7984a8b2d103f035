/* analyzer/report/sarif_rule.c
 * Reporting descriptors. */
#include "analyzer/report/sarif_rule.h"

#include "analyzer/report/document.h"
#include "analyzer/report/sarif_location.h"

#include <ctype.h>
#include <string.h>

enum { DESCRIPTION_BYTES = 1000 }; /* what viewers accept at most is 1024 characters */

/* "wg-missing-done" becomes "WgMissingDone". */
static const char *pascal_case(arena *a, const char *name)
{
    char *out = arena_alloc(a, strlen(name) + 1);
    char *to = out;
    bool at_start = true;

    for (; *name != '\0'; name++) {
        if (*name == '-') {
            at_start = true;
        } else {
            *to++ = at_start ? (char)toupper((unsigned char)*name) : *name;
            at_start = false;
        }
    }
    return out;
}

static json_t *tags(arena *a, const report_rule *rule)
{
    json_t *array = json_pack("[ss]", "concurrency", finding_dimension_name(rule->dimension));
    const char *cwe = document_field(a, rule->documentation, "CWE");

    if (cwe != NULL && strncmp(cwe, "CWE-", 4) == 0) {
        size_t digits = strspn(cwe + 4, "0123456789");

        json_array_append_new(array,
                              json_string(arena_printf(a, "external/cwe/cwe-%.*s", (int)digits, cwe + 4)));
    }
    if (rule->is_preview) {
        json_array_append_new(array, json_string("preview"));
    }
    return array;
}

/* The first paragraph of the reasons, cut at the end of a word. */
static json_t *full_description(arena *a, const report_rule *rule)
{
    char *text = arena_strdup(a, document_section(a, rule->documentation, "Why it matters"));
    char *paragraph_end = strstr(text, "\n\n");

    if (paragraph_end != NULL) {
        *paragraph_end = '\0';
    }
    if (strlen(text) > DESCRIPTION_BYTES) {
        size_t end = DESCRIPTION_BYTES;

        while (end > 0 && !isspace((unsigned char)text[end])) {
            end--;
        }
        text[end] = '\0';
    }
    for (char *c = text; *c != '\0'; c++) {
        *c = *c == '\n' ? ' ' : *c;
    }
    return sarif_message(a, text[0] != '\0' ? text : rule->title);
}

json_t *sarif_rule(arena *a, const report_rule *rule)
{
    const char *level = finding_severity_name(rule->severity);
    json_t *descriptor = json_object();

    json_object_set_new(descriptor, "id", json_text(a, rule->name));
    json_object_set_new(descriptor, "name", json_text(a, pascal_case(a, rule->name)));
    json_object_set_new(descriptor, "shortDescription", sarif_message(a, rule->title));
    json_object_set_new(descriptor, "fullDescription", full_description(a, rule));
    json_object_set_new(descriptor, "help",
                        json_pack("{s:o, s:o}", "text", json_text(a, rule->documentation), "markdown",
                                  json_text(a, rule->documentation)));
    json_object_set_new(descriptor, "defaultConfiguration",
                        json_pack("{s:b, s:s}", "enabled", rule->is_on, "level", level));
    json_object_set_new(descriptor, "properties",
                        json_pack("{s:o, s:s}", "tags", tags(a, rule), "problem.severity",
                                  rule->severity == FINDING_NOTE ? "recommendation" : level));
    return descriptor;
}

json_t *sarif_notification_descriptor(void)
{
    static const char text[] =
        "A file could not be analysed, or not as a whole: its findings may be missing.";

    return json_pack("{s:s, s:s, s:{s:s}, s:{s:s}, s:{s:s}}", "id", SARIF_NOTIFICATION, "name",
                     "FileNotAnalysed", "shortDescription", "text", "A file could not be analysed.",
                     "fullDescription", "text", text, "help", "text",
                     "Give the flags that its compiler gets, after -- or by -p DIR.");
}
