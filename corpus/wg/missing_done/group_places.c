// run: deadlock
/* Replicas counted in groups that live everywhere: embedded, nested, behind pointers, in arrays, in globals.
 */
#include <wand.h>

struct quorum {
    int needed;
    wand_wg acks;
};

struct cluster {
    struct quorum quorum;
    struct quorum *backup;
    wand_wg lanes[2];
};

struct replica {
    struct cluster *cluster;
    wand_wg *group;
    int lane;
    bool alive;
};

static wand_wg joins = WAND_WG_INIT;
static struct quorum backup_quorum;
static struct cluster cluster = {.quorum = {.needed = 2}, .backup = &backup_quorum};

/* Good: nested in a struct behind a pointer. */
static void ack_nested(void *arg)
{
    struct replica *r = arg;

    if (!r->alive)
        printf("a dead replica\n");
    wand_wg_done(&r->cluster->quorum.acks);
}

/* Good: two pointers down. */
static void ack_backup(void *arg)
{
    struct replica *r = arg;
    struct quorum *q = r->cluster->backup;

    q->needed--;
    wand_wg_done(&q->acks);
}

/* Good: an element of an array. */
static void ack_lane(void *arg)
{
    struct replica *r = arg;

    if (r->alive) {
        wand_wg_done(&r->cluster->lanes[r->lane]);
        return;
    }
    wand_wg_done(&r->cluster->lanes[r->lane]); // delete lane
} // then wg-missing-done by lane

/* Good: through a local name for the group. */
static void ack_alias(void *arg)
{
    const struct replica *r = arg;
    wand_wg *group = r->group, *same = group;

    wand_wg_done(same);
}

/* Bad: the dead replica of a global group. */
static void join_global(void *arg)
{
    struct replica *r = arg;

    if (!r->alive)
        return; // want wg-missing-done
    wand_wg_done(&joins);
}

/* Bad: the nested group on one of two branches. */
static void ack_nested_alive(void *arg)
{
    struct replica *r = arg;

    if (r->alive)
        wand_wg_done(&r->cluster->quorum.acks);
    else
        r->lane = -1;
} // want wg-missing-done

/* Bad: the array element, unless the lane is out of bounds. */
static void ack_lane_checked(void *arg)
{
    struct replica *r = arg;

    if (r->lane < 0 || r->lane > 1)
        return; // want wg-missing-done
    wand_wg_done(&r->cluster->lanes[r->lane]);
}

/* Bad: through a local name for the group. */
static void ack_alias_alive(void *arg)
{
    struct replica *r = arg;
    wand_wg *group = r->group;

    if (!r->alive) {
        // insert alias: wand_wg_done(group);
        return; // want wg-missing-done unless alias
    }
    wand_wg_done(group);
}

static void launch(struct replica *r, wand_wg *group, wand_fn body)
{
    r->cluster = &cluster;
    r->group = group;
    wand_wg_add(group, 1);
    if (wand_go(body, r) != 0)
        wand_wg_done(group);
}

static void start(void *arg)
{
    static struct replica r[8] = {[0 ... 7] = {.alive = true}};

    (void)arg;
    launch(&r[0], &cluster.quorum.acks, ack_nested);
    launch(&r[1], &backup_quorum.acks, ack_backup);
    launch(&r[2], &cluster.lanes[0], ack_lane);
    launch(&r[3], &cluster.quorum.acks, ack_alias);
    launch(&r[4], &joins, join_global);
    launch(&r[5], &cluster.quorum.acks, ack_nested_alive);
    launch(&r[6], &cluster.lanes[0], ack_lane_checked);
    wand_wg_wait(&cluster.quorum.acks);
    wand_wg_wait(&backup_quorum.acks);
    wand_wg_wait(&cluster.lanes[0]);
    wand_wg_wait(&joins);
    r[7].alive = false;
    launch(&r[7], &joins, ack_alias_alive);
    wand_wg_wait(&joins);
}

int main(void)
{
    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
