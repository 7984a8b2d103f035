/* tree.c: see tree.h. */
#include "tests/unit/driver/tree.h"

#include "tests/support/tap.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static tree one;
static int kept_stderr = -1;
static FILE *heard;

tree *tree_make(void)
{
    char real[4096];

    one = (tree){.path = "/tmp/wand-driver-XXXXXX", .memory = arena_new(), .names = intern_new()};
    assert_non_null(mkdtemp(one.path));
    assert_int_equal(chdir(one.path), 0);
    assert_non_null(realpath(one.path, real));
    one.problems = problem_list_of(one.memory, one.names);
    one.place = project_find(one.memory);
    return &one;
}

void tree_remove(tree *t)
{
    char command[96];

    assert_int_equal(chdir("/"), 0);
    snprintf(command, sizeof command, "rm -rf '%s'", t->path);
    assert_int_equal(system(command), 0);
    intern_free(t->names);
    arena_free(t->memory);
}

void tree_write(const char *path, const char *text)
{
    char folder[256];
    FILE *stream;

    snprintf(folder, sizeof folder, "%s", path);
    for (char *slash = strchr(folder, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(folder, 0777);
        *slash = '/';
    }
    stream = fopen(path, "w");
    assert_non_null(stream);
    fputs(text, stream);
    fclose(stream);
}

const char *tree_problems(tree *t)
{
    const char *text = "";

    for (size_t i = 0; i < t->problems.count; i++) {
        text = arena_printf(t->memory, "%s%s: %s\n", text, t->problems.items[i].place.file,
                            t->problems.items[i].message);
    }
    return text;
}

void tree_listen(void)
{
    fflush(stderr);
    kept_stderr = dup(STDERR_FILENO);
    heard = tmpfile();
    dup2(fileno(heard), STDERR_FILENO);
}

const char *tree_said(tree *t)
{
    char *text = arena_alloc(t->memory, 4096);

    fflush(stderr);
    dup2(kept_stderr, STDERR_FILENO);
    close(kept_stderr);
    rewind(heard);
    text[fread(text, 1, 4095, heard)] = '\0';
    fclose(heard);
    return text;
}
