/* rules/model/effect.h
 * What a call does, in one vocabulary for API rows (the YAML files of rules/model) and for computed
 * summaries.
 *
 * A function is described by its outcomes: the ways it can return, each with what must hold of the arguments,
 * what is known of the result, and the effects in order. A model row is simply a summary written by hand, so
 * everything after this treats wand_chan_close and a user's helper that closes a channel alike. */
#ifndef WAND_RULES_MODEL_EFFECT_H
#define WAND_RULES_MODEL_EFFECT_H

#include "analyzer/ir/path.h"

typedef enum effect_kind {
    EFFECT_NONE,
    EFFECT_ACQUIRE, /* object is a new owned handle; handle names its type */
    EFFECT_RETAIN,  /* one more reference to object */
    EFFECT_RELEASE, /* one reference to object dropped */
    EFFECT_TAKE,    /* object now belongs to the callee or to what it was given to */
    EFFECT_FREE,    /* memory at object is freed */
    EFFECT_USE,     /* object is used in a way that needs it alive */
    EFFECT_CLOSE,   /* channel closed */
    EFFECT_SEND,    /* sent to channel object; OPTIONAL: try_ */
    EFFECT_RECEIVE, /* received from channel object; OPTIONAL: try_, or an arm beside a default or timeout */
    EFFECT_ADD,     /* wait group raised by count (argument: the path that holds it when count is 0) */
    EFFECT_DONE,    /* wait group lowered by one */
    EFFECT_WAIT,    /* waited for the wait group, condition (argument: its mutex), scope or thread object */
    EFFECT_LOCK,    /* SHARED for read locks; OPTIONAL for a try_lock that succeeded */
    EFFECT_UNLOCK,  /* SHARED likewise */
    EFFECT_SIGNAL,  /* a waiter of the condition object woken */
    EFFECT_CANCEL,  /* context cancelled */
    EFFECT_OBSERVE, /* context looked at: error, done channel, or a done arm */
    EFFECT_DERIVE,  /* object (a context) made from context (its parent) */
    EFFECT_SPAWN,   /* a coroutine or thread runs function(argument), see the roles; handle names what was
                       started */
    EFFECT_STOP,    /* timer or ticker stopped */
    EFFECT_CALL, /* function(argument) is called before this call returns; PROTECTED: its panics are caught */
    EFFECT_SELECT, /* the cases at object, argument of them: expanded by the engine from the row's select
                      layout */
    EFFECT_PARK,   /* the coroutine can park here */
    EFFECT_PANIC,  /* panics */
    EFFECT_READ,   /* memory at object read (kept only for memory that others can see) */
    EFFECT_WRITE,  /* memory at object written (likewise) */
    EFFECT_ESCAPE, /* object becomes known to code that is not in sight */
    EFFECT_KIND_COUNT,
} effect_kind;

enum {
    EFFECT_OPTIONAL = 1 << 0,
    EFFECT_SHARED = 1 << 1,
    EFFECT_PROTECTED = 1 << 2,
    EFFECT_DAEMON = 1 << 3,   /* SPAWN: declared to live as long as the process */
    EFFECT_ATOMIC = 1 << 4,   /* READ, WRITE */
    EFFECT_MAY = 1 << 5,      /* on some of the paths that this outcome stands for */
    EFFECT_DEFERRED = 1 << 6, /* by a cleanup attribute */
    EFFECT_IN_LOOP = 1 << 7,  /* can happen more than once */
    EFFECT_JOINED = 1 << 9,   /* SPAWN: what is started has ended when the function returns */
    EFFECT_REMOTE = 1 << 8,   /* by a coroutine that is started here, not by this function */
};

/* What each path of an effect stands for. */
typedef enum effect_role {
    ROLE_OBJECT,
    ROLE_FUNCTION,
    ROLE_ARGUMENT,
    ROLE_CONTEXT,
    ROLE_GROUP,
    ROLE_STOP,
    ROLE_COUNT,
} effect_role;

/* What is known of an integer or a pointer (null is 0): low <= x <= high, and x != 0 when nonzero. */
typedef struct effect_range {
    int64_t low;
    int64_t high;
    bool nonzero;
} effect_range;

#define EFFECT_RANGE_ANY ((effect_range){.low = INT64_MIN, .high = INT64_MAX})

typedef struct effect {
    effect_kind kind;
    uint32_t flags;
    const char *handle; /* ACQUIRE, RELEASE, SPAWN: type of handle ("channel", "context", "coroutine") */
    int64_t count;      /* ADD */
    const ir_path *role[ROLE_COUNT]; /* NULL where the role is empty */
    const ir_path *spelled; /* the memory that the object was loaded from, as the path of a value; or NULL */
    const ir_unit *unit;    /* computed ones: where it happens, for the notes; NULL for model rows */
    ir_loc loc;
    const ir_function *through; /* the callee it came through, NULL when it happens in the function itself */
    const struct effect *inner; /* the callee's own effect, for nested notes */
} effect;

/* memory at `address` (a path that denotes an address) holds `value` afterwards; value NULL: something
 * unknown */
typedef struct effect_store {
    const ir_path *address;
    const ir_path *value;
    bool is_nonzero;   /* and that is known not to be null */
    bool has_constant; /* holds this integer instead */
    int64_t constant;
} effect_store;

typedef struct effect_condition {
    const ir_path *value;
    effect_range range;
} effect_condition;

typedef enum effect_end {
    EFFECT_RETURNS,
    EFFECT_PANICS,    /* leaves by a panic */
    EFFECT_NO_RETURN, /* ends the process, or never comes back */
} effect_end;

typedef struct effect_outcome {
    effect_end end;
    effect_range result;      /* of an integer or pointer result */
    const ir_path *result_is; /* the result is this value (an argument, a ghost, IR_ROOT_FRESH), or NULL */
    const effect_condition *when; /* must hold at entry */
    size_t when_count;
    const effect *effects; /* in order */
    size_t effect_count;
    const effect_store *stores; /* memory that others can see, at exit */
    size_t store_count;
    ir_loc exit; /* computed ones: the return or closing brace */
} effect_outcome;

/* How the cases of a select lie in memory (model row `select`). */
typedef struct effect_select {
    const char *kind_field;
    const char *channel_field;
    const char *context_field;
    int64_t receive;
    int64_t send;
    int64_t done;
    int64_t after;
    int64_t otherwise;
} effect_select;

typedef struct effect_summary {
    const char *function; /* name, for messages */
    const effect_outcome *outcomes;
    size_t outcome_count;
    const effect *events; /* every effect that can happen, also on paths that don't return, without order */
    size_t event_count;
    const effect_store
        *holds; /* computed ones: what was put where, at any time, in memory that has a class */
    size_t hold_count;
    const effect_select *select;
    bool is_model;          /* a row of a model file */
    bool parks;             /* can park the caller */
    bool cancellable;       /* is a cancellation point */
    bool changes_numbers;   /* computed without paths: numbers that others can see may change, handles stay */
    bool is_partial;        /* a budget was cut: outcomes are not all there are */
    const char *model_file; /* rows: where it stands */
    uint32_t model_line;
} effect_summary;

/* The word for a kind as model files write it ("release"), and back; EFFECT_NONE when there is no such word.
 */
const char *effect_kind_name(effect_kind kind);
effect_kind effect_kind_named(const char *name);

#endif
