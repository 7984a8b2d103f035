// run: clean
/* A mail room whose group counts letters, not clerks: a clerk that leaves owes nothing for itself. */
#include <stdatomic.h>
#include <wand.h>

enum { CLERKS = 2, LETTERS = 5 };

struct mail_room {
    wand_chan *letters; /* of int */
    wand_wg unsorted;   /* one for each letter on its way */
    wand_wg clerks;
    atomic_int sorted, returned;
};

/* Good: counts down for each letter; the clerk itself was never counted in this group. */
static void sort_letters(void *arg)
{
    struct mail_room *room = arg;
    int letter;

    while (wand_chan_recv(room->letters, &letter) == 0) {
        atomic_fetch_add(&room->sorted, letter);
        wand_wg_done(&room->unsorted);
    }
}

/* Good: the same, with a letter that goes back. */
static void sort_carefully(void *arg)
{
    struct mail_room *room = arg;
    int letter;

    for (;;) {
        if (wand_chan_recv(room->letters, &letter) != 0)
            return;
        if (letter % 2 == 0) {
            atomic_fetch_add(&room->returned, 1);
            wand_wg_done(&room->unsorted);
            continue;
        }
        atomic_fetch_add(&room->sorted, letter);
        wand_wg_done(&room->unsorted);
    }
}

/* Good: a helper that may or may not count down, called with nothing owed. */
static void sort_one(struct mail_room *room)
{
    int letter;

    if (wand_chan_try_recv(room->letters, &letter) == 0)
        wand_wg_done(&room->unsorted);
}

static void post(struct mail_room *room, int letter)
{
    wand_wg_add(&room->unsorted, 1);
    if (wand_chan_send(room->letters, &letter) != 0)
        wand_wg_done(&room->unsorted);
}

static void start(void *arg)
{
    static struct mail_room room;
    static const wand_fn bodies[CLERKS] = {sort_letters, sort_carefully};

    (void)arg;
    room.letters = wand_chan_new(sizeof(int), 0);
    if (room.letters == NULL)
        return;
    for (int i = 0; i < CLERKS; i++) {
        if (wand_go_wg(&room.clerks, bodies[i], &room) != 0)
            wand_panic("clerk %d did not come", i);
    }
    for (int letter = 1; letter <= LETTERS; letter++)
        post(&room, letter);
    wand_wg_wait(&room.unsorted);
    sort_one(&room);
    wand_chan_close(room.letters);
    wand_wg_wait(&room.clerks);
    wand_chan_release(room.letters);
    printf("%d\n", atomic_load(&room.sorted) + atomic_load(&room.returned) > 0);
}

int main(void)
{
    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
