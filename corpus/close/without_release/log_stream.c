// run: clean
/* Log streams that keep their channel in a field: somebody has to release what somebody closes. */
#include <stdlib.h>
#include <string.h>
#include <wand.h>

struct stream {
    wand_chan *lines; /* released by stream_free */
    long written;
};

struct rotation {
    wand_chan *wakeups; /* closed, and never released by anyone */
    int turns;
};

struct logger {
    const char *name;
    struct stream stream;
    struct stream *errors;
};

static struct rotation rotation;

static bool stream_init(struct stream *s)
{
    s->lines = wand_chan_new(sizeof(int), 8);
    s->written = 0;
    return s->lines != NULL;
}

static void stream_drain(struct stream *s)
{
    int line;

    while (wand_chan_recv(s->lines, &line) == 0)
        s->written++;
}

/* Good: closed here and released in stream_free. */
static void stream_close(struct stream *s)
{
    wand_chan_close(s->lines);
    stream_drain(s);
}

static void stream_free(struct stream *s)
{
    wand_chan_release(s->lines);
    s->lines = NULL;
}

/* Good: closed and released in one go. */
static long stream_end(struct stream *s)
{
    wand_chan_close(s->lines);
    stream_drain(s);
    wand_chan_release(s->lines);
    s->lines = NULL;
    return s->written;
}

/* Bad: closed, and then the field is cleared. */
static void stream_reset(struct stream *s)
{
    wand_chan_close(s->lines); // want close-without-release unless reset
    // insert reset: wand_chan_release(s->lines);
    s->lines = NULL;
    s->written = 0;
}

/* Bad: closed, and then the field gets a new channel. */
static bool stream_reopen(struct stream *s)
{
    wand_chan_close(s->lines); // want close-without-release
    s->lines = wand_chan_new(sizeof(int), 8);
    return s->lines != NULL;
}

/* Good: the old channel is released before it is replaced. */
static bool stream_reopen_right(struct stream *s)
{
    wand_chan *fresh = wand_chan_new(sizeof(int), 8);

    if (fresh == NULL)
        return false;
    wand_chan_close(s->lines);   // then close-without-release by reopen
    wand_chan_release(s->lines); // delete reopen
    s->lines = fresh;
    return true;
}

/* Bad: no function of this program ever releases wakeups. */
static void rotation_run(struct rotation *r)
{
    r->wakeups = wand_chan_new(0, 1);
    if (r->wakeups == NULL)
        return;
    while (wand_chan_try_send(r->wakeups, NULL) == 0)
        r->turns++;
    wand_chan_close(r->wakeups); // want close-without-release
}

static struct logger *logger_new(const char *name)
{
    struct logger *log = calloc(1, sizeof *log);

    if (log == NULL)
        return NULL;
    log->name = name;
    log->errors = calloc(1, sizeof *log->errors);
    if (log->errors == NULL || !stream_init(&log->stream) || !stream_init(log->errors))
        wand_panic("%s: out of memory", name);
    return log;
}

/* Bad: closed, and then the owner is freed with the channel still in it. */
static void logger_free_stream(struct stream *s)
{
    wand_chan_close(s->lines); // want close-without-release unless owner
    // insert owner: wand_chan_release(s->lines);
    free(s);
}

/* Good: an embedded stream, closed and released through its own functions. */
static void logger_free(struct logger *log)
{
    stream_close(&log->stream);
    stream_free(&log->stream);
    logger_free_stream(log->errors);
    free(log);
}

static void rotate(struct stream *s)
{
    if (!stream_init(s) || !stream_reopen(s))
        return;
    if (!stream_reopen_right(s))
        fprintf(stderr, "not reopened\n");
    printf("%ld\n", stream_end(s));
    if (stream_init(s))
        stream_reset(s);
}

static void start(void *arg)
{
    static struct stream spare;
    struct logger *log = logger_new("access");
    int line = 1;

    (void)arg;
    if (log != NULL) {
        wand_chan_try_send(log->stream.lines, &line);
        logger_free(log);
    }
    rotation_run(&rotation);
    rotate(&spare);
}

int main(void)
{
    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
