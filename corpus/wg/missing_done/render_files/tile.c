/* The bodies of the tiles. */
#include "render.h"

/* Good: counted down on both ways, in another file. */
void tile_render(void *arg)
{
    struct tile *tile = arg;

    if (!tile->visible) {
        frame_tile_done(tile);
        return;
    }
    tile->x += tile->y;
    frame_tile_done(tile);
}

/* Bad: a hidden tile leaves at once. */
void tile_render_visible(void *arg)
{
    struct tile *tile = arg;

    if (!tile->visible)
        return; // want wg-missing-done
    tile->x += tile->y;
    wand_wg_done(&tile->frame->tiles);
}
