/* Functions passed to functions, kept in tables, started as coroutines. */
#include <wand.h>

typedef void (*step)(void *);

void finish(void *arg)
{
    wand_wg_done(arg);
}

void work(void *arg)
{
    (void)arg;
}

void apply(step s, void *arg)
{
    s(arg);
}

void apply_finish(wand_wg *wg)
{
    apply(finish, wg);
}

struct operations {
    step begin;
    step end;
};

static const struct operations operations = {.begin = work, .end = finish};

void through_table(wand_wg *wg)
{
    operations.begin(wg);
    operations.end(wg);
}

static const step steps[] = {work, finish};

void some_step(int i, wand_wg *wg)
{
    steps[i](wg);
}

static step hook = work; /* somebody else may change it */

void set_hook(step s)
{
    hook = s;
}

void through_hook(wand_wg *wg)
{
    hook(wg);
}

void start(wand_wg *wg)
{
    wand_wg_add(wg, 1);
    wand_go_wg(wg, finish, wg);
}

void start_any(step s, wand_wg *wg)
{
    wand_go(s, wg);
}

void guarded(wand_wg *wg)
{
    (void)wand_protect(finish, wg, NULL);
}
