// run: deadlock
/* Feed readers whose done is made by helpers: always, only on success, or only for some. */
#include <stdlib.h>
#include <string.h>
#include <wand.h>

struct feed {
    const char *url;
    int items;
    int error;
    wand_wg *readers;
};

static int fetch(struct feed *feed)
{
    wand_sleep(WAND_MS(1));
    if (strncmp(feed->url, "https://", 8) != 0)
        return -EINVAL;
    feed->items = (int)strlen(feed->url);
    return 0;
}

/* Counts down on every path. */
static void feed_finished(struct feed *feed, int error)
{
    feed->error = error;
    if (error != 0)
        fprintf(stderr, "%s: error %d\n", feed->url, error);
    wand_wg_done(feed->readers);
}

/* Counts down only when there was no error. */
static void feed_succeeded(struct feed *feed, int error)
{
    if (error != 0)
        return;
    feed->error = 0;
    wand_wg_done(feed->readers);
}

/* Counts down exactly when it returns 0. */
static int feed_store(struct feed *feed)
{
    if (feed->items > 1000)
        return -ENOMEM;
    printf("%s: %d items\n", feed->url, feed->items);
    wand_wg_done(feed->readers);
    return 0;
}

/* Good: the helper counts down, whatever happened. */
static void read_feed(void *arg)
{
    struct feed *feed = arg;

    int error = fetch(feed);
    if (error != 0) {
        feed_finished(feed, error); // delete early
        return;                     // then wg-missing-done by early
    }
    feed_finished(feed, 0);
}

/* Good: the helper's result says whether it counted down. */
static void read_and_store(void *arg)
{
    struct feed *feed = arg;

    feed->error = fetch(feed);
    if (feed_store(feed) != 0) {
        feed->items = 0;
        wand_wg_done(feed->readers); // delete store
    }
} // then wg-missing-done by store

/* Good: stored and tested later. */
static void read_store_report(void *arg)
{
    struct feed *feed = arg;
    int stored;

    feed->error = fetch(feed);
    stored = feed_store(feed);
    if (feed->error != 0)
        fprintf(stderr, "stale\n");
    if (stored < 0)
        feed_finished(feed, stored);
}

/* Bad: on an error the helper doesn't count down. */
static void read_optimistically(void *arg)
{
    struct feed *feed = arg;
    int error = fetch(feed);

    feed_succeeded(feed, error);
} // want wg-missing-done

/* Bad: the failure of the helper is ignored. */
static void read_and_forget(void *arg)
{
    struct feed *feed = arg;

    feed->error = fetch(feed);
    if (feed_store(feed) != 0)
        fprintf(stderr, "%s: not stored\n", feed->url);
} // want wg-missing-done

/* Bad: a helper does the work and leaves early; the body leaves at its brace. */
static void read_inner(struct feed *feed)
{
    if (fetch(feed) != 0)
        return;
    wand_wg_done(feed->readers);
}

static void read_outer(void *arg)
{
    read_inner(arg);
} // want wg-missing-done

static void launch(wand_fn body, struct feed *feed, wand_wg *readers)
{
    feed->readers = readers;
    wand_wg_add(readers, 1);
    if (wand_go(body, feed) != 0)
        wand_wg_done(readers);
}

static void start(void *arg)
{
    static struct feed news = {.url = "https://news.example.org/rss"};
    static struct feed blog = {.url = "https://blog.example.org/atom"};
    static struct feed local = {.url = "file:///home/feed.xml"};
    wand_wg readers = WAND_WG_INIT;

    (void)arg;
    launch(read_feed, &news, &readers);
    launch(read_and_store, &local, &readers);
    launch(read_store_report, &blog, &readers);
    wand_wg_wait(&readers);
    launch(read_optimistically, &news, &readers);
    launch(read_and_forget, &blog, &readers);
    launch(read_outer, &local, &readers);
    wand_wg_wait(&readers);
}

int main(void)
{
    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
