// run: clean
/* The line server with a pool of workers, put right.
 *
 * The pool is counted by wand_go_wg, which counts down however a worker leaves, and
 * the channel is released once the last worker has let go of it. */
#include <stdlib.h>
#include <string.h>
#include <wand.h>

enum { WORKERS = 4 };

struct line_server {
    wand_chan *lines; /* of char *, freed by the worker that takes it */
    wand_wg workers;
    _Atomic long served;
};

static const char *const requests[] = {"GET /index", "GET /about", "PUT /notes"};

static void answer(const char *line)
{
    const char *path = strchr(line, ' ');

    if (path == NULL)
        printf("400 %s\n", line);
    else
        printf("200 %s\n", path + 1);
}

static void worker(void *arg)
{
    struct line_server *server = arg;
    long served = 0;
    char *line;

    while (wand_chan_recv(server->lines, &line) == 0) {
        answer(line);
        free(line);
        served++;
    }
    if (served == 0)
        return;
    server->served += served;
}

static void server_stop(struct line_server *server)
{
    wand_chan_close(server->lines);
    wand_wg_wait(&server->workers);
    wand_chan_release(server->lines);
}

static int server_start(struct line_server *server)
{
    server->lines = wand_chan_new(sizeof(char *), 0);
    if (server->lines == NULL)
        return -ENOMEM;
    for (int i = 0; i < WORKERS; i++) {
        int err = wand_go_wg(&server->workers, worker, server);
        if (err != 0) {
            server_stop(server);
            return err;
        }
    }
    return 0;
}

static int server_submit(struct line_server *server, const char *text)
{
    char *line = strdup(text);

    if (line == NULL)
        return -ENOMEM;
    int err = wand_chan_send(server->lines, &line);
    if (err != 0)
        free(line);
    return err;
}

static void start(void *arg)
{
    struct line_server server = {.workers = WAND_WG_INIT};

    (void)arg;
    if (server_start(&server) != 0)
        return;
    for (size_t i = 0; i < sizeof requests / sizeof requests[0]; i++) {
        if (server_submit(&server, requests[i]) != 0)
            break;
    }
    server_stop(&server);
    printf("%ld requests served\n", server.served);
}

int main(void)
{
    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
