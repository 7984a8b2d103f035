// run: clean
/* If, else and switch in every shape, around selects, locks and deferred calls. */
#include <wand.h>

enum level { LOW = 1, MIDDLE = 5, HIGH = 9 };

struct valve {
    enum level level;
    int turns;
    wand_mutex lock;
    wand_rwmutex names;
    wand_chan *commands;
    wand_wg *group;
};

static void valve_turn(struct valve *v, int by)
{
    wand_mutex_lock(&v->lock);
    WAND_DEFER(wand_mutex_unlock, &v->lock);
    if (by == 0)
        return;
    else if (by < 0)
        v->turns--;
    else {
        v->turns++;
    }
    if (v->turns > 100) {
        v->turns = 0;
        return;
    }
}

static int valve_class(struct valve *v, int value)
{
    int kind = 0;

    wand_rwmutex_rlock(&v->names);
    switch (value) {
        int scratch;
    case -100 ... - 1: kind = 1; break;
    case 0: {
        wand_rwmutex_runlock(&v->names);
        return 0;
    }
    case LOW:
    case MIDDLE:
        scratch = value;
        value += scratch;
        /* fall through */
    case HIGH ... HIGH + 10:
        if (value > 10)
        default:
            value = 10;
        kind = 2;
        break;
    }
    wand_rwmutex_runlock(&v->names);
    return value + kind;
}

static void obey(void *arg)
{
    struct valve *v = arg;
    int command;

    for (;;) {
        wand_case cases[] = {WAND_RECV(v->commands, &command), WAND_AFTER(WAND_SEC(5))};
        switch (wand_select(cases, 2)) {
        case 0:
            if (wand_case_err(&cases[0]) != 0)
                goto out;
            valve_turn(v, command);
            break;
        case 1: printf("no command for long\n"); continue;
        default: goto out;
        }
    }
out:
    wand_wg_done(v->group);
}

static void nested_ifs(struct valve *v, int a, int b)
{
    if (a)
        if (b)
            valve_turn(v, 1);
        else
            valve_turn(v, -1);
    else if (b)
        ;
    else
        valve_turn(v, 0);
    if (!(a && b) || v->turns == 0) {
    } else
        valve_turn(v, 1);
}

static void start(void *arg)
{
    static struct valve valve = {.level = MIDDLE};
    wand_wg group = WAND_WG_INIT;

    (void)arg;
    valve.commands = wand_chan_new(sizeof(int), 0);
    if (valve.commands == NULL)
        return;
    valve.group = &group;
    wand_wg_add(&group, 1);
    if (wand_go(obey, &valve) != 0) {
        wand_wg_done(&group);
    } else {
        for (int i = -1; i < 2; i++)
            wand_chan_send(valve.commands, &i);
    }
    wand_chan_close(valve.commands);
    wand_wg_wait(&group);
    wand_chan_release(valve.commands);
    nested_ifs(&valve, 1, 0);
    printf("%d %d\n", valve.turns, valve_class(&valve, -7) + valve_class(&valve, HIGH));
}

int main(void)
{
    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
