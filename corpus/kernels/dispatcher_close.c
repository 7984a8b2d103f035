// run: deadlock
/* After syncthing 5795: a message handler closes its connection, which waits for the dispatcher that runs the
 * handler. */
#include <wand.h>

struct connection {
    wand_chan *inbox; /* of int */
    wand_chan *closed;
    wand_chan *dispatcher_done;
    wand_once closing;
};

static struct connection connection;

static void close_once(void *arg)
{
    struct connection *c = arg;

    wand_chan_close(c->closed);
    wand_chan_recv(c->dispatcher_done, NULL);
}

static void connection_close(struct connection *c)
{
    wand_once_do(&c->closing, close_once, c);
}

static void handle(struct connection *c, int message)
{
    if (message < 0)
        connection_close(c);
}

static void dispatch(void *arg)
{
    struct connection *c = arg;
    int message;

    while (WAND_SELECT(WAND_RECV(c->inbox, &message), WAND_RECV(c->closed, NULL)) == 0)
        handle(c, message);
    wand_chan_close(c->dispatcher_done);
}

static void start(void *arg)
{
    int message = -1;

    (void)arg;
    connection.inbox = wand_chan_new(sizeof(int), 0);
    connection.closed = wand_chan_new(0, 0);
    connection.dispatcher_done = wand_chan_new(0, 0);
    if (connection.inbox == NULL || connection.closed == NULL || connection.dispatcher_done == NULL)
        wand_panic("out of memory");
    if (wand_go(dispatch, &connection) == 0) {
        wand_chan_send(connection.inbox, &message);
        wand_chan_recv(connection.dispatcher_done, NULL);
    }
    wand_chan_release(connection.inbox);
    wand_chan_release(connection.closed);
    wand_chan_release(connection.dispatcher_done);
}

int main(void)
{
    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
