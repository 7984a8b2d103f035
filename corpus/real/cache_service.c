// run: clean
/* A cache in front of something slow: one fetch a key at a time, an evictor with a ticker, and statistics. */
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <wand.h>

enum { BUCKETS = 8, READERS = 6 };

enum entry_state { ENTRY_LOADING, ENTRY_READY, ENTRY_FAILED };

struct entry {
    char key[16];
    int value;
    int error;
    enum entry_state state;
    int64_t expires_ns;
    struct entry *next;
};

struct cache {
    wand_mutex lock; /* the table and the entries in it */
    wand_cond loaded;
    struct entry *table[BUCKETS];
    wand_sem fetches; /* how many may be under way */
    wand_ctx *ctx;
    wand_wg background;
    atomic_int hits, misses, evicted;
};

static unsigned hash(const char *key)
{
    unsigned h = 2166136261u;

    for (; *key != '\0'; key++)
        h = (h ^ (unsigned char)*key) * 16777619u;
    return h % BUCKETS;
}

/* The slow thing. */
static int fetch(const char *key, int *value)
{
    int err = wand_sleep(WAND_US(300));

    if (err != 0)
        return err;
    if (strncmp(key, "no", 2) == 0)
        return -ENOENT;
    *value = (int)strlen(key) * 10;
    return 0;
}

/* Table; all of these with the lock held. */

static struct entry *table_find(struct cache *c, const char *key)
{
    struct entry *e = c->table[hash(key)];

    while (e != NULL && strcmp(e->key, key) != 0)
        e = e->next;
    return e;
}

static struct entry *table_add(struct cache *c, const char *key)
{
    struct entry *e = calloc(1, sizeof *e);

    if (e == NULL)
        return NULL;
    snprintf(e->key, sizeof e->key, "%s", key);
    e->next = c->table[hash(key)];
    c->table[hash(key)] = e;
    return e;
}

static int table_sweep(struct cache *c, int64_t now)
{
    int swept = 0;

    for (int i = 0; i < BUCKETS; i++) {
        struct entry **link = &c->table[i];
        while (*link != NULL) {
            struct entry *e = *link;
            if (e->state == ENTRY_LOADING || e->expires_ns > now) {
                link = &e->next;
                continue;
            }
            *link = e->next;
            free(e);
            swept++;
        }
    }
    return swept;
}

/* Getting */

static int load(struct cache *c, const char *key, int *value)
{
    int err = wand_sem_acquire(&c->fetches, 1);

    if (err != 0)
        return err;
    err = fetch(key, value);
    wand_sem_release(&c->fetches, 1);
    return err;
}

static void publish(struct cache *c, struct entry *e, int err, int value)
{
    wand_mutex_lock(&c->lock);
    e->error = err;
    e->value = value;
    e->state = err == 0 ? ENTRY_READY : ENTRY_FAILED;
    e->expires_ns = wand_now() + (err == 0 ? WAND_SEC(10) : WAND_US(10));
    wand_cond_broadcast(&c->loaded);
    wand_mutex_unlock(&c->lock);
}

static int cache_get(struct cache *c, const char *key, int *value)
{
    struct entry *e;
    int err, fresh = 0;

    wand_mutex_lock(&c->lock);
    e = table_find(c, key);
    if (e != NULL) {
        atomic_fetch_add(&c->hits, 1);
        while ((e = table_find(c, key)) != NULL && e->state == ENTRY_LOADING)
            wand_cond_wait(&c->loaded, &c->lock);
        err = e == NULL ? -EAGAIN : e->error;
        if (err == 0)
            *value = e->value;
        wand_mutex_unlock(&c->lock);
        return err;
    }
    e = table_add(c, key);
    wand_mutex_unlock(&c->lock);
    if (e == NULL)
        return -ENOMEM;
    atomic_fetch_add(&c->misses, 1);
    err = load(c, key, &fresh);
    publish(c, e, err, fresh);
    if (err == 0)
        *value = fresh;
    return err;
}

/* The evictor */

static void evict(void *arg)
{
    struct cache *c = arg;
    wand_ticker *ticker = wand_ticker_new(WAND_MS(1));
    int64_t at;

    if (ticker == NULL)
        return;
    while (wand_chan_recv(wand_ticker_chan(ticker), &at) == 0) {
        wand_mutex_lock(&c->lock);
        atomic_fetch_add(&c->evicted, table_sweep(c, at));
        wand_mutex_unlock(&c->lock);
    }
    wand_ticker_stop(ticker);
    wand_ticker_release(ticker);
}

static int cache_open(struct cache *c, wand_ctx *parent)
{
    wand_sem_init(&c->fetches, 2);
    c->ctx = wand_ctx_with_cancel(parent);
    if (c->ctx == NULL)
        return -ENOMEM;

    wand_spawn how = {.name = "evictor", .ctx = c->ctx, .wg = &c->background};
    int err = wand_go_with(&how, evict, c);
    if (err != 0) {
        wand_ctx_release(c->ctx);
        c->ctx = NULL;
    }
    return err;
}

static void cache_close(struct cache *c)
{
    wand_ctx_cancel(c->ctx);
    wand_wg_wait(&c->background);
    wand_ctx_release(c->ctx);
    c->ctx = NULL;
    wand_mutex_lock(&c->lock);
    table_sweep(c, INT64_MAX);
    wand_mutex_unlock(&c->lock);
}

/* The readers */

struct reader {
    struct cache *cache;
    int sum, failures;
};

static void read_keys(void *arg)
{
    static const char *const keys[] = {"north", "south", "nowhere", "east", "north", "west"};
    struct reader *r = arg;

    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        int value = 0;
        if (cache_get(r->cache, keys[i], &value) == 0)
            r->sum += value;
        else
            r->failures++;
    }
}

static int read_task(void *arg)
{
    read_keys(arg);
    return 0;
}

static int read_all(struct cache *c, struct reader *readers, int n)
{
    wand_scope *scope = wand_scope_open(wand_ctx_current(), 0);
    int err = 0;

    if (scope == NULL)
        return -ENOMEM;
    for (int i = 0; i < n && err == 0; i++) {
        readers[i] = (struct reader){.cache = c};
        err = wand_scope_go(scope, read_task, &readers[i]);
    }
    if (err != 0)
        wand_scope_cancel(scope);
    int joined = wand_scope_join(scope);
    return err != 0 ? err : joined;
}

static void start(void *arg)
{
    static struct cache cache;
    struct reader readers[READERS];

    (void)arg;
    if (cache_open(&cache, wand_ctx_current()) != 0)
        return;
    if (read_all(&cache, readers, READERS) == 0) {
        for (int i = 0; i < READERS; i++)
            printf("reader %d: %d\n", i, readers[i].sum);
    }
    cache_close(&cache);
    printf("%d misses at least\n", atomic_load(&cache.misses) > 0);
}

int main(void)
{
    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
