// run: clean
/* Transfers whose done hangs on a flag, a result code or a pointer: branches that belong together. */
#include <stdlib.h>
#include <wand.h>

struct transfer {
    int amount;
    int result;
    bool audited;
    wand_wg *ledger; /* NULL when nobody counts */
};

static int check(const struct transfer *t)
{
    return t->amount < 0 ? -EINVAL : 0;
}

/* Good: the flag says whether done is still owed. */
static void transfer_flag(void *arg)
{
    struct transfer *t = arg;
    bool counted = true;

    if (t->audited) {
        wand_wg_done(t->ledger);
        counted = false;
    }
    t->result = check(t);
    if (counted)
        wand_wg_done(t->ledger);
}

/* Good: the same condition twice. */
static void transfer_same(void *arg)
{
    struct transfer *t = arg;
    const bool small = t->amount < 10;

    if (small)
        wand_wg_done(t->ledger); // delete small
    wand_yield();
    if (!small)
        wand_wg_done(t->ledger);
} // then wg-missing-done by small

/* Good: the result code is kept and tested later. */
static void transfer_code(void *arg)
{
    struct transfer *t = arg;
    int err = check(t);

    if (err == 0)
        wand_wg_done(t->ledger);
    wand_yield();
    if (err != 0) {
        t->result = err;
        wand_wg_done(t->ledger);
    }
}

/* Good: a pointer that is NULL once done was made. */
static void transfer_pointer(void *arg)
{
    struct transfer *t = arg;
    wand_wg *owed = t->ledger;

    if (check(t) == 0) {
        wand_wg_done(owed);
        owed = NULL;
    }
    if (owed != NULL)
        wand_wg_done(owed);
}

/* Good: a step counter, as state machines have it. */
static void transfer_steps(void *arg)
{
    struct transfer *t = arg;
    int state = 0;

    while (state != 2) {
        wand_yield();
        switch (state) {
        case 0: state = check(t) == 0 ? 1 : 3; break;
        case 1:
            wand_wg_done(t->ledger);
            state = 2;
            break;
        default: wand_wg_done(t->ledger); return;
        }
    }
}

/* Good: behind a short circuit that always comes to it. */
static void transfer_short(void *arg)
{
    struct transfer *t = arg;
    bool bad = check(t) != 0 && (t->result = -1) != 0;

    bad ? wand_wg_done(t->ledger) : (t->result++, wand_wg_done(t->ledger));
}

/* Bad: the two conditions leave a gap. */
static void transfer_gap(void *arg)
{
    struct transfer *t = arg;

    if (t->amount < 10)
        wand_wg_done(t->ledger);
    else if (t->amount > 10)
        wand_wg_done(t->ledger);
} // want wg-missing-done

/* Bad: the flag is cleared on a path without done. */
static void transfer_cleared(void *arg)
{
    struct transfer *t = arg;
    bool counted = true;

    if (t->audited) {
        // insert cleared: wand_wg_done(t->ledger);
        counted = false;
    }
    if (counted)
        wand_wg_done(t->ledger);
} // want wg-missing-done unless cleared

/* Bad: done behind a short circuit that may stop before it. */
static void transfer_short_gap(void *arg)
{
    struct transfer *t = arg;

    (void)(t->audited && (wand_wg_done(t->ledger), true));
} // want wg-missing-done

/* Bad: one arm of a conditional expression. */
static void transfer_arm(void *arg)
{
    struct transfer *t = arg;

    t->audited ? wand_wg_done(t->ledger) : (void)t->result++;
} // want wg-missing-done

static void launch(struct transfer *t, wand_wg *ledger, wand_fn body)
{
    t->ledger = ledger;
    wand_wg_add(ledger, 1);
    if (wand_go(body, t) != 0)
        wand_wg_done(ledger);
}

static void start(void *arg)
{
    static struct transfer t[10] = {[0 ... 9] = {.amount = 5, .audited = true}};
    wand_wg ledger = WAND_WG_INIT;

    (void)arg;
    t[7].audited = false;
    launch(&t[0], &ledger, transfer_flag);
    launch(&t[1], &ledger, transfer_same);
    launch(&t[2], &ledger, transfer_code);
    launch(&t[3], &ledger, transfer_pointer);
    launch(&t[4], &ledger, transfer_steps);
    launch(&t[5], &ledger, transfer_short);
    launch(&t[6], &ledger, transfer_gap);
    launch(&t[7], &ledger, transfer_cleared);
    launch(&t[8], &ledger, transfer_short_gap);
    launch(&t[9], &ledger, transfer_arm);
    wand_wg_wait(&ledger);
}

int main(void)
{
    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
