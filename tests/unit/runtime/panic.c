/* panic.c: wand_panic and wand_protect: what is caught, what it says, and what an uncaught panic does. */
#include "tests/unit/runtime/wand_test.h"

#include <signal.h>
#include <stdlib.h>

static char trace[64];
static size_t used;

static void note(const char *letter)
{
    trace[used++] = *letter;
    trace[used] = '\0';
}

static void panic_with(void *arg)
{
    wand_panic("cannot serve %s: %d", (const char *)arg, 42);
}

static void do_nothing(void *arg)
{
    if (arg != NULL)
        *(int *)arg = 1;
}

WAND_TEST(protect_returns_zero_without_a_panic)
{
    int ran = 0;

    check_int(wand_protect(do_nothing, &ran, NULL), 0);
    check_int(ran, 1);
}

WAND_TEST(protect_catches_and_describes)
{
    wand_panic_info info;

    check_int(wand_protect(panic_with, (void *)"tea", &info), -EFAULT);
    check_contains(info.message, "cannot serve tea: 42");
    check_int(wand_protect(panic_with, (void *)"tea", NULL), -EFAULT);
}

static void panic_long(void *arg)
{
    wand_panic("%s", (char *)arg);
}

/* The message is cut to fit its 256 bytes. */
WAND_TEST(a_long_message_is_cut)
{
    wand_panic_info info;
    char *text = malloc(5000);

    memset(text, 'x', 4999);
    text[4999] = '\0';
    check_int(sizeof info.message, 256);
    check_int(offsetof(wand_panic_info, message), 0);
    check_int(wand_protect(panic_long, text, &info), -EFAULT);
    check(memchr(info.message, '\0', sizeof info.message) != NULL);
    check(strlen(info.message) > 200);
    check(strncmp(info.message, "xxxx", 4) == 0);
    free(text);
}

static void protect_inside(void *arg)
{
    wand_panic_info info;

    check_int(wand_protect(panic_with, (void *)"inner", &info), -EFAULT);
    check_contains(info.message, "inner");
    note("i");
    if (arg != NULL)
        wand_panic("outer");
    note("o");
}

WAND_TEST(protect_nests)
{
    wand_panic_info info;

    used = 0;
    check_int(wand_protect(protect_inside, NULL, NULL), 0);
    check_int(wand_protect(protect_inside, (void *)1, &info), -EFAULT);
    check_contains(info.message, "outer");
    check(strcmp(trace, "ioi") == 0);
}

static void protect_many(void *arg)
{
    int depth = *(int *)arg;

    if (depth == 0)
        wand_panic("deep");
    *(int *)arg = depth - 1;
    check_int(wand_protect(protect_many, arg, NULL), depth == 1 ? -EFAULT : 0);
}

WAND_TEST(protect_nests_deeply)
{
    int depth = 40;

    check_int(wand_protect(protect_many, &depth, NULL), 0);
}

static void catch_another(const char *letter)
{
    wand_panic_info info;

    check_int(wand_protect(panic_with, (void *)"second", &info), -EFAULT);
    check_contains(info.message, "second");
    note(letter);
}

static void panic_first(void *arg UNUSED)
{
    WAND_DEFER(catch_another, "a");
    WAND_DEFER(note, "b");
    WAND_DEFER(catch_another, "c");
    wand_panic("first");
}

WAND_TEST(a_deferred_call_may_catch_another_panic)
{
    wand_panic_info info;

    used = 0;
    check_int(wand_protect(panic_first, NULL, &info), -EFAULT);
    check_contains(info.message, "first");
    check(strcmp(trace, "cba") == 0);
}

static void panic_again(const char *letter)
{
    note(letter);
    wand_panic("panic in a deferred call");
}

static void panic_in_a_deferred_call(void *arg UNUSED)
{
    WAND_DEFER(note, "1");
    WAND_DEFER(panic_again, "2");
    WAND_DEFER(note, "3");
    wand_panic("the first panic");
}

/* As in Go: the new panic takes the place of the one that was under way, and the calls deferred earlier still
 * run. */
WAND_TEST(a_panic_in_a_deferred_call_replaces_the_first)
{
    wand_panic_info info;

    used = 0;
    check_int(wand_protect(panic_in_a_deferred_call, NULL, &info), -EFAULT);
    check_contains(info.message, "panic in a deferred call");
    check(strcmp(trace, "321") == 0);
}

static void panic_when_leaving(void *arg UNUSED)
{
    WAND_DEFER(note, "1");
    {
        WAND_DEFER(panic_again, "2");
        WAND_DEFER(note, "3");
    }
    note("!");
}

WAND_TEST(a_deferred_call_may_panic_when_its_block_ends)
{
    used = 0;
    check_int(wand_protect(panic_when_leaving, NULL, NULL), -EFAULT);
    check(strcmp(trace, "321") == 0);
}

static void panic_three_times(void *arg UNUSED)
{
    WAND_DEFER(note, "0");
    WAND_DEFER(panic_again, "1");
    WAND_DEFER(panic_again, "2");
    WAND_DEFER(panic_again, "3");
    wand_panic("the first of four");
}

WAND_TEST(panics_in_several_deferred_calls)
{
    used = 0;
    check_int(wand_protect(panic_three_times, NULL, NULL), -EFAULT);
    check(strcmp(trace, "3210") == 0);
}

static void park_then_panic(void *arg)
{
    wand_sleep(WAND_MS(1));
    wand_panic("after the park of %s", (char *)arg);
}

static void protect_across_parks(void *arg)
{
    wand_panic_info info;

    check_int(wand_protect(park_then_panic, arg, &info), -EFAULT);
    check_contains(info.message, arg);
}

WAND_TEST(protect_across_parks_belongs_to_the_coroutine)
{
    wand_wg wg = WAND_WG_INIT;

    wand_go_wg(&wg, protect_across_parks, (void *)"one");
    wand_go_wg(&wg, protect_across_parks, (void *)"two");
    wand_go_wg(&wg, protect_across_parks, (void *)"three");
    wand_wg_wait(&wg);
}

static void lock_and_panic(void *arg)
{
    wand_mutex_lock(arg);
    wand_panic("with the lock");
}

/* Locks are not released by themselves. */
WAND_TEST(a_panic_keeps_its_locks)
{
    wand_mutex mu = WAND_MUTEX_INIT;

    wand_protect(lock_and_panic, &mu, NULL);
    check(!wand_mutex_trylock(&mu));
    wand_mutex_unlock(&mu);
}

static void lock_defer_and_panic(void *arg)
{
    wand_mutex_lock(arg);
    WAND_DEFER(wand_mutex_unlock, (wand_mutex *)arg);
    wand_panic("with the lock");
}

WAND_TEST(a_deferred_unlock_runs_in_a_panic)
{
    wand_mutex mu = WAND_MUTEX_INIT;

    wand_protect(lock_defer_and_panic, &mu, NULL);
    check(wand_mutex_trylock(&mu));
    wand_mutex_unlock(&mu);
}

static void double_close(void *arg)
{
    wand_chan_close(arg);
    wand_chan_close(arg);
}

WAND_TEST(a_misuse_is_a_panic_like_any_other)
{
    wand_chan *c = wand_chan_new(0, 0);
    wand_panic_info info;

    check_int(wand_protect(double_close, c, &info), -EFAULT);
    check(info.message[0] != '\0');
    wand_chan_release(c);
}

WAND_TEST(a_thousand_panics)
{
    for (int i = 0; i < 1000; i++)
        check_int(wand_protect(panic_in_a_deferred_call, NULL, NULL), (used = 0, -EFAULT));
}

static void sort_panics(void *arg UNUSED)
{
    wand_panic("compare");
}

static int compare_and_panic(const void *a UNUSED, const void *b UNUSED)
{
    sort_panics(NULL);
    return 0;
}

static void sort_with_panic(void *arg UNUSED)
{
    int numbers[] = {3, 1, 2};

    WAND_DEFER(note, "q");
    qsort(numbers, 3, sizeof numbers[0], compare_and_panic);
}

WAND_TEST(a_panic_passes_through_a_foreign_library)
{
    used = 0;
    check_int(wand_protect(sort_with_panic, NULL, NULL), -EFAULT);
    check(strcmp(trace, "q") == 0);
}

static void say(const char *text)
{
    fprintf(stderr, "deferred %s\n", text);
}

static void panic_uncaught(void *arg UNUSED)
{
    WAND_DEFER(say, "call");
    wand_panic("nobody catches %d", 7);
}

static void spawn_a_panic(void *arg UNUSED)
{
    AT(wand_go(panic_uncaught, NULL));
    puts(noted_place);
    fflush(stdout);
    wand_sleep(WAND_SEC(10));
}

static int spawn_child(void *arg UNUSED)
{
    return wand_run(NULL, spawn_a_panic, NULL);
}

static int main_child(void *arg UNUSED)
{
    return wand_run(NULL, panic_uncaught, NULL);
}

/* Message, coroutine, spawn site and stack; deferred calls run; the process aborts. */
static void an_uncaught_panic_aborts_the_process(void **state UNUSED)
{
    static child_result result;

    check_begin();
    child_run(&result, spawn_child, NULL);
    check_int(result.signal, SIGABRT);
    check_contains(result.err, "nobody catches 7");
    check_contains(result.err, "deferred call");
    check_contains(result.out, "panic.c:");
    check_contains(result.err, strtok(result.out, "\n"));
    child_run(&result, main_child, NULL);
    check_int(result.signal, SIGABRT);
    check_contains(result.err, "nobody catches 7");
    check_contains(result.err, "deferred call");
    check_end();
}

static void spawn_named(void *arg UNUSED)
{
    wand_spawn how = {.name = "tea-maker"};

    wand_go_with(&how, panic_uncaught, NULL);
    wand_sleep(WAND_SEC(10));
}

static int named_child(void *arg UNUSED)
{
    return wand_run(NULL, spawn_named, NULL);
}

static void an_uncaught_panic_names_the_coroutine(void **state UNUSED)
{
    static child_result result;

    check_begin();
    child_run(&result, named_child, NULL);
    check_int(result.signal, SIGABRT);
    check_contains(result.err, "tea-maker");
    check_end();
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(protect_returns_zero_without_a_panic),
    cmocka_unit_test(protect_catches_and_describes),
    cmocka_unit_test(a_long_message_is_cut),
    cmocka_unit_test(protect_nests),
    cmocka_unit_test(protect_nests_deeply),
    cmocka_unit_test(a_deferred_call_may_catch_another_panic),
    cmocka_unit_test(a_panic_in_a_deferred_call_replaces_the_first),
    cmocka_unit_test(a_deferred_call_may_panic_when_its_block_ends),
    cmocka_unit_test(panics_in_several_deferred_calls),
    cmocka_unit_test(protect_across_parks_belongs_to_the_coroutine),
    cmocka_unit_test(a_panic_keeps_its_locks),
    cmocka_unit_test(a_deferred_unlock_runs_in_a_panic),
    cmocka_unit_test(a_misuse_is_a_panic_like_any_other),
    cmocka_unit_test(a_thousand_panics),
    cmocka_unit_test(a_panic_passes_through_a_foreign_library),
    cmocka_unit_test(an_uncaught_panic_aborts_the_process),
    cmocka_unit_test(an_uncaught_panic_names_the_coroutine),
};

TAP_MAIN(tests)
