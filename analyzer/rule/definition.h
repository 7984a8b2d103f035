/* analyzer/rule/definition.h
 * What a rule is: one constant value with callbacks, and what it may ask and report.
 *
 * A rule is one constant value with callbacks, in one file that includes this header and libc. It sees events
 * (what calls do, whoever does it), marks objects, and reports; it knows no API by name and no source tree.
 */
#ifndef WAND_ANALYZER_RULE_DEFINITION_H
#define WAND_ANALYZER_RULE_DEFINITION_H

#include "analyzer/base/map.h"
#include "analyzer/finding/finding.h"
#include "analyzer/flow/flow.h"
#include "analyzer/summary/index.h"
#include "analyzer/summary/program.h"

typedef struct rule rule;

/* One walk of one function on behalf of a rule. */
typedef struct rule_pass {
    const rule *rule;
    const program *program;
    const program_function *function;
    flow_pass *flow;
    finding_list *findings;
    arena *memory; /* of this walk */
    map *seen;     /* what rule_first_time was asked */
    map *spoken;   /* values by the names that the source gave them so far */
    void *data;    /* the rule's own: what on_function returned, or was given to rule_walk */
} rule_pass;

typedef struct rule_exit {
    effect_end end;
    ir_loc loc;               /* return, closing brace, or the call that does not come back */
    const flow_value *result; /* NULL when nothing is returned */
} rule_exit;

/* A rule's view of the paths of a function. All are optional. */
typedef struct rule_walker {
    uint64_t splits; /* FLOW_BIT(kind): effects by which a call's outcomes are kept apart */
    void (*on_event)(rule_pass *pass, const flow_event *event, flow_state *state);
    /* What a started coroutine will do to what is known here (follows its spawn); on_event does not see
     * these. */
    void (*on_remote)(rule_pass *pass, const flow_event *event, flow_state *state);
    void (*on_load)(rule_pass *pass, const flow_region *region, const ir_instruction *load,
                    flow_state *state);
    void (*on_store)(rule_pass *pass, const flow_region *region, const flow_value *value,
                     const ir_instruction *store, flow_state *state);
    void (*on_branch)(rule_pass *pass, const ir_terminator *branch, const flow_value *value,
                      flow_state *state);
    void (*on_exit)(rule_pass *pass, const rule_exit *exit, flow_state *state);
    void (*on_end)(rule_pass *pass); /* all paths have been walked */
} rule_walker;

struct rule {
    const char *name;
    const char *title;
    finding_dimension dimension;
    finding_severity severity;
    bool is_off; /* by default */
    bool is_preview;
    uint64_t
        needs; /* FLOW_BIT(kind): a function in which none of these can happen is not walked; 0 walks all */
    bool (*applies)(const rule_pass *pass); /* optional: is the function worth walking? */
    rule_walker walker;
    void *(*on_function)(rule_pass *pass); /* before a function is walked; its result is pass->data */
};

/* ---- walking ---- */

/* Walks another function (a coroutine's body) with callbacks of its own. */
void rule_walk(rule_pass *pass, const program_function *function, const rule_walker *walker, void *data);

/* The body that a spawn event starts, or NULL when it is not known or not in sight. */
const program_function *rule_body_of(const rule_pass *pass, const flow_event *spawn);

/* The value that a path of the body's summary has where it is started: its argument's parts, globals. NULL:
 * none. *source, when not NULL, gets the region it was loaded from. */
const flow_value *rule_value_at_spawn(rule_pass *pass, flow_state *state, const flow_event *spawn,
                                      const ir_path *path, const flow_region **source);

/* True the first time that the rule comes to this pair in the function: a body walked once is walked for all
 * paths. */
bool rule_first_time(rule_pass *pass, const void *a, const void *b);

/* ---- asking ---- */

/* The mark of the object, or of one that goes by the same path: some element of the same array. */
const flow_mark *rule_mark_of(const rule_pass *pass, const flow_state *state, const flow_value *object);

/* Is the role filled: not empty and not known to be a null pointer? */
bool rule_has(const flow_event *event, effect_role role);

/* The class of an event's object, by value or by the field it was loaded from; NULL when it has none. */
const char *rule_class_of(rule_pass *pass, const flow_event *event);
const char *rule_class_of_value(rule_pass *pass, const flow_value *value);

/* Is the value, or the memory it points into, a bare parameter of the function: an object with an unseen
 * owner? */
bool rule_is_parameter(const flow_value *value);

/* Is the object reached through a parameter of a function that code out of sight can call? Then its partners
 * may be there. */
bool rule_is_out_of_sight(const rule_pass *pass, const flow_value *value);

/* Did the event come through a helper that is in sight? */
bool rule_is_through_helper(const flow_event *event);

/* A spawn by a helper that names the body itself: judged where the helper starts it. */
bool rule_was_judged_inside(const flow_event *spawn);

/* Has the rule already reported what happens inside the helper that the event came through? */
bool rule_was_reported(const rule_pass *pass, const flow_event *event);

/* ---- reporting ---- */

/* A new finding of the pass's rule; NULL never. */
finding *rule_report(rule_pass *pass, const ir_function *in, ir_loc loc, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* A step of the witness path. */
void rule_step(rule_pass *pass, finding *f, const ir_function *in, ir_loc loc, unsigned depth,
               const char *format, ...) __attribute__((format(printf, 6, 7)));

/* The branches taken since `since` (NULL: since entry), as steps. */
void rule_branches(rule_pass *pass, finding *f, const ir_function *in, const flow_state *state,
                   const flow_step *since, unsigned depth);

/* What a helper did inside, as steps one level deeper, down to the API call. */
void rule_inner_steps(rule_pass *pass, finding *f, const flow_event *event, unsigned depth);

/* How the user writes the object: "job->wg", "done". For values that nothing names: "the channel" and the
 * like. */
const char *rule_name_of(rule_pass *pass, flow_state *state, const flow_event *event);
const char *rule_name_of_value(rule_pass *pass, flow_state *state, const flow_value *value);
const char *rule_name_of_region(rule_pass *pass, flow_state *state, const flow_region *region);

#endif
