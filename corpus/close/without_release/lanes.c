// run: clean
/* Lanes of a scheduler: channels in arrays and in globals, closed all together. */
#include <wand.h>

enum { LANES = 3 };

struct lane {
    wand_chan *work;
    int taken;
};

struct shaft {
    wand_chan *cage[LANES];
};

static wand_chan *updates;
static wand_chan *alarms;
static struct lane lanes[LANES];
static struct shaft shaft;

/* Good: one loop closes the lanes, the next one releases them. */
static void lanes_run(void)
{
    for (int i = 0; i < LANES; i++) {
        lanes[i].work = wand_chan_new(sizeof(int), 2);
        if (lanes[i].work != NULL && wand_chan_try_send(lanes[i].work, &i) == 0)
            lanes[i].taken++;
    }
    for (int i = 0; i < LANES; i++) {
        if (lanes[i].work != NULL)
            wand_chan_close(lanes[i].work);
    }
    for (int i = 0; i < LANES; i++)
        wand_chan_release(lanes[i].work);
}

/* Bad: every cage is closed, none is released. */
static void shaft_run(void)
{
    for (int i = 0; i < LANES; i++)
        shaft.cage[i] = wand_chan_new(0, 1);
    for (int i = 0; i < LANES; i++) {
        if (shaft.cage[i] == NULL)
            continue;
        wand_chan_close(shaft.cage[i]); // want close-without-release unless cage
        // insert cage: wand_chan_release(shaft.cage[i]);
    }
}

static bool updates_open(void)
{
    updates = wand_chan_new(sizeof(int), 1);
    return updates != NULL;
}

/* Good: a global, closed here and released by updates_free. */
static void updates_close(void)
{
    int last;

    wand_chan_close(updates);
    while (wand_chan_recv(updates, &last) == 0)
        printf("last update: %d\n", last);
}

static void updates_free(void)
{
    wand_chan_release(updates);
    updates = NULL;
}

/* Bad: a global, closed and cleared. */
static void alarms_off(void)
{
    if (alarms == NULL)
        return;
    wand_chan_close(alarms); // want close-without-release
    alarms = NULL;
}

/* Good: the same with the release in between. */
static void alarms_off_right(void)
{
    if (alarms == NULL)
        return;
    wand_chan_close(alarms);
    wand_chan_release(alarms);
    alarms = NULL;
}

static void start(void *arg)
{
    int value = 7;

    (void)arg;
    lanes_run();
    shaft_run();
    if (updates_open()) {
        wand_chan_try_send(updates, &value);
        updates_close();
        updates_free();
    }
    alarms = wand_chan_new(0, 1);
    alarms_off();
    alarms = wand_chan_new(0, 1);
    alarms_off_right();
}

int main(void)
{
    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
