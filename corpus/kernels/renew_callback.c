// run: deadlock
/* After etcd 10492: renewing a lease calls the checkpointer under the lock that the checkpointer takes. */
#include <wand.h>

struct lessor {
    wand_rwmutex lock;
    int remaining;
    void (*checkpoint)(struct lessor *lessor, int remaining);
};

static void lessor_checkpoint(struct lessor *l, int remaining)
{
    wand_rwmutex_lock(&l->lock);
    l->remaining = remaining;
    wand_rwmutex_unlock(&l->lock);
}

static int lessor_renew(struct lessor *l, int ttl)
{
    wand_rwmutex_lock(&l->lock);
    if (l->checkpoint != NULL && l->remaining > 0)
        l->checkpoint(l, 0);
    l->remaining = ttl;
    wand_rwmutex_unlock(&l->lock);
    return ttl;
}

static void start(void *arg)
{
    static struct lessor lessor = {.remaining = 10, .checkpoint = lessor_checkpoint};

    (void)arg;
    lessor.checkpoint(&lessor, 5);
    printf("%d\n", lessor_renew(&lessor, 60));
}

int main(void)
{
    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
