// run: deadlock
/* The program: a frame that comes out, and one that never does. */
#include "render.h"

static void start(void *arg)
{
    static struct frame good, bad;
    static struct tile tiles[3] = {
        {.x = 1, .visible = true}, {.x = 2, .visible = false}, {.x = 3, .visible = true}};

    (void)arg;
    frame_render(&good, tiles, 3, tile_render);
    printf("%d\n", tiles[0].x);
    frame_render(&bad, tiles, 3, tile_render_visible);
}

int main(void)
{
    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
