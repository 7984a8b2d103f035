/* cleanup.c: the compiler's own cleanup attribute in a panic. This file is compiled with -fexceptions, where
 * it runs like a deferred call; compile/no_tables.c is compiled without any unwind tables, where deferred
 * calls still run. */
#include "tests/unit/runtime/wand_test.h"

char cleanup_trace[64];
void cleanup_note(const char *letter);
void no_tables_panic(void *arg);
void no_tables_call(wand_fn fn, void *arg);

void cleanup_note(const char *letter)
{
    size_t length = strlen(cleanup_trace);

    cleanup_trace[length] = *letter;
    cleanup_trace[length + 1] = '\0';
}

static void note_variable(const char *const *letter)
{
    cleanup_note(*letter);
}

#define CLEANED_UP __attribute__((cleanup(note_variable)))

static void check_trace(const char *wanted, int line)
{
    check_equal(strcmp(cleanup_trace, wanted), 0, cleanup_trace, wanted, line);
    cleanup_trace[0] = '\0';
}

#define TRACE(wanted) check_trace(wanted, __LINE__)

static void panic_here(void *arg UNUSED)
{
    CLEANED_UP const char *outer = "1";
    {
        CLEANED_UP const char *inner = "2";
        wand_panic("through %s and %s", outer, inner);
    }
}

WAND_TEST(cleanups_run_in_a_panic)
{
    check_int(wand_protect(panic_here, NULL, NULL), -EFAULT);
    TRACE("21");
}

static __attribute__((noinline)) void mixed_inner(void)
{
    CLEANED_UP const char *a = "c";

    WAND_DEFER(cleanup_note, "d");
    wand_panic("mixed %s", a);
}

static void mixed(void *arg UNUSED)
{
    WAND_DEFER(cleanup_note, "a");
    CLEANED_UP const char *b = "b";

    mixed_inner();
    cleanup_note(b);
}

/* Deferred calls and cleanups share one order: the last one first, frame by frame. */
WAND_TEST(cleanups_and_deferred_calls_keep_one_order)
{
    check_int(wand_protect(mixed, NULL, NULL), -EFAULT);
    TRACE("dcba");
}

static void no_tables_inside(void *arg UNUSED)
{
    WAND_DEFER(cleanup_note, "x");
    no_tables_panic(NULL);
}

/* Code without unwind tables, as some build with: deferred calls run there all the same. */
WAND_TEST(deferred_calls_run_without_unwind_tables)
{
    wand_panic_info info;

    check_int(wand_protect(no_tables_panic, NULL, &info), -EFAULT);
    check_contains(info.message, "no tables");
    TRACE("21");
    check_int(wand_protect(no_tables_inside, NULL, NULL), -EFAULT);
    TRACE("21x");
}

static void call_through_no_tables(void *arg UNUSED)
{
    WAND_DEFER(cleanup_note, "o");
    no_tables_call(panic_here, NULL);
}

/* A frame without tables in the middle hides the older cleanups at most, never a deferred call. */
WAND_TEST(deferred_calls_run_across_a_frame_without_tables)
{
    size_t length;

    check_int(wand_protect(call_through_no_tables, NULL, NULL), -EFAULT);
    length = strlen(cleanup_trace);
    check(length >= 2 && strcmp(cleanup_trace + length - 2, "no") == 0);
    cleanup_trace[0] = '\0';
}

static void park_between(void *arg UNUSED)
{
    CLEANED_UP const char *a = "p";

    wand_sleep(WAND_MS(1));
    wand_panic("after a park %s", a);
}

static void protect_park_between(void *arg UNUSED)
{
    check_int(wand_protect(park_between, NULL, NULL), -EFAULT);
}

WAND_TEST(cleanups_run_on_any_coroutine_s_stack)
{
    wand_wg wg = WAND_WG_INIT;

    for (int i = 0; i < 3; i++)
        wand_go_wg(&wg, protect_park_between, NULL);
    wand_wg_wait(&wg);
    TRACE("ppp");
}

static int task(void *arg)
{
    panic_here(arg);
    return 0;
}

WAND_TEST(cleanups_run_in_a_task)
{
    wand_scope *s = wand_scope_open(wand_ctx_background(), 0);

    wand_scope_go(s, task, NULL);
    check_int(wand_scope_join(s), -EFAULT);
    TRACE("21");
}

static void misuse(void *arg UNUSED)
{
    wand_mutex mu = WAND_MUTEX_INIT;
    CLEANED_UP const char *a = "m";

    cleanup_note(a);
    wand_mutex_unlock(&mu);
}

WAND_TEST(cleanups_run_in_a_misuse)
{
    check_int(wand_protect(misuse, NULL, NULL), -EFAULT);
    TRACE("mm");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(cleanups_run_in_a_panic),
    cmocka_unit_test(cleanups_and_deferred_calls_keep_one_order),
    cmocka_unit_test(deferred_calls_run_without_unwind_tables),
    cmocka_unit_test(deferred_calls_run_across_a_frame_without_tables),
    cmocka_unit_test(cleanups_run_on_any_coroutine_s_stack),
    cmocka_unit_test(cleanups_run_in_a_task),
    cmocka_unit_test(cleanups_run_in_a_misuse),
};

TAP_MAIN(tests)
