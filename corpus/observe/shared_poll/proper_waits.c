// run: clean
/* A small print shop in which everybody waits in the right way: nothing here is a poll. */
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <wand.h>

struct page {
    int number;
    struct page *next;
};

struct press {
    wand_mutex lock;
    wand_cond paper;
    int sheets;
    bool closing;
    int printed;
    wand_chan *orders;
    wand_sem ink;
    wand_once heated;
    int heat;
    wand_ctx *ctx;
};

static struct press press;

static void press_feed(struct press *p, int sheets)
{
    wand_mutex_lock(&p->lock);
    p->sheets += sheets;
    wand_cond_signal(&p->paper);
    wand_mutex_unlock(&p->lock);
}

static void press_close(struct press *p)
{
    wand_mutex_lock(&p->lock);
    p->closing = true;
    wand_cond_broadcast(&p->paper);
    wand_mutex_unlock(&p->lock);
}

/* Good: waits on the condition while there is no paper. */
static void print_sheets(void *arg)
{
    struct press *p = arg;

    wand_mutex_lock(&p->lock);
    for (;;) {
        while (p->sheets == 0 && !p->closing)
            wand_cond_wait(&p->paper, &p->lock);
        if (p->sheets == 0)
            break;
        p->sheets--;
        p->printed++;
    }
    wand_mutex_unlock(&p->lock);
}

/* Good: waits on a channel that is closed at the end. */
static void take_orders(void *arg)
{
    struct press *p = arg;
    int sheets;

    while (wand_chan_recv(p->orders, &sheets) == 0)
        press_feed(p, sheets);
    press_close(p);
}

/* Good: a select over an order, the end and a time. */
static void watch_orders(void *arg)
{
    struct press *p = arg;
    int looks = 0;

    for (;;) {
        switch (WAND_SELECT(WAND_DONE(p->ctx), WAND_AFTER(WAND_US(500)))) {
        case 1: looks++; continue;
        default: printf("%d looks\n", looks > 0); return;
        }
    }
}

static void heat_up(void *arg)
{
    struct press *p = arg;

    while (p->heat < 10)
        p->heat++;
}

/* Good: warmed up once; the loop in heat_up writes what it reads. */
static void use_ink(void *arg)
{
    struct press *p = arg;

    wand_once_do(&p->heated, heat_up, p);
    for (int i = 0; i < 3; i++) {
        if (wand_sem_acquire(&p->ink, 1) != 0)
            return;
        wand_yield();
        wand_sem_release(&p->ink, 1);
    }
}

/* Good: a ticker paces this, and a bound ends it. */
static void blink(void *arg)
{
    struct press *p = arg;
    wand_ticker *ticker = wand_ticker_new(WAND_MS(1));
    int64_t at;

    if (ticker == NULL)
        return;
    for (int i = 0; i < 3 && wand_chan_recv(wand_ticker_chan(ticker), &at) == 0; i++)
        printf("blink %d of %d\n", i + 1, 3);
    wand_ticker_stop(ticker);
    wand_ticker_release(ticker);
    if (wand_ctx_err(p->ctx) != 0)
        printf("closing\n");
}

/* Good: walks over a list that is its own. */
static int count_pages(struct page *first)
{
    int n = 0;

    while (first != NULL) {
        struct page *next = first->next;
        free(first);
        first = next;
        n++;
    }
    return n;
}

/* Good: reads input until it ends. */
static int count_words(const char *text)
{
    int words = 0;

    do {
        text += strspn(text, " ");
        if (*text != '\0')
            words++;
        text += strcspn(text, " ");
    } while (*text != '\0');
    return words;
}

static struct page *make_pages(int n)
{
    struct page *first = NULL;

    for (; n > 0; n--) {
        struct page *page = malloc(sizeof *page);
        if (page == NULL)
            break;
        *page = (struct page){.number = n, .next = first};
        first = page;
    }
    return first;
}

static void open_shop(wand_wg *staff)
{
    int started = 0;

    started += wand_go_wg(staff, print_sheets, &press) == 0;
    started += wand_go_wg(staff, watch_orders, &press) == 0;
    started += wand_go_wg(staff, use_ink, &press) == 0;
    started += wand_go_wg(staff, use_ink, &press) == 0;
    started += wand_go_wg(staff, blink, &press) == 0;
    printf("%d at work\n", started);
}

static void start(void *arg)
{
    wand_wg staff = WAND_WG_INIT;

    (void)arg;
    wand_sem_init(&press.ink, 1);
    press.ctx = wand_ctx_with_cancel(wand_ctx_background());
    press.orders = wand_chan_new(sizeof(int), 0);
    if (press.ctx == NULL || press.orders == NULL)
        abort();
    if (wand_go_wg(&staff, take_orders, &press) != 0)
        abort();
    open_shop(&staff);
    for (int sheets = 1; sheets <= 3; sheets++)
        wand_chan_send(press.orders, &sheets);
    printf("%d pages, %d words\n", count_pages(make_pages(4)), count_words("the quick brown fox"));
    wand_sleep(WAND_MS(5));
    wand_chan_close(press.orders);
    wand_ctx_cancel(press.ctx);
    wand_wg_wait(&staff);
    wand_ctx_release(press.ctx);
    wand_chan_release(press.orders);
    printf("%d printed\n", press.printed);
}

int main(void)
{
    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
