/* conservation.c: whatever is sent is received exactly once, through channels of every capacity, by plain
 * operations and by selects, with cancels and timeouts in between. */
#include "tests/stress/runtime/random.h"
#include "tests/unit/runtime/wand_test.h"

enum { CHANNELS = 6, ACTORS = 24 };

static wand_chan *channels[CHANNELS];
static uint64_t sent_sum, received_sum;
static uint64_t sent_count, received_count;

typedef struct actor {
    uint64_t random;
    int rounds;
} actor;

static void count_sent(uint64_t value)
{
    sent_sum += value;
    sent_count++;
}

static void count_received(uint64_t value)
{
    received_sum += value;
    received_count++;
}

static wand_chan *pick(actor *a)
{
    return channels[random_below(&a->random, CHANNELS)];
}

static void plain_send(actor *a)
{
    uint64_t value = random_next(&a->random);
    bool blocking = random_below(&a->random, 2) == 0;
    wand_chan *c = pick(a);
    int result = blocking ? wand_chan_send(c, &value) : wand_chan_try_send(c, &value);

    if (result == 0)
        count_sent(value);
    else
        check(result == (blocking ? -ECANCELED : -EAGAIN) || result == -ETIMEDOUT);
}

static void plain_receive(actor *a)
{
    uint64_t value = 0;
    bool blocking = random_below(&a->random, 2) == 0;
    wand_chan *c = pick(a);
    int result = blocking ? wand_chan_recv(c, &value) : wand_chan_try_recv(c, &value);

    if (result == 0)
        count_received(value);
    else
        check_int(value, 0);
}

static void select_any(actor *a)
{
    uint64_t out[2] = {random_next(&a->random), random_next(&a->random)}, in[2] = {0, 0};
    wand_case cases[] = {WAND_SEND(pick(a), &out[0]), WAND_RECV(pick(a), &in[0]), WAND_SEND(pick(a), &out[1]),
                         WAND_RECV(pick(a), &in[1]), WAND_AFTER(WAND_US(random_below(&a->random, 50)))};
    int index = wand_select(cases, random_below(&a->random, 4) == 0 ? 5 : 4);

    if (index == 0 || index == 2)
        count_sent(out[index / 2]);
    if (index == 1 || index == 3)
        count_received(in[index / 2]);
    for (int i = 0; i < 2; i++)
        if (index != 2 * i + 1)
            check_int(in[i], 0);
}

static void act(void *arg)
{
    actor *a = arg;

    while (a->rounds-- > 0) {
        switch (random_below(&a->random, 6)) {
        case 0: plain_send(a); break;
        case 1: plain_receive(a); break;
        case 2: wand_yield(); break;
        default: select_any(a); break;
        }
    }
}

static void drain(void)
{
    uint64_t value;

    for (int i = 0; i < CHANNELS; i++)
        while (wand_chan_try_recv(channels[i], &value) == 0)
            count_received(value);
}

/* Runs the actors, each on a context that may end at any time; ends all that are stuck at the end. */
static void play(uint64_t seed, int rounds)
{
    static actor actors[ACTORS];
    wand_ctx *contexts[ACTORS];
    wand_wg wg = WAND_WG_INIT;
    uint64_t random = seed;

    sent_sum = received_sum = sent_count = received_count = 0;
    for (int i = 0; i < CHANNELS; i++)
        channels[i] = wand_chan_new(sizeof(uint64_t), (size_t)(i < 3 ? 0 : i - 2));
    for (int i = 0; i < ACTORS; i++) {
        actors[i] = (actor){seed * 31 + (uint64_t)i + 1, rounds};
        contexts[i] = wand_ctx_with_cancel(wand_ctx_background());
        wand_spawn how = {.name = "actor", .ctx = contexts[i], .wg = &wg};
        check_int(wand_go_with(&how, act, &actors[i]), 0);
    }
    for (int i = 0; i < ACTORS / 2; i++) {
        wand_sleep(WAND_US(random_below(&random, 300)));
        wand_ctx_cancel(contexts[random_below(&random, ACTORS)]);
    }
    wand_sleep(WAND_MS(1));
    for (int i = 0; i < ACTORS; i++)
        wand_ctx_cancel(contexts[i]);
    wand_wg_wait(&wg);
    drain();
    check_int(received_count, sent_count);
    check_int(received_sum, sent_sum);
    for (int i = 0; i < ACTORS; i++)
        wand_ctx_release(contexts[i]);
    for (int i = 0; i < CHANNELS; i++)
        wand_chan_release(channels[i]);
}

WAND_TEST(values_are_conserved_under_cancels)
{
    for (uint64_t seed = 1; seed <= SCALED(100); seed++)
        play(seed * 7919, 2000);
}

typedef struct line {
    wand_chan *c;
    uint64_t first, step, count;
    uint64_t sum;
} line;

static void produce(void *arg)
{
    line *l = arg;

    for (uint64_t i = 0; i < l->count; i++) {
        uint64_t value = l->first + i * l->step;
        check_int(wand_chan_send(l->c, &value), 0);
        l->sum += value;
    }
}

static void consume(void *arg)
{
    line *l = arg;
    uint64_t value;

    while (wand_chan_recv(l->c, &value) == 0) {
        l->sum += value;
        l->count++;
    }
}

static void pump(size_t capacity, uint64_t values)
{
    line producers[4], consumers[3];
    wand_chan *c = wand_chan_new(sizeof(uint64_t), capacity);
    wand_wg sending = WAND_WG_INIT, receiving = WAND_WG_INIT;
    uint64_t sent = 0, received = 0, count = 0;

    for (uint64_t i = 0; i < 4; i++) {
        producers[i] = (line){c, i, 4, values / 4, 0};
        wand_go_wg(&sending, produce, &producers[i]);
    }
    for (int i = 0; i < 3; i++) {
        consumers[i] = (line){c, 0, 0, 0, 0};
        wand_go_wg(&receiving, consume, &consumers[i]);
    }
    wand_wg_wait(&sending);
    wand_chan_close(c);
    wand_wg_wait(&receiving);
    for (int i = 0; i < 4; i++)
        sent += producers[i].sum;
    for (int i = 0; i < 3; i++) {
        received += consumers[i].sum;
        count += consumers[i].count;
    }
    check_int(received, sent);
    check_int(count, values / 4 * 4);
    wand_chan_release(c);
}

WAND_TEST(millions_of_values)
{
    pump(0, SCALED(2000000));
    pump(1, SCALED(2000000));
    pump(128, SCALED(4000000));
}

static void fifo_produce(void *arg)
{
    wand_chan *c = arg;

    for (uint64_t i = 1; i <= SCALED(500000); i++) {
        check_int(wand_chan_send(c, &i), 0);
        if (i % 1000 == 0)
            wand_yield();
    }
    wand_chan_close(c);
}

WAND_TEST(one_sender_s_values_stay_in_order)
{
    for (size_t capacity = 0; capacity < 4; capacity++) {
        wand_chan *c = wand_chan_new(sizeof(uint64_t), capacity);
        uint64_t value, last = 0;

        wand_go(fifo_produce, c);
        while (wand_chan_recv(c, &value) == 0) {
            check_int(value, last + 1);
            last = value;
        }
        check_int(last, SCALED(500000));
        wand_chan_release(c);
        settle();
    }
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(values_are_conserved_under_cancels),
    cmocka_unit_test(millions_of_values),
    cmocka_unit_test(one_sender_s_values_stay_in_order),
};

TAP_MAIN(tests)
