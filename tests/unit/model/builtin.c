/* The built-in tables: they can be read, describe every public function of libwand and agree with its
 * headers. */
#include "tests/support/tap.h"

#include "rules/model/builtin.h"
#include "rules/model/model.h"

#define __WAND_ANALYZER__ 1
#include <wand.h>

#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <string.h>

static arena *memory;
static intern_table *names;
static model *tables;

static int read_tables(void **unused)
{
    const char *message = "";

    (void)unused;
    memory = arena_new();
    names = intern_new();
    tables = model_new(memory, names);
    if (model_read_builtin(tables, &message) != 0) {
        print_error("%s\n", message);
        return -1;
    }
    return 0;
}

static int drop_tables(void **unused)
{
    (void)unused;
    intern_free(names);
    arena_free(memory);
    return 0;
}

static const effect_summary *row(const char *function)
{
    return model_row(tables, intern(names, function));
}

static void test_embedded(void **unused)
{
    (void)unused;
    assert_non_null(model_builtin[0].path);
    for (const model_table *table = model_builtin; table->path != NULL; table++) {
        FILE *file = fopen(table->path, "r");
        char *text = arena_alloc(memory, table->length + 2);
        assert_non_null(file);
        assert_int_equal(fread(text, 1, table->length + 1, file), table->length);
        assert_memory_equal(text, table->text, table->length);
        fclose(file);
    }
}

/* ---- the headers ---- */

static const char *read_file(const char *path)
{
    enum { FILE_BYTES_MAX = 256 * 1024 };
    FILE *file = fopen(path, "r");
    char *text = arena_alloc(memory, FILE_BYTES_MAX);

    assert_non_null(file);
    assert_true(fread(text, 1, FILE_BYTES_MAX - 1, file) < FILE_BYTES_MAX - 1);
    fclose(file);
    return text;
}

/* Blanks out comments, and what a checker does not see of the headers. */
static char *without_noise(const char *text)
{
    char *copy = arena_strdup(memory, text);
    char *at = copy;

    while ((at = strstr(at, "/*")) != NULL) {
        char *end = strstr(at, "*/");
        assert_non_null(end);
        memset(at, ' ', (size_t)(end + 2 - at));
    }
    at = copy;
    while ((at = strstr(at, "#ifndef __WAND_ANALYZER__")) != NULL) {
        char *end = strstr(at, "#endif");
        assert_non_null(end);
        memset(at, ' ', (size_t)(end - at));
    }
    return copy;
}

/* Every name wand_... before a '(' needs a row. */
static size_t check_declared(const char *path)
{
    char *at = without_noise(read_file(path));
    size_t count = 0;

    while ((at = strstr(at, "wand_")) != NULL) {
        size_t length = 0;
        while (isalnum((unsigned char)at[length]) || at[length] == '_') {
            length++;
        }
        if (at[length] == '(' && at[-1] != '_' && !isalnum((unsigned char)at[-1])) {
            const char *name = intern_n(names, at, length);
            if (strncmp(name, "wand__", 6) == 0) {
                at += length; /* what macros are made of */
                continue;
            }
            if (model_row(tables, name) == NULL) {
                print_error("%s declares %s, which has no row in rules/model/wand.yaml\n", path, name);
            }
            assert_non_null(model_row(tables, name));
            count++;
        }
        at += length;
    }
    return count;
}

static void test_headers(void **unused)
{
    DIR *folder = opendir("runtime/include/wand");
    struct dirent *entry;
    size_t count = 0;

    (void)unused;
    assert_non_null(folder);
    while ((entry = readdir(folder)) != NULL) {
        if (strstr(entry->d_name, ".h") != NULL) {
            count += check_declared(arena_printf(memory, "runtime/include/wand/%s", entry->d_name));
        }
    }
    closedir(folder);
    assert_true(count > 60); /* or the search itself no longer works */
}

static void test_every_row(void **unused)
{
    (void)unused;
    assert_true(model_count(tables) > 300);
    for (size_t i = 0; i < model_count(tables); i++) {
        const effect_summary *s = model_at(tables, i);
        assert_ptr_equal(row(s->function), s);
        assert_true(s->outcome_count > 0);
        for (size_t k = 0; k < s->event_count; k++) {
            const effect *e = &s->events[k];
            assert_true(e->handle == NULL || model_handle_named(tables, e->handle) != NULL);
        }
    }
}

/* ---- agreement with the headers and the contract ---- */

static void test_select_layout(void **unused)
{
    const effect_select *layout = row("wand_select")->select;
    wand_case one = {.op = WAND_CASE_RECV, .chan = NULL, .ctx = NULL}; /* the fields have these names */

    (void)unused;
    (void)one;
    assert_non_null(layout);
    assert_string_equal(layout->kind_field, "op");
    assert_string_equal(layout->channel_field, "chan");
    assert_string_equal(layout->context_field, "ctx");
    assert_int_equal(layout->receive, WAND_CASE_RECV);
    assert_int_equal(layout->send, WAND_CASE_SEND);
    assert_int_equal(layout->done, WAND_CASE_DONE);
    assert_int_equal(layout->after, WAND_CASE_AFTER);
    assert_int_equal(layout->otherwise, WAND_CASE_DEFAULT);
}

static bool is_one_of(const char *name, const char *const *list)
{
    for (; *list != NULL; list++) {
        if (strcmp(name, *list) == 0) {
            return true;
        }
    }
    return false;
}

/* The contract lists which calls park and which of them are cancellation points. */
static void test_parking(void **unused)
{
    static const char *const parking[] = {
        "wand_chan_send", "wand_chan_recv",   "wand_select",     "wand_sleep",        "wand_wg_wait",
        "wand_cond_wait", "wand_sem_acquire", "wand_scope_join", "wand_with_timeout", NULL};
    static const char *const cancellable[] = {"wand_chan_send", "wand_chan_recv",   "wand_select",
                                              "wand_sleep",     "wand_sem_acquire", NULL};

    (void)unused;
    for (size_t i = 0; i < model_count(tables); i++) {
        const effect_summary *s = model_at(tables, i);
        if (strncmp(s->function, "wand_", 5) != 0) {
            continue; /* the contract speaks of libwand */
        }
        assert_int_equal(s->parks, is_one_of(s->function, parking));
        assert_int_equal(s->cancellable, is_one_of(s->function, cancellable));
    }
}

/* What is acquired can be released: by the function that the handle names. */
static void test_handles(void **unused)
{
    static const char *const records[] = {"wand_chan", "wand_ctx", "wand_timer", "wand_ticker", "wand_scope"};

    (void)unused;
    for (size_t i = 0; i < sizeof records / sizeof *records; i++) {
        const model_handle *handle = model_handle_of_record(tables, records[i]);
        assert_non_null(handle);
        const effect_summary *release = row(handle->release);
        bool releases = false;
        for (size_t k = 0; k < release->event_count; k++) {
            releases |=
                release->events[k].kind == EFFECT_RELEASE && release->events[k].handle == handle->type;
        }
        assert_true(releases);
    }
}

static void test_spawns(void **unused)
{
    const effect *with = &row("wand_go_with")->outcomes[0].effects[0];

    (void)unused;
    assert_int_equal(with->kind, EFFECT_SPAWN);
    assert_string_equal(ir_path_print(memory, with->role[ROLE_FUNCTION]), "2");
    assert_string_equal(ir_path_print(memory, with->role[ROLE_CONTEXT]), "1->ctx");
    assert_string_equal(ir_path_print(memory, with->role[ROLE_GROUP]), "1->wg");
    assert_string_equal(ir_path_print(memory, with->role[ROLE_STOP]), "1->stop");
    wand_spawn how = {.ctx = NULL, .wg = NULL, .stop = NULL}; /* the fields have these names */
    (void)how;
    wand_defer deferred = {.fn = NULL, .arg = NULL};
    (void)deferred;
}

static void test_libc(void **unused)
{
    (void)unused;
    assert_int_equal(row("free")->outcomes[0].effects[0].kind, EFFECT_FREE);
    assert_int_equal(row("malloc")->outcome_count, 2);
    assert_true(row("malloc")->outcomes[0].result.nonzero);
    assert_int_equal(row("abort")->outcomes[0].end, EFFECT_NO_RETURN);
    assert_int_equal(row("qsort")->events[0].kind, EFFECT_CALL);
    assert_int_equal(row("printf")->event_count, 0);
    assert_null(row("sscanf")); /* writes through arguments that the format can't name */
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_embedded),      cmocka_unit_test(test_headers), cmocka_unit_test(test_every_row),
    cmocka_unit_test(test_select_layout), cmocka_unit_test(test_parking), cmocka_unit_test(test_handles),
    cmocka_unit_test(test_spawns),        cmocka_unit_test(test_libc),
};

TAP_MAIN_WITH(tests, read_tables, drop_tables)
