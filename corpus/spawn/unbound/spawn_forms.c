// run: leak 9
/* Tickers of a control panel, started in every corner of an expression or a statement. */
#include <stdatomic.h>
#include <wand.h>

struct panel {
    bool enabled;
    atomic_int lamp, bell;
    int attempts;
};

static struct panel panel = {.enabled = true};

static void blink(void *arg)
{
    struct panel *p = arg;

    while (wand_sleep(WAND_MS(10)) == 0)
        atomic_fetch_xor(&p->lamp, 1);
}

static void ring(void *arg)
{
    struct panel *p = arg;

    while (wand_sleep(WAND_MS(10)) == 0)
        atomic_fetch_add(&p->bell, 1);
}

#define SPAWN(body, arg)                                                                                     \
    ({                                                                                                       \
        int spawn_result = wand_go((body), (arg));                                                           \
        if (spawn_result != 0)                                                                               \
            fprintf(stderr, #body ": %d\n", spawn_result);                                                   \
        spawn_result;                                                                                        \
    })

/* Bad: behind a short circuit. */
static bool panel_short_circuit(struct panel *p)
{
    bool running = p->enabled && wand_go(blink, p) == 0; // want spawn-unbound

    return running || p->attempts++ < 0;
}

/* Bad: in the arms of a conditional expression. */
static int panel_conditional(struct panel *p, bool loud)
{
    return loud ? wand_go(ring, p)   // want spawn-unbound
                : wand_go(blink, p); // want spawn-unbound
}

/* Bad: behind a comma. */
static int panel_comma(struct panel *p)
{
    int err;

    err = (p->attempts++, wand_go(blink, p)); // want spawn-unbound
    return err;
}

/* Bad: the function itself, without the macro of its name. */
static int panel_plain(struct panel *p)
{
    return (wand_go)(blink, p); // want spawn-unbound
}

/* Bad: in a statement expression that a macro makes. */
static int panel_macro(struct panel *p)
{
    return SPAWN(ring, p); // want spawn-unbound
}

/* Bad: in a switch that falls through. */
static void panel_switch(struct panel *p, int level)
{
    switch (level) {
    case 2:
        if (wand_go(ring, p) != 0) // want spawn-unbound
            p->attempts++;
        /* fall through */
    case 1:
        if (wand_go(blink, p) != 0) // want spawn-unbound
            p->attempts++;
        break;
    default: break;
    }
}

/* Bad: tried again until it works. */
static int panel_retry(struct panel *p)
{
    int tries = 0, err;

again:
    err = wand_go(blink, p); // want spawn-unbound
    if (err == -EAGAIN && ++tries < 3) {
        wand_sleep(WAND_MS(1));
        goto again;
    }
    return err;
}

/* Bad: the condition of a loop. */
static void panel_loop(struct panel *p)
{
    while (wand_go(ring, p) != 0) { // want spawn-unbound
        if (p->attempts++ > 3)
            break;
    }
}

/* Good: the same corners with a context. */
int panel_bound(struct panel *p, wand_ctx *ctx, bool loud)
{
    int err = loud ? wand_go_ctx(ctx, ring, p) : (p->attempts++, wand_go_ctx(ctx, blink, p));

    if (err == 0 && p->enabled && (err = wand_go_ctx(ctx, blink, p)) != 0)
        goto out;
    switch (p->attempts) {
    case 0 ... 3: err = wand_go_ctx(ctx, blink, p); break;
    default: err = ({ wand_go_ctx(ctx, ring, p); });
    }
out:
    return err;
}

/* Good: the options are filled in one after the other. */
int panel_options(struct panel *p, wand_ctx *ctx)
{
    wand_spawn how = {0};

    how.name = "panel";
    how.ctx = ctx;
    return wand_go_with(&how, blink, p);
}

static void start(void *arg)
{
    (void)arg;
    panel_short_circuit(&panel);
    panel_conditional(&panel, true);
    panel_comma(&panel);
    panel_plain(&panel);
    panel_macro(&panel);
    panel_switch(&panel, 2);
    panel_retry(&panel);
    panel_loop(&panel);
}

int main(void)
{
    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
