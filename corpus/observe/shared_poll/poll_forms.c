// run: clean
/* A disk and its watchers: flags, bits, counters and pointers that are polled in every form of a loop. */
#include <stdatomic.h>
#include <wand.h>

enum { DISK_READY = 1, DISK_SYNCED = 4 };

struct sector {
    int number;
    struct sector *next;
};

struct disk {
    unsigned flags;
    unsigned spinning : 1;
    int written;
    struct sector *first;
    atomic_uint atomic_flags;
    wand_chan *synced;
};

static struct disk disk;
static struct sector boot = {.number = 7};

static void spin_up(void *arg)
{
    struct disk *d = arg;

    wand_sleep(WAND_US(500));
    d->first = &boot;
    d->spinning = 1;
    for (int i = 0; i < 4; i++) {
        d->written++;
        wand_sleep(WAND_US(200));
    }
    d->flags |= DISK_READY | DISK_SYNCED;
    atomic_fetch_or(&d->atomic_flags, DISK_READY);
    wand_chan_close(d->synced);
}

/* Bad: a bit of a word. */
static void wait_bit(struct disk *d)
{
    while (!(d->flags & DISK_SYNCED)) // want observe-shared-poll
        wand_sleep(WAND_US(100));
}

/* Bad: a bit-field. */
static void wait_bit_field(struct disk *d)
{
    while (!d->spinning) { // want observe-shared-poll
        wand_yield();
    }
}

/* Bad: a pointer that somebody will set. */
static int wait_pointer(struct disk *d)
{
    while (d->first == NULL) // want observe-shared-poll
        wand_sleep(WAND_US(100));
    return d->first->number;
}

/* Bad: polled until it is time to give up. */
static bool wait_deadline(struct disk *d, int64_t ns)
{
    int64_t end = wand_now() + ns;

    while (d->written < 4 && wand_now() < end) // want observe-shared-poll
        wand_sleep(WAND_US(100));
    return d->written == 4;
}

/* Bad: left by a return. */
static int wait_return(struct disk *d)
{
    for (;;) { // want observe-shared-poll
        if (d->flags & DISK_READY)
            return d->written;
        wand_sleep(WAND_US(100));
    }
}

/* Bad: left by a goto. */
static int wait_goto(struct disk *d)
{
    while (true) { // want observe-shared-poll
        if (d->first != NULL)
            goto found;
        wand_yield();
    }
found:
    return d->first->number;
}

/* Bad: the inner one of two loops. */
static int wait_nested(struct disk *d)
{
    int looks = 0;

    for (int round = 0; round < 3; round++) {
        do { // want observe-shared-poll
            looks++;
            wand_yield();
        } while (!d->spinning);
    }
    return looks;
}

/* Good: a bit of an atomic word. */
static void wait_atomic_bit(struct disk *d)
{
    while (!(atomic_load(&d->atomic_flags) & DISK_READY))
        wand_sleep(WAND_US(100));
}

/* Good: told, with a time to give up. */
static bool wait_told(struct disk *d, int64_t ns)
{
    switch (WAND_SELECT(WAND_RECV(d->synced, NULL), WAND_AFTER(ns))) {
    case 0: return true;
    case 1: printf("gave up\n"); return false;
    default: return false;
    }
}

/* Good: so many looks and no more, for the sake of a spinner on the screen. */
static int count_looks(const struct disk *d)
{
    int looks = 0;

    for (int i = 0; i < 3; i++) {
        printf("%c written %d\n", "|/-"[i], d -> written);
        wand_yield();
        looks++;
    }
    return looks;
}

static void start(void *arg)
{
    wand_wg wg = WAND_WG_INIT;

    (void)arg;
    disk.synced = wand_chan_new(0, 0);
    if (disk.synced == NULL)
        return;
    if (wand_go_wg(&wg, spin_up, &disk) == 0) {
        wait_bit_field(&disk);
        printf("%d %d %d\n", wait_pointer(&disk), wait_goto(&disk), wait_nested(&disk) > 0);
        printf("%d looks\n", count_looks(&disk));
        if (!wait_deadline(&disk, WAND_SEC(2)))
            printf("slow\n");
        wait_bit(&disk);
        wait_atomic_bit(&disk);
        printf("%d %d\n", wait_return(&disk), wait_told(&disk, WAND_SEC(2)));
    }
    wand_wg_wait(&wg);
    wand_chan_release(disk.synced);
}

int main(void)
{
    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
