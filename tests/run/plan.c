/* plan.c: see plan.h. ctest stays the one place where tests are declared; only their running is ours, because
 * ctest counts programs and we count the tests in them. */
#include "tests/run/plan.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

static const double default_limit_seconds = 180;

static char **strings_of(const json_t *array)
{
    size_t count = json_array_size(array);
    char **strings = calloc(count + 1, sizeof *strings);

    for (size_t i = 0; strings != NULL && i < count; i++)
        strings[i] = strdup(json_string_value(json_array_get(array, i)));
    return strings;
}

static const json_t *property(const json_t *test, const char *name)
{
    const json_t *properties = json_object_get(test, "properties");

    for (size_t i = 0; i < json_array_size(properties); i++) {
        const json_t *one = json_array_get(properties, i);
        if (strcmp(json_string_value(json_object_get(one, "name")), name) == 0)
            return json_object_get(one, "value");
    }
    return NULL;
}

static void job_from(job *j, const json_t *test)
{
    const json_t *limit = property(test, "TIMEOUT");
    const json_t *processors = property(test, "PROCESSORS");
    const char *folder = json_string_value(property(test, "WORKING_DIRECTORY"));

    memset(j, 0, sizeof *j);
    j->name = strdup(json_string_value(json_object_get(test, "name")));
    j->argv = strings_of(json_object_get(test, "command"));
    j->environment = strings_of(property(test, "ENVIRONMENT"));
    j->folder = folder == NULL ? NULL : strdup(folder);
    j->limit_seconds = limit == NULL ? default_limit_seconds : json_number_value(limit);
    j->processors = processors == NULL ? 1 : (int)json_integer_value(processors);
}

static int wanted(const json_t *test, char *const *names)
{
    const char *name = json_string_value(json_object_get(test, "name"));

    if (*names == NULL)
        return 1;
    for (; *names != NULL; names++) {
        if (strstr(name, *names) != NULL)
            return 1;
    }
    return 0;
}

int plan_read(plan *p, const char *file, char *const *names)
{
    json_error_t error;
    json_t *root = json_load_file(file, 0, &error);
    const json_t *tests = json_object_get(root, "tests");

    if (!json_is_array(tests)) {
        fprintf(stderr, "test-runner: %s is no list of tests: %s\n", file,
                root == NULL ? error.text : "no \"tests\"");
        json_decref(root);
        return -EINVAL;
    }
    p->count = 0;
    p->jobs = calloc(json_array_size(tests) + 1, sizeof *p->jobs);
    for (size_t i = 0; i < json_array_size(tests); i++) {
        const json_t *test = json_array_get(tests, i);
        /* a program that was not built has no command */
        if (!wanted(test, names))
            continue;
        if (json_array_size(json_object_get(test, "command")) == 0) {
            fprintf(stderr, "test-runner: %s has not been built\n",
                    json_string_value(json_object_get(test, "name")));
            json_decref(root);
            return -EINVAL;
        }
        job_from(&p->jobs[p->count++], test);
    }
    json_decref(root);
    return 0;
}
