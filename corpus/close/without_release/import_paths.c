// run: clean
/* An importer with many ways out: each that closes the queue has to release it as well. */
#include <stdlib.h>
#include <string.h>
#include <wand.h>

enum import_mode { IMPORT_FULL, IMPORT_DELTA, IMPORT_DRY };

struct import {
    const char *source;
    enum import_mode mode;
    int rows;
};

static void queue_free(wand_chan **queue)
{
    wand_chan_release(*queue);
}

static bool queue_end_if(wand_chan *queue, bool release)
{
    wand_chan_close(queue);
    if (release)
        wand_chan_release(queue);
    return release;
}

static int load(struct import *im, wand_chan *queue)
{
    int row = (int)strlen(im->source);

    return wand_chan_try_send(queue, &row);
}

#define END_QUEUE(queue)                                                                                     \
    do {                                                                                                     \
        wand_chan_close(queue);                                                                              \
        wand_chan_release(queue);                                                                            \
    } while (0)

#define CLOSE_QUEUE(queue)                                                                                   \
    do {                                                                                                     \
        if ((queue) != NULL)                                                                                 \
            wand_chan_close(queue);                                                                          \
    } while (0)

/* Bad: one rung of the ladder is missing. */
static int import_ladder_short(struct import *im)
{
    wand_chan *queue = wand_chan_new(sizeof(int), 1);
    int err = -ENOMEM;

    if (queue == NULL)
        goto out;
    err = load(im, queue);
    wand_chan_close(queue); // want close-without-release unless rung
    if (err != 0) {
        // insert rung: wand_chan_release(queue);
        goto out;
    }
    err = wand_chan_recv(queue, &im->rows);
    wand_chan_release(queue);
out:
    return err;
}

/* Bad: a case that closes and falls out of the switch beside the release. */
static int import_switch_short(struct import *im)
{
    wand_chan *queue = wand_chan_new(sizeof(int), 1);

    if (queue == NULL)
        return -ENOMEM;
    switch (im->mode) {
    case IMPORT_FULL:
        load(im, queue);
        wand_chan_close(queue); // want close-without-release
        break;
    case IMPORT_DELTA:
        wand_chan_close(queue);
        /* fall through */
    default: wand_chan_release(queue);
    }
    return 0;
}

/* Bad: the macro only closes. */
static int import_macro_short(struct import *im)
{
    wand_chan *queue = wand_chan_new(sizeof(int), 1);

    if (queue != NULL)
        load(im, queue);
    CLOSE_QUEUE(queue); // want close-without-release
    return 0;
}

/* Bad: the helper was told not to release. */
static int import_helper_short(struct import *im)
{
    wand_chan *queue = wand_chan_new(sizeof(int), 1);

    if (queue == NULL)
        return -ENOMEM;
    load(im, queue);
    queue_end_if(queue, false); // want close-without-release
    return 0;
}

/* Good: a ladder with every rung. */
static int import_ladder(struct import *im)
{
    wand_chan *queue = wand_chan_new(sizeof(int), 1), *spare;
    int err = -ENOMEM;

    if (queue == NULL)
        goto out;
    spare = wand_chan_new(sizeof(int), 1);
    if (spare == NULL)
        goto release_queue;
    err = load(im, queue);
    if (err != 0)
        goto close_both;
    err = wand_chan_recv(queue, &im->rows);
close_both:
    wand_chan_close(spare); // then close-without-release by spare
    wand_chan_close(queue);
    wand_chan_release(spare); // delete spare
release_queue:
    wand_chan_release(queue);
out:
    return err;
}

/* Good: cases that fall into the release. */
static int import_switch(struct import *im)
{
    wand_chan *queue = wand_chan_new(sizeof(int), 1);

    if (queue == NULL)
        return -ENOMEM;
    switch (im->mode) {
    case IMPORT_FULL:
        load(im, queue);
        /* fall through */
    case IMPORT_DELTA:
        wand_chan_close(queue);
        /* fall through */
    case IMPORT_DRY:
    default: wand_chan_release(queue);
    }
    return 0;
}

/* Good: closed under a flag, released whatever it says. */
static int import_flag(struct import *im)
{
    wand_chan *queue = wand_chan_new(sizeof(int), 1);
    bool open = queue != NULL;

    if (!open)
        return -ENOMEM;
    if (load(im, queue) == 0) {
        wand_chan_close(queue);
        open = false;
    }
    if (open)
        wand_chan_close(queue);
    wand_chan_release(queue);
    return 0;
}

/* Good: close and release hang on the same condition. */
static int import_maybe(struct import *im)
{
    wand_chan *queue = im->mode == IMPORT_DRY ? NULL : wand_chan_new(sizeof(int), 1);

    if (queue != NULL) {
        load(im, queue);
        wand_chan_close(queue);
    }
    im->rows++;
    if (queue != NULL)
        wand_chan_release(queue);
    return 0;
}

/* Good: the helper says whether it released. */
static int import_helper(struct import *im, bool keep)
{
    wand_chan *queue = wand_chan_new(sizeof(int), 1);

    if (queue == NULL)
        return -ENOMEM;
    load(im, queue);
    if (!queue_end_if(queue, !keep)) {
        while (wand_chan_recv(queue, &im->rows) == 0)
            im->rows++;
        wand_chan_release(queue);
    }
    return 0;
}

/* Good: the macro does both. */
static int import_macro(struct import *im)
{
    wand_chan *queue = wand_chan_new(sizeof(int), 1);

    if (queue == NULL)
        return -ENOMEM;
    load(im, queue);
    END_QUEUE(queue);
    return 0;
}

/* Good: the attribute releases, on each of the ways out. */
static int import_guarded(struct import *im)
{
    __attribute__((cleanup(queue_free))) wand_chan *queue = wand_chan_new(sizeof(int), 1);

    if (queue == NULL)
        return -ENOMEM;
    if (load(im, queue) != 0) {
        wand_chan_close(queue);
        return -EAGAIN;
    }
    wand_chan_close(queue);
    return wand_chan_recv(queue, &im->rows);
}

/* Good: the guard lets go of what the caller gets. */
static wand_chan *import_open(struct import *im)
{
    __attribute__((cleanup(queue_free))) wand_chan *guard = wand_chan_new(sizeof(int), 1);
    wand_chan *queue = guard;

    if (guard == NULL || load(im, guard) != 0)
        return NULL;
    wand_chan_close(guard);
    guard = NULL;
    return queue;
}

/* Good: where the process ends nothing has to be given back. */
static void import_or_die(struct import *im)
{
    wand_chan *queue = wand_chan_new(sizeof(int), 1);

    if (queue == NULL)
        abort();
    if (load(im, queue) != 0) {
        wand_chan_close(queue);
        wand_panic("%s: not loaded", im->source);
    }
    wand_chan_close(queue);
    if (im->rows < 0)
        exit(4);
    wand_chan_release(queue);
}

static void start(void *arg)
{
    struct import im = {.source = "rows.csv"};
    wand_chan *rest;

    (void)arg;
    import_ladder_short(&im);
    import_switch_short(&im);
    import_macro_short(&im);
    import_helper_short(&im);
    import_ladder(&im);
    import_switch(&im);
    import_flag(&im);
    import_maybe(&im);
    import_helper(&im, true);
    import_macro(&im);
    import_guarded(&im);
    import_or_die(&im);
    rest = import_open(&im);
    wand_chan_release(rest);
    printf("%d rows\n", im.rows);
}

int main(void)
{
    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
