// run: deadlock
/* After moby 25384: the group is set to the number of plug-ins, and waited for inside the loop that restores
 * them. */
#include <wand.h>

enum { PLUGINS = 3 };

struct plugin {
    int number;
    wand_wg *group;
};

static void restore(void *arg)
{
    struct plugin *p = arg;

    printf("plug-in %d\n", p->number);
    wand_wg_done(p->group);
}

static void start(void *arg)
{
    static struct plugin plugins[PLUGINS];
    static wand_wg group = WAND_WG_INIT;

    (void)arg;
    wand_wg_add(&group, PLUGINS);
    for (int i = 0; i < PLUGINS; i++) {
        plugins[i] = (struct plugin){.number = i, .group = &group};
        if (wand_go(restore, &plugins[i]) != 0)
            wand_wg_done(&group);
        wand_wg_wait(&group);
    }
}

int main(void)
{
    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
