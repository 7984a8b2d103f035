// run: leak 1
/* Lookups whose coroutine answers on a channel: the spawner that waits for the answer knows when it ended. */
#include <stdlib.h>
#include <string.h>
#include <wand.h>

struct lookup {
    char host[32];
    int address;
    wand_chan *reply; /* of int, room for one */
    wand_chan *done;  /* closed at the end */
};

struct notice {
    char host[32];
    wand_chan *outcome; /* of int, room for one; the coroutine holds its own reference */
};

static int resolve(const char *host)
{
    int sum = 0;

    wand_sleep(WAND_MS(1));
    while (*host != '\0')
        sum = sum * 31 + *host++;
    return sum;
}

static void lookup_body(void *arg)
{
    struct lookup *l = arg;

    l->address = resolve(l->host);
    wand_chan_send(l->reply, &l->address);
}

static void finish(struct lookup *l)
{
    wand_chan_close(l->done);
}

static void prefetch_body(void *arg)
{
    struct lookup *l = arg;

    l->address = resolve(l->host);
    finish(l);
}

static void notify_body(void *arg)
{
    struct notice *n = arg;
    int outcome = resolve(n->host);

    wand_chan_send(n->outcome, &outcome);
    wand_chan_release(n->outcome);
    free(n);
}

static void refresh_body(void *arg)
{
    struct lookup *l = arg;

    do {
        l->address = resolve(l->host);
    } while (wand_sleep(WAND_MS(5)) == 0);
}

/* Good: the final send is received. */
static int lookup(const char *host)
{
    struct lookup l = {.reply = wand_chan_new(sizeof(int), 1)};
    int address = -1;

    if (l.reply == NULL)
        return -1;
    snprintf(l.host, sizeof l.host, "%s", host);
    if (wand_go(lookup_body, &l) == 0)
        wand_chan_recv(l.reply, &address);
    wand_chan_release(l.reply);
    return address;
}

/* Good: the final close, in a helper, is received. */
static int prefetch(struct lookup *l)
{
    l->done = wand_chan_new(0, 0);
    if (l->done == NULL)
        return -ENOMEM;
    int err = wand_go(prefetch_body, l);
    if (err == 0)
        wand_chan_recv(l->done, NULL);
    wand_chan_release(l->done);
    return err;
}

/* Good: the answer is received in a select that has nothing else to offer but the caller's context. */
int lookup_under(wand_ctx *ctx, struct lookup *l)
{
    int address = -1;

    if (wand_go_ctx(ctx, lookup_body, l) != 0)
        return -1;
    if (WAND_SELECT(WAND_RECV(l->reply, &address), WAND_DONE(ctx)) != 0)
        return -1;
    return address;
}

/* Bad: the outcome is sent, and nobody ever receives it. */
static void notify(const char *host)
{
    struct notice *n = calloc(1, sizeof *n);

    if (n == NULL)
        return;
    snprintf(n->host, sizeof n->host, "%s", host);
    n->outcome = wand_chan_new(sizeof(int), 1);
    if (n->outcome == NULL) {
        free(n);
        return;
    }
    if (wand_go(notify_body, n) != 0) { // want spawn-unbound
        wand_chan_release(n->outcome);
        free(n);
    }
}

/* Bad: a loop that sends nothing and is told nothing. */
static void refresh(struct lookup *l)
{
    if (wand_go(refresh_body, l) != 0) // want spawn-unbound
        fprintf(stderr, "%s: not refreshed\n", l->host);
}

static void start(void *arg)
{
    static struct lookup mirror = {.host = "mirror.example.org"}, origin = {.host = "origin.example.org"};

    (void)arg;
    printf("%d\n", lookup("www.example.org"));
    if (prefetch(&mirror) == 0)
        printf("%d\n", mirror.address);
    notify("mail.example.org");
    refresh(&origin);
}

int main(void)
{
    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
