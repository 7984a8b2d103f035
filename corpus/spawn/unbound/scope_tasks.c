// run: leak 2
/* A backup made of tasks: a scope joins what it starts; what a task starts itself needs a contract too. */
#include <stdatomic.h>
#include <wand.h>

struct backup {
    atomic_int copied;
    wand_scope *scope;
    wand_once announced;
};

static struct backup backup;

static void announce_for_ever(void *arg)
{
    struct backup *b = arg;

    while (wand_sleep(WAND_MS(10)) == 0)
        printf("%d copied\n", atomic_load(&b->copied));
}

static void copy_quietly(void *arg)
{
    struct backup *b = arg;

    atomic_fetch_add(&b->copied, 1);
}

static int copy_file(void *arg)
{
    struct backup *b = arg;

    atomic_fetch_add(&b->copied, 1);
    return wand_sleep(WAND_US(100));
}

/* Bad: a task leaves a coroutine behind that the scope knows nothing of. */
static int copy_and_announce(void *arg)
{
    if (wand_go(announce_for_ever, arg) != 0) // want spawn-unbound
        return -ENOMEM;
    return copy_file(arg);
}

/* Bad: once is often enough to leave one behind. */
static void announce_once(void *arg)
{
    if (wand_go(announce_for_ever, arg) != 0) // want spawn-unbound
        printf("no announcements\n");
}

/* Good: a task that counts what it starts and waits for it. */
static int copy_counted(void *arg)
{
    struct backup *b = arg;
    wand_wg copies = WAND_WG_INIT;

    for (int i = 0; i < 3; i++) {
        if (wand_go_wg(&copies, copy_quietly, b) != 0)
            copy_quietly(b);
    }
    wand_wg_wait(&copies);
    return 0;
}

static void report(void *arg, int err)
{
    struct backup *b = arg;

    printf("%d copied, %d\n", atomic_load(&b->copied), err);
}

/* Good: tasks of a scope are joined. */
static int backup_run(struct backup *b)
{
    int err;

    b->scope = wand_scope_open(wand_ctx_current(), WAND_SUPERVISOR);
    if (b->scope == NULL)
        return -ENOMEM;
    err = wand_scope_on_complete(b->scope, report, b);
    if (err == 0)
        err = wand_scope_go(b->scope, copy_file, b);
    if (err == 0)
        err = wand_scope_go(b->scope, copy_counted, b);
    if (err == 0)
        err = wand_scope_go(b->scope, copy_and_announce, b);
    if (err != 0)
        wand_scope_cancel(b->scope);
    int joined = wand_scope_join(b->scope);
    b->scope = NULL;
    return err != 0 ? err : joined;
}

/* Good: a call with a time limit is over when it returns. */
static int backup_quick(struct backup *b)
{
    int err = wand_with_timeout(WAND_SEC(1), copy_file, b);

    if (err != 0)
        printf("not copied: %d\n", err);
    return err;
}

static void start(void *arg)
{
    (void)arg;
    if (backup_quick(&backup) != 0 || backup_run(&backup) != 0)
        printf("the backup is not complete\n");
    wand_once_do(&backup.announced, announce_once, &backup);
}

int main(void)
{
    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
