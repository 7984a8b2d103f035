/* The frame: starts the tiles, and knows how one is counted down. */
#include "render.h"

void frame_tile_done(struct tile *tile)
{
    wand_wg_done(&tile->frame->tiles);
}

void frame_render(struct frame *frame, struct tile *tiles, int n, wand_fn body)
{
    for (int i = 0; i < n; i++) {
        tiles[i].frame = frame;
        wand_wg_add(&frame->tiles, 1);
        if (wand_go(body, &tiles[i]) != 0)
            wand_wg_done(&frame->tiles);
    }
    wand_wg_wait(&frame->tiles);
}
