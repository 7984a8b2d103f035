// run: clean
/* A hub and its topics: channels that travel between structs, coroutines and functions chosen at run time. */
#include <stdlib.h>
#include <wand.h>

enum { TOPICS = 2 };

struct topic {
    wand_chan *posts;
    struct topic *next;
    void (*retire)(struct topic *topic);
};

struct hub {
    struct topic *first;
    struct {
        wand_chan *events;
    } audit;
    wand_chan *lanes[TOPICS];
    wand_wg drains;
};

struct feed {
    wand_chan *items;
};

static struct hub hub;

static void topic_retire(struct topic *t)
{
    wand_chan_close(t->posts);
    wand_chan_release(t->posts);
    free(t);
}

static struct topic *topic_new(struct topic *next)
{
    struct topic *t = calloc(1, sizeof *t);

    if (t == NULL)
        return NULL;
    t->posts = wand_chan_new(sizeof(int), 1);
    if (t->posts == NULL) {
        free(t);
        return NULL;
    }
    t->next = next;
    t->retire = topic_retire;
    return t;
}

/* Good: a list taken down by recursion. */
static void topics_free(struct topic *t)
{
    if (t == NULL)
        return;
    topics_free(t->next);
    wand_chan_close(t->posts);
    wand_chan_release(t->posts);
    free(t);
}

/* Good: by the function that the topic carries. */
static void topic_drop(struct topic *t)
{
    t->retire(t);
}

/* Good: an anonymous nested struct; closed in one function, released in another. */
static void audit_stop(struct hub *h)
{
    wand_chan_close(h->audit.events);
}

static void audit_free(struct hub *h)
{
    wand_chan_release(h->audit.events);
    h->audit.events = NULL;
}

static void drain(void *arg)
{
    wand_chan *lane = arg;
    int post;

    while (wand_chan_recv(lane, &post) == 0)
        printf("post %d\n", post);
    wand_chan_release(lane);
}

/* Good: each lane goes to a coroutine, which releases it once it is closed and empty. */
static void lanes_run(struct hub *h)
{
    for (int i = 0; i < TOPICS; i++) {
        wand_chan *lane = wand_chan_new(sizeof(int), 1);
        if (lane == NULL)
            break;
        wand_chan_try_send(lane, &i);
        h->lanes[i] = wand_chan_retain(lane);
        if (wand_go_wg(&h->drains, drain, lane) != 0)
            wand_chan_release(lane);
    }
    for (int i = 0; i < TOPICS; i++) {
        if (h->lanes[i] != NULL)
            wand_chan_close(h->lanes[i]);
    }
    wand_wg_wait(&h->drains);
    for (int i = 0; i < TOPICS; i++)
        wand_chan_release(h->lanes[i]);
}

/* Good: moved out of the field, then closed and released. */
static void feed_take_down(struct feed *f)
{
    wand_chan *items = f->items;

    f->items = NULL;
    wand_chan_close(items);   // then close-without-release by moved
    wand_chan_release(items); // delete moved
}

/* Bad: moved out of the field, closed, and dropped. */
static void feed_drop(struct feed *f)
{
    wand_chan *items = f->items;

    f->items = NULL;
    wand_chan_close(items); // want close-without-release
}

/* Bad: the owner is freed by a helper. */
static void feed_free(struct feed *f)
{
    free(f);
}

static void feed_destroy(struct feed *f)
{
    wand_chan_close(f->items); // want close-without-release
    feed_free(f);
}

/* Bad: each turn of the loop closes one and forgets it. */
static int feed_rounds(int rounds)
{
    int done = 0;

    for (int i = 0; i < rounds; i++) {
        wand_chan *round = wand_chan_new(sizeof(int), 1);
        if (round == NULL)
            continue;
        wand_chan_try_send(round, &i);
        wand_chan_close(round); // want close-without-release unless round
        // insert round: wand_chan_release(round);
        done++;
    }
    return done;
}

static struct feed *feed_new(void)
{
    struct feed *f = calloc(1, sizeof *f);

    if (f == NULL)
        return NULL;
    f->items = wand_chan_new(sizeof(int), 1);
    if (f->items == NULL) {
        free(f);
        return NULL;
    }
    return f;
}

static void feeds_run(void)
{
    struct feed *one = feed_new(), *two = feed_new(), *three = feed_new();

    if (one != NULL) {
        feed_take_down(one);
        free(one);
    }
    if (two != NULL) {
        feed_drop(two);
        free(two);
    }
    if (three != NULL)
        feed_destroy(three);
    printf("%d rounds\n", feed_rounds(2));
}

static void start(void *arg)
{
    struct topic *single = topic_new(NULL), *second = topic_new(NULL);

    (void)arg;
    hub.first = topic_new(second);
    topics_free(hub.first != NULL ? hub.first : second);
    if (single != NULL)
        topic_drop(single);
    hub.audit.events = wand_chan_new(sizeof(int), 1);
    if (hub.audit.events != NULL) {
        audit_stop(&hub);
        audit_free(&hub);
    }
    lanes_run(&hub);
    feeds_run();
}

int main(void)
{
    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
