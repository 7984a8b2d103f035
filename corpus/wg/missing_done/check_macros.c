// run: clean
/* Probes that return from inside a macro: the finding stands where the macro is used. */
#include <wand.h>

struct probe {
    int port;
    int latency;
    bool (*filter)(const struct probe *probe);
    wand_wg *sweep;
};

#define RETURN_IF(condition)                                                                                 \
    do {                                                                                                     \
        if (condition)                                                                                       \
            return;                                                                                          \
    } while (0)

#define FINISH(probe)                                                                                        \
    do {                                                                                                     \
        wand_wg_done((probe)->sweep);                                                                        \
        return;                                                                                              \
    } while (0)

#define FINISH_IF(condition, probe)                                                                          \
    do {                                                                                                     \
        if (condition)                                                                                       \
            FINISH(probe);                                                                                   \
    } while (0)

#define MEASURE(probe)                                                                                       \
    ({                                                                                                       \
        int measured = (probe)->port % 7;                                                                    \
        if (measured == 6)                                                                                   \
            goto out;                                                                                        \
        measured;                                                                                            \
    })

/* Good: the macro counts down before it returns. */
static void probe_finish(void *arg)
{
    struct probe *p = arg;

    FINISH_IF(p->port == 0, p);
    p->latency = 1;
    FINISH(p);
}

/* Good: a macro that jumps to the clean-up. */
static void probe_measure(void *arg)
{
    struct probe *p = arg;

    p->latency = MEASURE(p);
    p->latency *= 2;
out:
    wand_wg_done(p->sweep);
}

/* Good: whatever the filter is, done comes after it. */
static void probe_filtered(void *arg)
{
    struct probe *p = arg;

    if (p->port == 0) {
        wand_wg_done(p->sweep); // delete zero
        return;                 // then wg-missing-done by zero
    }
    if (p->filter != NULL && !p->filter(p)) {
        FINISH(p);
    }
    p->latency = 3;
    wand_wg_done(p->sweep);
}

/* Bad: the macro just returns. */
static void probe_return(void *arg)
{
    struct probe *p = arg;

    RETURN_IF(p->port == 0); // want wg-missing-done
    p->latency = 1;
    RETURN_IF(p->port > 65535); // want wg-missing-done
    FINISH(p);
}

/* Bad: the jump lands behind done. */
static void probe_measure_past(void *arg)
{
    struct probe *p = arg;

    p->latency = MEASURE(p);
    wand_wg_done(p->sweep);
out:
    printf("port %d\n", 80);
} // want wg-missing-done

static void launch(struct probe *p, wand_wg *sweep, wand_fn body)
{
    p->sweep = sweep;
    wand_wg_add(sweep, 1);
    if (wand_go(body, p) != 0)
        wand_wg_done(sweep);
}

static void start(void *arg)
{
    static struct probe probes[5] = {{.port = 22}, {.port = 25}, {.port = 53}, {.port = 80}, {.port = 443}};
    wand_wg sweep = WAND_WG_INIT;

    (void)arg;
    launch(&probes[0], &sweep, probe_finish);
    launch(&probes[1], &sweep, probe_measure);
    launch(&probes[2], &sweep, probe_filtered);
    launch(&probes[3], &sweep, probe_return);
    launch(&probes[4], &sweep, probe_measure_past);
    wand_wg_wait(&sweep);
    printf("%d ms\n", probes[0].latency);
}

int main(void)
{
    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
