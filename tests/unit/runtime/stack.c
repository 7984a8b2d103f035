/* stack.c: how much stack a coroutine has, and what happens beyond its end. */
#include "tests/unit/runtime/wand_test.h"

#include <signal.h>
#include <stdlib.h>

/* Touches `bytes` of stack in frames of 1 KiB and returns a value that depends on all of it. */
static __attribute__((noinline)) unsigned dig(size_t bytes)
{
    volatile unsigned char frame[1024];

    for (size_t i = 0; i < sizeof frame; i += 64)
        frame[i] = (unsigned char)(bytes / 1024 + i);
    if (bytes <= sizeof frame)
        return frame[0];
    return dig(bytes - sizeof frame) + frame[64] - frame[0];
}

static void dig_there(void *arg)
{
    size_t *bytes = arg;

    dig(*bytes);
    wand_yield();
    dig(*bytes);
    *bytes = 0;
}

static void dig_with(size_t stack_size, size_t bytes)
{
    wand_wg wg = WAND_WG_INIT;
    wand_spawn how = {.name = "digger", .wg = &wg, .stack_size = stack_size};

    check_int(wand_go_with(&how, dig_there, &bytes), 0);
    wand_wg_wait(&wg);
    check_int(bytes, 0);
}

/* The default is 64 KiB of usable bytes. A sanitizer's frames are several times larger.
 */
WAND_TEST(default_stack_holds_deep_calls)
{
    dig_with(0, UNDER_ASAN || UNDER_TSAN ? 20 * 1024 : 48 * 1024);
}

WAND_TEST(stack_size_is_honoured)
{
    dig_with(1 << 20, UNDER_ASAN || UNDER_TSAN ? 300 * 1024 : 900 * 1024);
    dig_with(16 << 20, UNDER_ASAN || UNDER_TSAN ? 5 << 20 : 14 << 20);
    dig_with(200 * 1024 + 13, UNDER_ASAN || UNDER_TSAN ? 60 * 1024 : 160 * 1024);
}

static void fill_all(void *arg)
{
    size_t bytes = *(size_t *)arg;
    volatile char *block = __builtin_alloca(bytes);

    for (size_t i = 0; i < bytes; i += 512)
        block[i] = 1;
    wand_yield();
    check_int(block[0], 1);
}

/* Usable bytes: nearly all of what was asked for belongs to the function. */
WAND_TEST(stack_size_is_usable_bytes)
{
    static const size_t sizes[] = {32 * 1024, 64 * 1024, 100 * 1024, 256 * 1024};
    wand_wg wg = WAND_WG_INIT;

    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        size_t bytes = sizes[i] - 4096;
        wand_spawn how = {.name = "filler", .wg = &wg, .stack_size = sizes[i]};
        check_int(wand_go_with(&how, fill_all, &bytes), 0);
        wand_wg_wait(&wg);
    }
}

static void small_one(void *arg)
{
    settle();
    *(bool *)arg = true;
}

WAND_TEST(tiny_stack_size_still_works)
{
    bool ran = false;

    for (size_t size = 1; size <= 4096; size *= 8) {
        wand_wg wg = WAND_WG_INIT;
        wand_spawn how = {.name = "tiny", .wg = &wg, .stack_size = size};
        ran = false;
        check_int(wand_go_with(&how, small_one, &ran), 0);
        wand_wg_wait(&wg);
        check(ran);
    }
}

/* Main runs libc code of all kinds: give it as much as any other coroutine, at least. */
WAND_TEST(printf_and_qsort_fit_the_default_stack)
{
    char text[512];

    snprintf(text, sizeof text, "%.17g %s %Lf %p", 3.25, "text", 2.5L, (void *)text);
    check_contains(text, "3.25 text 2.5");
}

static void overflow(void *arg)
{
    dig(*(size_t *)arg);
}

static void overflow_main(void *arg)
{
    wand_wg wg = WAND_WG_INIT;
    wand_spawn how = {.name = "deep-digger", .wg = &wg};

    wand_go_with(&how, overflow, arg);
    wand_wg_wait(&wg);
}

static int overflow_child(void *arg)
{
    return wand_run(NULL, overflow_main, arg);
}

/* Beyond the stack lies a guard: the process ends there instead of writing over a neighbour. */
static void overflow_ends_the_process(void **state UNUSED)
{
    static child_result result;
    size_t bytes = 512 * 1024;

    if (UNDER_ASAN || UNDER_TSAN)
        skip();
    child_run(&result, overflow_child, &bytes);
    assert_true(result.signal == SIGSEGV || result.signal == SIGABRT || result.signal == SIGBUS);
    if (strstr(result.err, "stack") == NULL || strstr(result.err, "deep-digger") == NULL)
        fail_msg("the report does not name the stack overflow and the coroutine: %s", result.err);
}

static void fill_main(void *arg)
{
    dig_with(0, *(size_t *)arg);
}

/* The default can be set for the whole run, by option or environment. */
static void the_default_can_be_set(void **state UNUSED)
{
    size_t bytes = UNDER_ASAN || UNDER_TSAN ? 300 * 1024 : 900 * 1024;

    check_begin();
    check_int(wand_run(&(wand_opts){.stack_size = 1 << 20}, fill_main, &bytes), 0);
    setenv("WAND_STACK_SIZE", "1048576", 1);
    check_int(wand_run(NULL, fill_main, &bytes), 0);
    unsetenv("WAND_STACK_SIZE");
    check_end();
}

static void follow_null(void *arg)
{
    *(volatile int *)arg = 1;
}

static int follow_null_child(void *arg)
{
    (void)arg;
    return wand_run(NULL, follow_null, NULL);
}

/* Any other fault is left to whoever handled it before: here the default. */
static void another_fault_is_no_overflow(void **state UNUSED)
{
    static child_result result;

    if (UNDER_ASAN || UNDER_TSAN)
        skip();
    child_run(&result, follow_null_child, NULL);
    assert_int_equal(result.signal, SIGSEGV);
    assert_null(strstr(result.err, "overflow"));
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(default_stack_holds_deep_calls),
    cmocka_unit_test(stack_size_is_honoured),
    cmocka_unit_test(stack_size_is_usable_bytes),
    cmocka_unit_test(tiny_stack_size_still_works),
    cmocka_unit_test(printf_and_qsort_fit_the_default_stack),
    cmocka_unit_test(the_default_can_be_set),
    cmocka_unit_test(overflow_ends_the_process),
    cmocka_unit_test(another_fault_is_no_overflow),
};

TAP_MAIN(tests)
