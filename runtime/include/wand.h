/* wand.h: all of libwand, goroutine-style coroutines for C.
 *
 * Programs include this file; the parts below wand/ are the manual, one subject each. Every description there
 * begins with one sentence, then says what applies of: Parks (gives the worker to other coroutines), Takes,
 * Returns, Panics, Threads, Order (what happens before what), Limits, Source. */
#ifndef WAND_H
#define WAND_H

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <wand/types.h>
#include <wand/time.h>
#include <wand/error.h>
#include <wand/go.h>
#include <wand/ctx.h>
#include <wand/chan.h>
#include <wand/sync.h>
#include <wand/scope.h>
#include <wand/observe.h>

#endif
