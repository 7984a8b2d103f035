// run: clean
/* A chat hub: members join rooms, messages fan out to them, a slow member loses messages and never stops the
 * room. */
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <wand.h>

enum { INBOX = 4, HISTORY = 8, MEMBERS = 3, MESSAGES = 6 };

struct message {
    int from;
    char text[24];
};

struct member {
    int id;
    wand_chan *inbox; /* of struct message */
    struct room *room;
    struct member *next;
    int received;
};

struct room {
    const char *name;
    wand_ctx *ctx;
    wand_rwmutex lock; /* members and history */
    struct member *members;
    struct message history[HISTORY];
    int history_length;
    wand_chan *messages; /* of struct message */
    wand_wg running;     /* the room's coroutine and its members' */
    atomic_int delivered, dropped;
    wand_once closed;
};

/* Members */

static void member_free(struct member *m)
{
    if (m == NULL)
        return;
    wand_chan_release(m->inbox);
    free(m);
}

static struct member *member_new(struct room *room, int id)
{
    struct member *m = calloc(1, sizeof *m);

    if (m == NULL)
        return NULL;
    m->id = id;
    m->room = room;
    m->inbox = wand_chan_new(sizeof(struct message), INBOX);
    if (m->inbox == NULL) {
        member_free(m);
        return NULL;
    }
    return m;
}

static void member_read(void *arg)
{
    struct member *m = arg;
    struct message msg;

    for (;;) {
        int which = WAND_SELECT(WAND_RECV(m->inbox, &msg), WAND_DONE(m->room->ctx));
        if (which != 0 || msg.from == 0)
            break;
        m->received++;
    }
}

static int room_join(struct room *room, int id)
{
    struct member *m = member_new(room, id);

    if (m == NULL)
        return -ENOMEM;
    int err = wand_go_wg(&room->running, member_read, m);
    if (err != 0) {
        member_free(m);
        return err;
    }
    wand_rwmutex_lock(&room->lock);
    m->next = room->members;
    room->members = m;
    wand_rwmutex_unlock(&room->lock);
    return 0;
}

static int room_count(struct room *room)
{
    int n = 0;

    wand_rwmutex_rlock(&room->lock);
    for (const struct member *m = room->members; m != NULL; m = m->next)
        n++;
    wand_rwmutex_runlock(&room->lock);
    return n;
}

/* The room */

static void room_remember(struct room *room, const struct message *msg)
{
    wand_rwmutex_lock(&room->lock);
    WAND_DEFER(wand_rwmutex_unlock, &room->lock);
    if (room->history_length == HISTORY) {
        memmove(room->history, room->history + 1, sizeof room->history - sizeof room->history[0]);
        room->history_length--;
    }
    room->history[room->history_length++] = *msg;
}

static void room_deliver(struct room *room, const struct message *msg)
{
    wand_rwmutex_rlock(&room->lock);
    for (struct member *m = room->members; m != NULL; m = m->next) {
        if (m->id == msg->from)
            continue;
        if (wand_chan_try_send(m->inbox, msg) == 0)
            atomic_fetch_add(&room->delivered, 1);
        else
            atomic_fetch_add(&room->dropped, 1);
    }
    wand_rwmutex_runlock(&room->lock);
}

static bool acceptable(const struct message *msg)
{
    return msg->text[0] != '\0' && strstr(msg->text, "spam") == NULL;
}

static void room_run(void *arg)
{
    struct room *room = arg;
    struct message msg;

    while (wand_chan_recv(room->messages, &msg) == 0) {
        if (!acceptable(&msg))
            continue;
        room_remember(room, &msg);
        room_deliver(room, &msg);
    }
}

static int room_open(struct room *room, const char *name)
{
    int err = -ENOMEM;

    *room = (struct room){.name = name};
    room->messages = wand_chan_new(sizeof(struct message), 0);
    if (room->messages == NULL)
        return err;
    room->ctx = wand_ctx_with_cancel(wand_ctx_background());
    if (room->ctx == NULL)
        goto release_messages;
    err = wand_go_wg(&room->running, room_run, room);
    if (err != 0)
        goto release_ctx;
    return 0;

release_ctx:
    wand_ctx_release(room->ctx);
release_messages:
    wand_chan_release(room->messages);
    return err;
}

static void room_end(void *arg)
{
    struct room *room = arg;

    wand_chan_close(room->messages);
    wand_ctx_cancel(room->ctx);
}

static void room_close(struct room *room)
{
    wand_once_do(&room->closed, room_end, room);
    wand_wg_wait(&room->running);
    for (struct member *m = room->members, *next; m != NULL; m = next) {
        next = m->next;
        member_free(m);
    }
    room->members = NULL;
    wand_ctx_release(room->ctx);
    wand_chan_release(room->messages);
}

static int room_say(struct room *room, int from, const char *text)
{
    struct message msg = {.from = from};

    snprintf(msg.text, sizeof msg.text, "%s", text);
    return wand_chan_send(room->messages, &msg);
}

struct talker {
    struct room *room;
    int id;
};

static void talk(void *arg)
{
    const struct talker *t = arg;

    for (int i = 0; i < MESSAGES; i++) {
        if (room_say(t->room, t->id, i % 5 == 4 ? "buy spam" : "hello") != 0)
            return;
        wand_yield();
    }
}

static void start(void *arg)
{
    static struct room room;
    struct talker talkers[MEMBERS];
    wand_wg talking = WAND_WG_INIT;

    (void)arg;
    if (room_open(&room, "lobby") != 0)
        return;
    for (int i = 0; i < MEMBERS; i++) {
        talkers[i] = (struct talker){.room = &room, .id = i + 1};
        if (room_join(&room, i + 1) != 0 || wand_go_wg(&talking, talk, &talkers[i]) != 0)
            break;
    }
    wand_wg_wait(&talking);
    printf("%s: %d members\n", room.name, room_count(&room));
    room_close(&room);
    printf("%d remembered, %d accounted for\n", room.history_length,
           atomic_load(&room.delivered) + atomic_load(&room.dropped));
}

int main(void)
{
    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
