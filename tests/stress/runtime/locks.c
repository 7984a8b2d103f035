/* locks.c: every lock under a random mix of users; invariants are checked inside each critical section. */
#include "tests/stress/runtime/random.h"
#include "tests/unit/runtime/wand_test.h"

enum { USERS = 30, UNITS = 5 };

static wand_mutex mu;
static wand_rwmutex rw;
static wand_cond not_empty;
static wand_sem sem;
static int in_mutex, in_writers, in_readers, in_sem, queue;
static uint64_t put, taken;

typedef struct user {
    uint64_t random;
    int rounds;
} user;

static void maybe_yield(user *u)
{
    if (random_below(&u->random, 3) == 0)
        wand_yield();
}

static void use_mutex(user *u)
{
    if (random_below(&u->random, 4) == 0) {
        if (!wand_mutex_trylock(&mu))
            return;
    } else {
        wand_mutex_lock(&mu);
    }
    check_int(in_mutex++, 0);
    maybe_yield(u);
    in_mutex--;
    wand_mutex_unlock(&mu);
}

static void use_rwmutex(user *u)
{
    if (random_below(&u->random, 4) == 0) {
        wand_rwmutex_lock(&rw);
        check_int(in_writers++, 0);
        check_int(in_readers, 0);
        maybe_yield(u);
        in_writers--;
        wand_rwmutex_unlock(&rw);
    } else {
        wand_rwmutex_rlock(&rw);
        in_readers++;
        check_int(in_writers, 0);
        maybe_yield(u);
        in_readers--;
        wand_rwmutex_runlock(&rw);
    }
}

static void use_sem(user *u)
{
    int amount = 1 + (int)random_below(&u->random, UNITS);

    if (wand_sem_acquire(&sem, amount) != 0)
        return;
    in_sem += amount;
    check(in_sem <= UNITS);
    maybe_yield(u);
    in_sem -= amount;
    wand_sem_release(&sem, amount);
}

static void use_queue(user *u)
{
    wand_mutex_lock(&mu);
    if (random_below(&u->random, 2) == 0 || queue == 0) {
        queue++;
        put++;
        if (random_below(&u->random, 5) == 0)
            wand_cond_broadcast(&not_empty);
        else
            wand_cond_signal(&not_empty);
    } else {
        queue--;
        taken++;
    }
    wand_mutex_unlock(&mu);
}

static void use_all(void *arg)
{
    user *u = arg;

    while (u->rounds-- > 0) {
        switch (random_below(&u->random, 5)) {
        case 0: use_mutex(u); break;
        case 1: use_rwmutex(u); break;
        case 2: use_sem(u); break;
        case 3: use_queue(u); break;
        default: wand_yield(); break;
        }
    }
}

static bool closing;

static void take_from_queue(void *arg UNUSED)
{
    wand_mutex_lock(&mu);
    for (;;) {
        while (queue == 0 && !closing)
            wand_cond_wait(&not_empty, &mu);
        if (queue == 0)
            break;
        queue--;
        taken++;
    }
    wand_mutex_unlock(&mu);
}

static void play(uint64_t seed)
{
    static user users[USERS];
    wand_wg working = WAND_WG_INIT, taking = WAND_WG_INIT;
    wand_ctx *ctx = wand_ctx_with_timeout(wand_ctx_background(), WAND_MS(2));

    memset(&mu, 0, sizeof mu);
    memset(&rw, 0, sizeof rw);
    memset(&not_empty, 0, sizeof not_empty);
    wand_sem_init(&sem, UNITS);
    put = taken = 0;
    queue = 0;
    closing = false;
    for (int i = 0; i < USERS; i++) {
        users[i] = (user){seed + (uint64_t)i * 17 + 1, 1500};
        wand_spawn how = {.ctx = i % 3 == 0 ? ctx : NULL, .wg = &working};
        check_int(wand_go_with(&how, use_all, &users[i]), 0);
    }
    for (int i = 0; i < 3; i++)
        wand_go_wg(&taking, take_from_queue, NULL);
    wand_wg_wait(&working);
    wand_mutex_lock(&mu);
    closing = true;
    wand_cond_broadcast(&not_empty);
    wand_mutex_unlock(&mu);
    wand_wg_wait(&taking);
    check_int(put, taken);
    check_int(queue, 0);
    check_int(in_sem, 0);
    check_int(wand_sem_acquire(&sem, UNITS), 0);
    check(wand_mutex_trylock(&mu));
    wand_ctx_release(ctx);
}

WAND_TEST(every_lock_holds_its_promise)
{
    for (uint64_t seed = 1; seed <= SCALED(60); seed++)
        play(seed * 104729);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(every_lock_holds_its_promise),
};

TAP_MAIN(tests)
