// run: deadlock
/* Index builders that count down by a deferred call, by the cleanup attribute, or too late to help. */
#include <stdlib.h>
#include <wand.h>

struct shard {
    int documents;
    int terms;
    wand_wg *builders;
};

static void guard_done(wand_wg **guard)
{
    if (*guard != NULL)
        wand_wg_done(*guard);
}

#define COUNTED_BY(name, wg) __attribute__((unused, cleanup(guard_done))) wand_wg *name = (wg)

static void shard_done(struct shard *s)
{
    wand_wg_done(s->builders);
}

/* Good: deferred first thing; every return below is covered. */
static void build_deferred(void *arg)
{
    struct shard *s = arg;

    WAND_DEFER(wand_wg_done, s->builders); // delete defer
    if (s->documents == 0)
        return; // then wg-missing-done by defer
    wand_yield();
    s->terms = s->documents * 5;
} // then wg-missing-done by defer

/* Good: a helper of our own, deferred. */
static void build_deferred_helper(void *arg)
{
    struct shard *s = arg;

    WAND_DEFER(shard_done, s);
    for (int i = 0; i < s->documents; i++) {
        if (i > 100)
            return;
        s->terms += 5;
    }
}

/* Good: the cleanup attribute, spelled out. */
static void build_guarded(void *arg)
{
    struct shard *s = arg;
    __attribute__((unused, cleanup(guard_done))) wand_wg *guard = s->builders;

    if (s->documents < 0)
        return;
    s->terms = s->documents;
}

/* Good: the cleanup attribute in a macro, disarmed after a done by hand. */
static void build_disarmed(void *arg)
{
    struct shard *s = arg;
    COUNTED_BY(guard, s->builders);

    if (s->documents < 0)
        return;
    s->terms = s->documents;
    wand_wg_done(s->builders);
    guard = NULL;
}

/* Good: deferred in an inner block that every path passes through. */
static void build_block(void *arg)
{
    struct shard *s = arg;

    {
        WAND_DEFER(wand_wg_done, s->builders);
        s->terms += 1;
    }
    wand_yield();
}

/* Bad: the early return comes before the defer. */
static void build_deferred_late(void *arg)
{
    struct shard *s = arg;

    if (s->documents == 0)
        return; // want wg-missing-done
    WAND_DEFER(wand_wg_done, s->builders);
    s->terms = s->documents * 5;
}

/* Bad: the guard is disarmed, and nobody counts down instead. */
static void build_disarmed_wrongly(void *arg)
{
    struct shard *s = arg;
    COUNTED_BY(guard, s->builders);

    if (s->documents < 0)
        return;
    s->terms = s->documents;
    // insert hand: wand_wg_done(s->builders);
    guard = NULL;
} // want wg-missing-done unless hand

/* Bad: deferred in a branch only. */
static void build_sometimes(void *arg)
{
    struct shard *s = arg;

    if (s->documents > 0) {
        WAND_DEFER(wand_wg_done, s->builders);
        s->terms = s->documents;
    }
} // want wg-missing-done

static void launch(wand_wg *builders, wand_fn body, struct shard *s)
{
    s->builders = builders;
    wand_wg_add(builders, 1);
    if (wand_go(body, s) != 0)
        wand_wg_done(builders);
}

static void launch_bound(wand_ctx *ctx, wand_wg *builders, struct shard *s)
{
    s->builders = builders;
    wand_wg_add(builders, 1);
    if (wand_go_ctx(ctx, build_deferred, s) != 0)
        wand_wg_done(builders);
}

static void start(void *arg)
{
    static struct shard shards[8];
    wand_wg builders = WAND_WG_INIT;

    (void)arg;
    launch_bound(wand_ctx_current(), &builders, &shards[0]);
    launch(&builders, build_deferred_helper, &shards[1]);
    launch(&builders, build_guarded, &shards[2]);
    launch(&builders, build_disarmed, &shards[3]);
    launch(&builders, build_block, &shards[4]);
    wand_wg_wait(&builders);
    launch(&builders, build_deferred_late, &shards[5]);
    launch(&builders, build_disarmed_wrongly, &shards[6]);
    launch(&builders, build_sometimes, &shards[7]);
    wand_wg_wait(&builders);
}

int main(void)
{
    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
