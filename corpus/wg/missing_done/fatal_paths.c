// run: clean
/* Workers that give up for good: after a panic, an abort or an exit nobody misses a done. */
#include <assert.h>
#include <setjmp.h>
#include <stdlib.h>
#include <wand.h>

struct cell {
    int value;
    wand_wg *grid;
    jmp_buf restart;
};

static __attribute__((noreturn)) void die(const char *why)
{
    fprintf(stderr, "fatal: %s\n", why);
    exit(3);
}

/* Never returns either, though nothing at its head says so. */
static void give_up(struct cell *c)
{
    fprintf(stderr, "cell %d\n", c->value);
    abort();
}

#define MUST(condition)                                                                                      \
    do {                                                                                                     \
        if (!(condition))                                                                                    \
            die(#condition);                                                                                 \
    } while (0)

/* Good: a panic that nobody catches ends the process. */
static void solve_panic(void *arg)
{
    struct cell *c = arg;

    if (c->value == 0) {
        wand_wg_done(c->grid); // delete panic
        return;                // then wg-missing-done by panic
    }
    if (c->value < 0)
        wand_panic("cell below zero: %d", c->value);
    wand_wg_done(c->grid);
}

/* Good: exit and abort. */
static void solve_exit(void *arg)
{
    struct cell *c = arg;

    if (c->value < 0)
        exit(2);
    if (c->value > 1000)
        abort();
    wand_wg_done(c->grid);
}

/* Good: functions of our own that don't return, declared or not. */
static void solve_die(void *arg)
{
    struct cell *c = arg;

    if (c->value < 0)
        die("below zero");
    if (c->value > 1000)
        give_up(c);
    wand_wg_done(c->grid);
}

/* Good: assertions. */
static void solve_assert(void *arg)
{
    struct cell *c = arg;

    assert(c->value >= 0);
    MUST(c->value < 1000);
    wand_wg_done(c->grid);
}

/* Good: a loop without an end has no exit to miss a done on. */
static void solve_for_ever(void *arg)
{
    struct cell *c = arg;

    if (c->value == 0) {
        for (;;)
            wand_sleep(WAND_SEC(1));
    }
    wand_wg_done(c->grid);
}

/* Comes back in solve_jump. */
static void start_over(struct cell *c)
{
    c->value = 0;
    longjmp(c->restart, 1);
}

/* Good: a long jump leads back to where done is made. */
static void solve_jump(void *arg)
{
    struct cell *c = arg;

    if (setjmp(c->restart) == 0) {
        if (c->value > 8)
            start_over(c);
        c->value++;
    }
    wand_wg_done(c->grid);
}

static void step(void *arg)
{
    struct cell *c = arg;

    if (c->value == 13)
        wand_panic("unlucky");
    c->value++;
}

/* Good: the panic is caught, and done comes behind it on both paths. */
static void solve_protected(void *arg)
{
    struct cell *c = arg;
    wand_panic_info info;

    if (wand_protect(step, c, &info) != 0)
        fprintf(stderr, "step: %s\n", info.message);
    wand_wg_done(c->grid);
}

/* Good: the deferred done runs in a panic too. */
static void solve_deferred(void *arg)
{
    struct cell *c = arg;

    WAND_DEFER(wand_wg_done, c->grid);
    if (wand_protect(step, c, NULL) != 0) {
        c->value = 0;
        return;
    }
    c->value++;
}

/* Bad: beside the fatal path there is one that just leaves. */
static void solve_some(void *arg)
{
    struct cell *c = arg;

    if (c->value < 0)
        die("below zero");
    if (c->value == 0)
        return; // want wg-missing-done
    wand_wg_done(c->grid);
}

static void launch(struct cell *c, wand_wg *grid, wand_fn body)
{
    c->grid = grid;
    wand_wg_add(grid, 1);
    if (wand_go(body, c) != 0)
        wand_wg_done(grid);
}

static void start(void *arg)
{
    static struct cell leap = {.value = 9};
    static struct cell cells[8] = {{.value = 1},  {.value = 2}, {.value = 3}, {.value = 4},
                                   {.value = 13}, {.value = 6}, {.value = 7}, {.value = 8}};
    wand_wg grid = WAND_WG_INIT;

    (void)arg;
    launch(&cells[0], &grid, solve_panic);
    launch(&cells[1], &grid, solve_exit);
    launch(&cells[2], &grid, solve_die);
    launch(&cells[3], &grid, solve_assert);
    launch(&cells[4], &grid, solve_protected);
    launch(&cells[5], &grid, solve_deferred);
    launch(&cells[6], &grid, solve_some);
    launch(&cells[7], &grid, solve_for_ever);
    launch(&leap, &grid, solve_jump);
    wand_wg_wait(&grid);
    printf("%d\n", cells[4].value);
}

int main(void)
{
    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
