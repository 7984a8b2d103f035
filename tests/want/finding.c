/* finding.c: see finding.h. */
#include "tests/want/finding.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

/* Whether an item has what the contract promises; its strings and numbers are then safe to take. */
static const char *item_problem(const json_t *item)
{
    static const char *const texts[] = {"rule", "file", "message", "severity"};

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (!json_is_string(json_object_get(item, texts[i])))
            return texts[i];
    }
    if (!json_is_integer(json_object_get(item, "line")))
        return "line";
    if (!json_is_integer(json_object_get(item, "column")))
        return "column";
    return json_is_array(json_object_get(item, "path")) ? NULL : "path";
}

static char *text_of(const char *format, const char *detail)
{
    char *text;

    if (asprintf(&text, format, detail) < 0)
        abort();
    return text;
}

char *finding_read(finding_list *list, const char *json, size_t length)
{
    json_error_t error;
    json_t *root = json_loadb(json, length, 0, &error);
    const json_t *items = json_object_get(root, "findings");
    char *problem = NULL;

    if (root == NULL)
        problem = text_of("the checker's output is no JSON: %s", error.text);
    else if (!json_is_array(items))
        problem = text_of("the checker's output has no array '%s'", "findings");
    else
        list->findings = calloc(json_array_size(items) + 1, sizeof *list->findings);
    for (size_t i = 0; problem == NULL && i < json_array_size(items); i++) {
        const json_t *item = json_array_get(items, i);
        const char *lacking = item_problem(item);
        if (lacking != NULL) {
            problem = text_of("a finding without a proper '%s'", lacking);
            break;
        }
        list->findings[list->count++] = (finding){
            .file = strdup(json_string_value(json_object_get(item, "file"))),
            .line = (int)json_integer_value(json_object_get(item, "line")),
            .rule = strdup(json_string_value(json_object_get(item, "rule"))),
        };
    }
    json_decref(root);
    return problem;
}

void finding_list_free(finding_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        free(list->findings[i].file);
        free(list->findings[i].rule);
    }
    free(list->findings);
    *list = (finding_list){0};
}

char **finding_rule_names(const char *json, size_t length)
{
    json_t *root = json_loadb(json, length, 0, NULL);
    const json_t *rules = json_is_array(root) ? root : json_object_get(root, "rules");
    size_t count = json_array_size(rules);
    char **names = count == 0 ? NULL : calloc(count + 1, sizeof *names);

    for (size_t i = 0; names != NULL && i < count; i++) {
        const char *name = json_string_value(json_object_get(json_array_get(rules, i), "name"));
        names[i] = strdup(name == NULL ? "" : name);
    }
    json_decref(root);
    return names;
}

void finding_free_names(char **names)
{
    for (char **name = names; name != NULL && *name != NULL; name++)
        free(*name);
    free(names);
}
