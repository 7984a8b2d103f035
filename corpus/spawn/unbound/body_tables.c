// run: leak 4
/* Maintenance tasks whose body is found in a variable, a table or an operations struct. */
#include <stdatomic.h>
#include <stddef.h>
#include <wand.h>

struct store {
    atomic_int purged, compacted;
    wand_wg tasks;
};

struct task {
    const char *name;
    wand_fn body;
};

struct store_ops {
    int (*open)(struct store *store);
    wand_fn maintain;
};

static struct store store;

static void purge(void *arg)
{
    struct store *s = arg;

    while (wand_sleep(WAND_MS(5)) == 0)
        atomic_fetch_add(&s->purged, 1);
}

static void compact(void *arg)
{
    struct store *s = arg;

    while (wand_sleep(WAND_MS(5)) == 0)
        atomic_fetch_add(&s->compacted, 1);
}

static void purge_once(void *arg)
{
    struct store *s = arg;

    atomic_fetch_add(&s->purged, 1);
    wand_wg_done(&s->tasks);
}

static void compact_once(void *arg)
{
    struct store *s = arg;

    atomic_fetch_add(&s->compacted, 1);
    wand_wg_done(&s->tasks);
}

static void verify_once(struct store *s)
{
    atomic_fetch_add(&s->purged, 0);
    wand_wg_done(&s->tasks);
}

static int store_open(struct store *s)
{
    atomic_store(&s->purged, 0);
    return 0;
}

static const struct task endless[] = {{"purge", purge}, {"compact", compact}};
static const struct task counted[] = {{"purge", purge_once}, {"compact", &compact_once}};
static const struct store_ops endless_ops = {.open = store_open, .maintain = purge};
static const struct store_ops counted_ops = {.open = store_open, .maintain = purge_once};

/* Bad: a local function pointer. */
static void purge_start(struct store *s)
{
    wand_fn body = &purge;

    if (wand_go(body, s) != 0) // want spawn-unbound
        fprintf(stderr, "purge: not started\n");
}

/* Bad: one of two, and neither has an end. */
static void maintain_start(struct store *s, bool tight)
{
    if (wand_go(tight ? compact : purge, s) != 0) // want spawn-unbound
        fprintf(stderr, "maintenance: not started\n");
}

/* Bad: an entry of a table. */
static void compact_start(struct store *s)
{
    if (wand_go(endless[1].body, s) != 0) // want spawn-unbound
        fprintf(stderr, "%s: not started\n", endless[1].name);
}

/* Bad: an operation. */
static void ops_start(struct store *s)
{
    if (endless_ops.open(s) == 0 && wand_go(endless_ops.maintain, s) != 0) // want spawn-unbound
        fprintf(stderr, "maintenance: not started\n");
}

static int counted_go(struct store *s, wand_fn body)
{
    wand_wg_add(&s->tasks, 1);
    int err = wand_go(body, s);
    if (err != 0)
        wand_wg_done(&s->tasks);
    return err;
}

/* Good: each of the table, counted and waited for. */
static void run_counted(struct store *s)
{
    for (size_t i = 0; i < sizeof counted / sizeof counted[0]; i++) {
        if (counted_go(s, counted[i].body) != 0)
            fprintf(stderr, "%s: not started\n", counted[i].name);
    }
    wand_wg_wait(&s->tasks);
}

/* Good: an operation, &name, and a cast, counted as well. */
static void run_others(struct store *s)
{
    if (counted_ops.open(s) == 0)
        counted_go(s, counted_ops.maintain);
    counted_go(s, &compact_once);
    counted_go(s, (wand_fn)verify_once);
    wand_wg_wait(&s->tasks);
}

/* Good: nobody here knows what the body does. */
int store_background(struct store *s, const struct task *task)
{
    return wand_go(task->body, s);
}

/* Good: nor here. */
int store_maintain(struct store *s, const struct store_ops *ops)
{
    if (ops->open != NULL && ops->open(s) != 0)
        return -EINVAL;
    return ops->maintain == NULL ? 0 : wand_go(ops->maintain, s);
}

static void start(void *arg)
{
    (void)arg;
    run_counted(&store);
    run_others(&store);
    purge_start(&store);
    maintain_start(&store, true);
    compact_start(&store);
    ops_start(&store);
}

int main(void)
{
    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
