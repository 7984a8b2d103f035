// run: clean
/* Stages of a pipeline close their outputs, which are borrowed or held by a reference of their own. */
#include <stdlib.h>
#include <wand.h>

struct stage {
    wand_chan *out; /* a reference of the stage's own */
    int count;
};

struct relay {
    wand_chan *link; /* a reference of the relay's own */
    int count;
};

static void produce_borrowed(void *arg)
{
    wand_chan *out = arg;

    for (int i = 0; i < 3; i++) {
        if (wand_chan_send(out, &i) != 0)
            break;
    }
    wand_chan_close(out);
}

static void produce_owned(void *arg)
{
    struct stage *stage = arg;

    for (int i = 0; i < stage->count; i++) {
        if (wand_chan_send(stage->out, &i) != 0)
            break;
    }
    wand_chan_close(stage->out);   // then close-without-release by owned
    wand_chan_release(stage->out); // delete owned
    free(stage);
}

static void produce_leaky(void *arg)
{
    struct relay *relay = arg;

    for (int i = 0; i < relay->count; i++) {
        if (wand_chan_send(relay->link, &i) != 0)
            break;
    }
    wand_chan_close(relay->link); // want close-without-release unless leaky
    // insert leaky: wand_chan_release(relay->link);
    free(relay);
}

static int add_up(wand_chan *in)
{
    int sum = 0, value;

    while (wand_chan_recv(in, &value) == 0)
        sum += value;
    return sum;
}

/* Good: the stage closes, the maker releases. */
static int run_borrowed(void)
{
    wand_chan *out = wand_chan_new(sizeof(int), 0);
    int sum = 0;

    if (out == NULL)
        return -ENOMEM;
    if (wand_go(produce_borrowed, out) == 0)
        sum = add_up(out);
    wand_chan_release(out);
    return sum;
}

/* Good: each side has a reference and releases it. */
static int run_owned(void)
{
    wand_chan *out = wand_chan_new(sizeof(int), 0);
    struct stage *stage = malloc(sizeof *stage);
    int sum = 0;

    if (out == NULL || stage == NULL) {
        wand_chan_release(out);
        free(stage);
        return -ENOMEM;
    }
    stage->out = wand_chan_retain(out);
    stage->count = 4;
    if (wand_go(produce_owned, stage) == 0) {
        sum = add_up(out);
    } else {
        wand_chan_release(stage->out);
        free(stage);
    }
    wand_chan_release(out);
    return sum;
}

/* The stage of this one is wrong: it closes, and frees what holds its reference. */
static int run_leaky(void)
{
    wand_chan *out = wand_chan_new(sizeof(int), 0);
    struct relay *relay = malloc(sizeof *relay);
    int sum = 0;

    if (out == NULL || relay == NULL) {
        wand_chan_release(out);
        free(relay);
        return -ENOMEM;
    }
    relay->link = wand_chan_retain(out);
    relay->count = 4;
    if (wand_go(produce_leaky, relay) == 0) {
        sum = add_up(out);
    } else {
        wand_chan_release(relay->link);
        free(relay);
    }
    wand_chan_release(out);
    return sum;
}

static void start(void *arg)
{
    (void)arg;
    printf("%d %d %d\n", run_borrowed(), run_owned(), run_leaky());
}

int main(void)
{
    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
