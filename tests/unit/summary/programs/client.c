/* Uses what library.c defines. */
#include "shared.h"

static void body(void *arg)
{
    queue_close(arg);
    queue_leave();
}

int main(void)
{
    static struct queue q;

    wand_wg_add(&everyone, 1);
    wand_go(body, &q);
    wand_wg_wait(&everyone);
    return 0;
}
