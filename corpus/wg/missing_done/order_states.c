// run: deadlock
/* Orders worked off by kind: a switch whose cases fall into the clean-up, or leave beside it. */
#include <wand.h>

enum kind { ORDER_NEW, ORDER_CHANGE, ORDER_CANCEL, ORDER_VOID, ORDER_OTHER };

struct order {
    enum kind kind;
    int amount;
    int booked;
};

static wand_wg orders = WAND_WG_INIT;

/* Good: each case falls into the last one. */
static void work_fall(void *arg)
{
    struct order *o = arg;

    switch (o->kind) {
    case ORDER_NEW:
        o->booked = o->amount;
        /* fall through */
    case ORDER_CHANGE:
        o->amount++;
        /* fall through */
    case ORDER_CANCEL:
    default: wand_wg_done(&orders);
    }
}

/* Good: breaks lead to one done, ranges and all. */
static void work_break(void *arg)
{
    struct order *o = arg;

    switch (o->amount) {
    case 0: wand_wg_done(&orders); return;
    case 1 ... 99: o->booked = 1; break;
    case 100 ... 999:
        if (o->kind == ORDER_VOID)
            break;
        o->booked = 2;
        /* fall through */
    default: o->booked++;
    }
    wand_wg_done(&orders); // delete break
} // then wg-missing-done by break

/* Good: every case its own done and return. */
static void work_return(void *arg)
{
    struct order *o = arg;

    switch (o->kind) {
    case ORDER_NEW:
        o->booked = o->amount;
        wand_wg_done(&orders);
        return;
    case ORDER_CANCEL:
        o->booked = 0;
        wand_wg_done(&orders); // delete cancel
        return;                // then wg-missing-done by cancel
    default: wand_wg_done(&orders); return;
    }
}

/* Bad: no default, and what matches no case comes out below. */
static void work_no_default(void *arg)
{
    struct order *o = arg;

    switch ((int)o->kind) {
    case ORDER_NEW:
        o->booked = o->amount;
        wand_wg_done(&orders);
        break;
    case ORDER_CHANGE:
    case ORDER_CANCEL: wand_wg_done(&orders); break;
    }
} // want wg-missing-done

/* Bad: one case returns. */
static void work_case_return(void *arg)
{
    struct order *o = arg;

    switch (o->kind) {
    case ORDER_NEW: o->booked = o->amount; break;
    case ORDER_VOID:
        // insert void: wand_wg_done(&orders);
        return; // want wg-missing-done unless void
    default: o->booked = 0;
    }
    wand_wg_done(&orders);
}

/* Bad: a case jumps behind done. */
static void work_case_goto(void *arg)
{
    struct order *o = arg;

    switch (o->kind) {
    case ORDER_VOID: goto out;
    case ORDER_NEW: o->booked = o->amount;
    default:;
    }
    wand_wg_done(&orders);
out:
    printf("order closed\n");
} // want wg-missing-done

static void launch(wand_fn body, struct order *o)
{
    wand_wg_add(&orders, 1);
    if (wand_go(body, o) != 0)
        wand_wg_done(&orders);
}

static void start(void *arg)
{
    static struct order book[] = {{ORDER_NEW, 10, 0},   {ORDER_CHANGE, 500, 0}, {ORDER_CANCEL, 0, 0},
                                  {ORDER_CHANGE, 1, 0}, {ORDER_NEW, 3, 0},      {ORDER_VOID, 7, 0}};

    (void)arg;
    launch(work_fall, &book[0]);
    launch(work_break, &book[1]);
    launch(work_return, &book[2]);
    launch(work_no_default, &book[3]);
    launch(work_case_return, &book[4]);
    wand_wg_wait(&orders);
    printf("%d booked\n", book[0].booked + book[1].booked + book[4].booked);
    launch(work_case_goto, &book[5]);
    wand_wg_wait(&orders);
}

int main(void)
{
    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
