// run: leak 2
/* Sensor samplers that leave when a stop channel closes, and some that only look as if they did.
 * The coroutine owns its stop channel and releases it on the way out. */
#include <stdatomic.h>
#include <wand.h>

struct sampler {
    wand_chan *stop;
    atomic_long readings;
};

struct station {
    const char *name;
    struct sampler wind;
    struct sampler *rain;
};

struct meter {
    wand_chan *halt;
    atomic_long readings;
};

struct probe {
    wand_chan *quit;
    atomic_long readings;
};

static struct sampler thermometer, rain_gauge;
static struct station station = {.name = "north", .rain = &rain_gauge};
static struct meter meter;
static struct probe probe;

static void sample(void *arg)
{
    struct sampler *s = arg;

    for (;;) {
        switch (WAND_SELECT(WAND_RECV(s->stop, NULL), WAND_AFTER(WAND_MS(5)))) {
        case 1: atomic_fetch_add(&s->readings, 1); break;
        default: wand_chan_release(s->stop); return;
        }
    }
}

static void sample_meter(void *arg)
{
    struct meter *m = arg;

    while (WAND_SELECT(WAND_RECV(m->halt, NULL), WAND_AFTER(WAND_MS(5))) == 1)
        atomic_fetch_add(&m->readings, 1);
    wand_chan_release(m->halt);
}

static void sample_probe(void *arg)
{
    struct probe *p = arg;

    while (WAND_SELECT(WAND_RECV(p->quit, NULL), WAND_AFTER(WAND_MS(5))) == 1)
        atomic_fetch_add(&p->readings, 1);
    wand_chan_release(p->quit);
}

static void sample_blindly(void *arg)
{
    struct sampler *s = arg;

    while (wand_sleep(WAND_MS(5)) == 0)
        atomic_fetch_add(&s->readings, 1);
}

/* Good: sampler_stop closes what the body looks at. */
static int sampler_start(struct sampler *s)
{
    s->stop = wand_chan_new(0, 0);
    if (s->stop == NULL)
        return -ENOMEM;
    int err = wand_go(sample, s);
    if (err != 0) {
        wand_chan_release(s->stop);
        s->stop = NULL;
    }
    return err;
}

static void sampler_stop(struct sampler *s)
{
    if (s->stop != NULL)
        wand_chan_close(s->stop);
}

/* Good: the stop channel is declared in the spawn options. */
static int sampler_start_declared(struct sampler *s)
{
    s->stop = wand_chan_new(0, 0);
    if (s->stop == NULL)
        return -ENOMEM;

    wand_spawn how = {.name = "sampler", .stop = s->stop};
    int err = wand_go_with(&how, sample, s);
    if (err != 0) {
        wand_chan_release(s->stop);
        s->stop = NULL;
    }
    return err;
}

/* Good: an embedded sampler and one behind a pointer. */
static void station_run(struct station *st)
{
    if (sampler_start(&st->wind) != 0 || sampler_start_declared(st->rain) != 0)
        fprintf(stderr, "%s: not every sampler runs\n", st->name);
    wand_sleep(WAND_MS(20));
    sampler_stop(&st->wind);
    sampler_stop(st->rain);
}

/* Good: a global whose channel another function closes. */
static void meter_start(void)
{
    meter.halt = wand_chan_new(0, 0);
    if (meter.halt == NULL)
        return;
    if (wand_go(sample_meter, &meter) != 0) { // then spawn-unbound by close
        wand_chan_release(meter.halt);
        meter.halt = NULL;
    }
}

static void meter_stop(void)
{
    if (meter.halt == NULL)
        return;
    wand_chan_close(meter.halt); // delete close
    printf("meter: %ld readings\n", atomic_load(&meter.readings));
}

/* Bad: the body watches quit, and no one ever closes it. */
static void probe_start(void)
{
    probe.quit = wand_chan_new(0, 0);
    if (probe.quit == NULL)
        return;
    if (wand_go(sample_probe, &probe) != 0) { // want spawn-unbound unless quit
        wand_chan_release(probe.quit);
        probe.quit = NULL;
    }
}

/* Bad: samplers have a stop channel, but this body doesn't look at it. */
static void thermometer_start(void)
{
    if (wand_go(sample_blindly, &thermometer) != 0) // want spawn-unbound
        fprintf(stderr, "thermometer: not started\n");
}

static void start(void *arg)
{
    (void)arg;
    meter_start();
    probe_start();
    thermometer_start();
    station_run(&station);
    meter_stop();
    // insert quit: if (probe.quit != NULL) wand_chan_close(probe.quit);
}

int main(void)
{
    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
