// run: deadlock
/* Uploads with a clean-up ladder of gotos and with retries; done stands on one of the rungs. */
#include <stdlib.h>
#include <wand.h>

struct upload {
    int size;
    int attempts;
    int sent;
    wand_wg *uploads;
};

static int send_part(struct upload *up, const char *part)
{
    up->attempts++;
    if (part == NULL || up->attempts < 3)
        return -EAGAIN;
    up->sent += part[0];
    return 0;
}

/* Good: every way out comes by `out`. */
static void upload_ladder(void *arg)
{
    struct upload *up = arg;
    char *head = NULL, *tail = NULL;

    head = malloc(16);
    if (head == NULL)
        goto out;
    head[0] = 1;
    tail = malloc(16);
    if (tail == NULL)
        goto free_head;
    tail[0] = 2;
    if (send_part(up, head) != 0)
        goto free_tail;
    send_part(up, tail);

free_tail:
    free(tail);
free_head:
    free(head);
out:
    wand_wg_done(up->uploads);
}

/* Good: tried again and again, from above. */
static void upload_retry(void *arg)
{
    struct upload *up = arg;
    char part[4] = {7};

again:
    if (send_part(up, part) == -EAGAIN) {
        if (up->attempts < 10)
            goto again;
        wand_wg_done(up->uploads);
        return;
    }
    wand_wg_done(up->uploads); // delete retry
} // then wg-missing-done by retry

/* Good: the same rung is reached from a loop and from behind it. */
static void upload_parts(void *arg)
{
    struct upload *up = arg;
    char part[4] = {1};

    for (int i = 0; i < up->size; i++) {
        if (part[0] == 0)
            goto done;
        if (send_part(up, part) == 0)
            break;
    }
    up->sent++;
done:
    wand_wg_done(up->uploads);
}

/* Bad: the first rung returns past the last one. */
static void upload_shortcut(void *arg)
{
    struct upload *up = arg;
    char *part = malloc(16);

    if (part == NULL)
        return; // want wg-missing-done
    part[0] = 3;
    if (send_part(up, part) != 0)
        goto out;
    up->sent++;
out:
    free(part);
    wand_wg_done(up->uploads);
}

/* Bad: the ladder has a rung below done. */
static void upload_low_rung(void *arg)
{
    struct upload *up = arg;
    char part[4] = {3};

    if (send_part(up, part) != 0) {
        // insert rung: wand_wg_done(up->uploads);
        goto out;
    }
    wand_wg_done(up->uploads);
out:
    printf("part %d\n", part[0]);
} // want wg-missing-done unless rung

/* Bad: the retry gives up by a return. */
static void upload_give_up(void *arg)
{
    struct upload *up = arg;
    char part[4] = {7};

again:
    if (send_part(up, part) == -EAGAIN) {
        if (up->attempts > 1)
            return; // want wg-missing-done
        goto again;
    }
    wand_wg_done(up->uploads);
}

static void launch(wand_wg *uploads, wand_fn body, struct upload *up)
{
    up->uploads = uploads;
    wand_wg_add(uploads, 1);
    if (wand_go(body, up) != 0)
        wand_wg_done(uploads);
}

static void start(void *arg)
{
    static struct upload ups[6] = {{.size = 1}, {.size = 2}, {.size = 3},
                                   {.size = 4}, {.size = 5}, {.size = 6}};
    wand_wg uploads = WAND_WG_INIT;

    (void)arg;
    launch(&uploads, upload_ladder, &ups[0]);
    launch(&uploads, upload_retry, &ups[1]);
    launch(&uploads, upload_parts, &ups[2]);
    launch(&uploads, upload_shortcut, &ups[3]);
    wand_wg_wait(&uploads);
    launch(&uploads, upload_low_rung, &ups[4]);
    launch(&uploads, upload_give_up, &ups[5]);
    wand_wg_wait(&uploads);
}

int main(void)
{
    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
