/* Tiles of a picture, rendered by counted coroutines; counting down is the frame's business. */
#ifndef RENDER_H
#define RENDER_H

#include <wand.h>

struct frame {
    wand_wg tiles;
    int rendered;
};

struct tile {
    struct frame *frame;
    int x, y;
    bool visible;
};

void frame_tile_done(struct tile *tile);
void frame_render(struct frame *frame, struct tile *tiles, int n, wand_fn body);
void tile_render(void *arg);
void tile_render_visible(void *arg);

#endif
