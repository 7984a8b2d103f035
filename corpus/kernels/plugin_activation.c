// run: deadlock
/* After moby 29733: a plug-in's activation is waited for on a condition, and registering a handler only
 * resets it. */
#include <wand.h>

struct plugin {
    wand_mutex lock;
    wand_cond activated;
    bool active;
    bool handled;
};

static struct plugin plugin;

static void wait_active(void *arg)
{
    struct plugin *p = arg;

    wand_mutex_lock(&p->lock);
    while (!p->active)
        wand_cond_wait(&p->activated, &p->lock);
    wand_mutex_unlock(&p->lock);
}

static void plugin_handle(struct plugin *p)
{
    wand_mutex_lock(&p->lock);
    p->active = false;
    p->handled = true;
    wand_mutex_unlock(&p->lock);
}

static void start(void *arg)
{
    wand_wg waiting = WAND_WG_INIT;

    (void)arg;
    plugin_handle(&plugin);
    if (wand_go_wg(&waiting, wait_active, &plugin) != 0)
        return;
    wand_wg_wait(&waiting);
}

int main(void)
{
    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
