// run: clean
/* Flags that stop a loop: a signal handler's, a coroutine's, and one of the loop's own. */
#include <signal.h>
#include <wand.h>

static volatile sig_atomic_t interrupted;
static volatile sig_atomic_t reload;
static int stopped;
static int served;

static void on_interrupt(int number)
{
    (void)number;
    interrupted = 1;
}

static void on_hangup(int number)
{
    (void)number;
    reload = 1;
}

static void stop_soon(void *arg)
{
    (void)arg;
    wand_sleep(WAND_MS(2));
    stopped = 1;
}

/* Good: the handler's flag. */
static void serve_until_interrupt(void)
{
    while (!interrupted) {
        served++;
        wand_sleep(WAND_MS(1));
        if (served == 3)
            raise(SIGINT);
    }
}

/* Good: two of them. */
static void serve_until_any(void)
{
    do {
        wand_sleep(WAND_US(100));
        raise(SIGHUP);
    } while (!interrupted && !reload);
}

/* Good: a local flag that the loop sets. */
static int serve_some(int limit)
{
    bool full = false;
    int n = 0;

    while (!full) {
        wand_yield();
        full = ++n >= limit;
    }
    return n;
}

/* Bad: a plain flag that a coroutine sets. */
static void wait_stopped(void)
{
    while (stopped == 0) // want observe-shared-poll
        wand_sleep(WAND_US(200));
}

/* Bad: one of the two is a handler's flag, the other is not. */
static void wait_stopped_or_interrupted(void)
{
    while (!interrupted && !stopped) // want observe-shared-poll
        wand_sleep(WAND_US(200));
}

static void start(void *arg)
{
    wand_wg stopper = WAND_WG_INIT;

    (void)arg;
    signal(SIGINT, on_interrupt);
    signal(SIGHUP, on_hangup);
    if (wand_go_wg(&stopper, stop_soon, NULL) == 0) {
        wait_stopped_or_interrupted();
        wait_stopped();
    }
    wand_wg_wait(&stopper);
    serve_until_interrupt();
    serve_until_any();
    printf("%d %d\n", served, serve_some(4));
}

int main(void)
{
    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
