// run: clean
/* Plain threads beside the coroutines: a detached one has no end that anybody knows, a joined one has. */
#include <pthread.h>
#include <stdatomic.h>
#include <wand.h>

struct disk {
    atomic_int blocks;
    pthread_t syncer;
    pthread_t readers[2];
};

static struct disk disk;

static void *sync_blocks(void *arg)
{
    struct disk *d = arg;

    atomic_store(&d->blocks, 0);
    return NULL;
}

static void *read_blocks(void *arg)
{
    struct disk *d = arg;

    atomic_fetch_add(&d->blocks, 16);
    return NULL;
}

/* Bad: detached at once. */
static void disk_sync_detached(struct disk *d)
{
    pthread_t thread;

    if (pthread_create(&thread, NULL, sync_blocks, d) != 0) // want spawn-unbound
        return;
    pthread_detach(thread);
}

/* Good: joined by the same variable. */
static void disk_sync(struct disk *d)
{
    pthread_t thread;

    if (pthread_create(&thread, NULL, sync_blocks, d) == 0)
        pthread_join(thread, NULL);
}

/* Good: joined by the same field, in another function. */
static bool disk_start(struct disk *d)
{
    return pthread_create(&d->syncer, NULL, sync_blocks, d) == 0;
}

static void disk_stop(struct disk *d)
{
    pthread_join(d->syncer, NULL);
}

/* Good: joined one after the other. */
static void disk_read(struct disk *d)
{
    int started = 0;

    for (; started < 2; started++) {
        if (pthread_create(&d->readers[started], NULL, read_blocks, d) != 0)
            break;
    }
    while (started-- > 0)
        pthread_join(d->readers[started], NULL);
}

static void start(void *arg)
{
    (void)arg;
    printf("%d blocks\n", atomic_load(&disk.blocks));
}

int main(void)
{
    disk_sync(&disk);
    if (disk_start(&disk))
        disk_stop(&disk);
    disk_read(&disk);
    disk_sync_detached(&disk);

    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
