/* wg.h: the count of a wait group, for the spawns that take one along. */
#ifndef RUNTIME_SYNC_WG_H
#define RUNTIME_SYNC_WG_H

#include <wand.h>

#include "runtime/base/where.h"

void wg_add(wand_wg *wg, int64_t n, where at);

#endif
