/* A log shipper: lines are taken from a queue and counted off until the shipper is told to stop. */
#ifndef SHIP_H
#define SHIP_H

#include <stdatomic.h>
#include <wand.h>

struct shipper {
    wand_chan *lines; /* of int, closed by shipper_stop, released by the shipper */
    atomic_int shipped;
    atomic_int compactions;
};

int shipper_start(struct shipper *s);
void shipper_compact(struct shipper *s);
void shipper_stop(struct shipper *s);

#endif
