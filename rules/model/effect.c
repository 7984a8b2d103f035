/* rules/model/effect.c
 * The words of effect kinds, one list for both directions. */
#include "rules/model/effect.h"

#include <string.h>

static const char *const kind_names[EFFECT_KIND_COUNT] = {
    [EFFECT_NONE] = "none",       [EFFECT_ACQUIRE] = "acquire", [EFFECT_RETAIN] = "retain",
    [EFFECT_RELEASE] = "release", [EFFECT_TAKE] = "take",       [EFFECT_FREE] = "free",
    [EFFECT_USE] = "use",         [EFFECT_CLOSE] = "close",     [EFFECT_SEND] = "send",
    [EFFECT_RECEIVE] = "receive", [EFFECT_ADD] = "add",         [EFFECT_DONE] = "done",
    [EFFECT_WAIT] = "wait",       [EFFECT_LOCK] = "lock",       [EFFECT_UNLOCK] = "unlock",
    [EFFECT_SIGNAL] = "signal",   [EFFECT_CANCEL] = "cancel",   [EFFECT_OBSERVE] = "observe",
    [EFFECT_DERIVE] = "derive",   [EFFECT_SPAWN] = "spawn",     [EFFECT_STOP] = "stop",
    [EFFECT_CALL] = "call",       [EFFECT_SELECT] = "select",   [EFFECT_PARK] = "park",
    [EFFECT_PANIC] = "panic",     [EFFECT_READ] = "read",       [EFFECT_WRITE] = "write",
    [EFFECT_ESCAPE] = "escape",
};

const char *effect_kind_name(effect_kind kind)
{
    return (unsigned)kind < EFFECT_KIND_COUNT ? kind_names[kind] : "none";
}

effect_kind effect_kind_named(const char *name)
{
    for (int kind = EFFECT_NONE + 1; kind < EFFECT_KIND_COUNT; kind++) {
        if (strcmp(kind_names[kind], name) == 0) {
            return (effect_kind)kind;
        }
    }
    return EFFECT_NONE;
}
