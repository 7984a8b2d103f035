/* analyzer/summary/index.h
 * Questions about the whole program: who does what to which class of object, and which coroutine runs what.
 *
 * A class stands for all objects that are reached alike: the same field of the same struct tag, or the same
 * global variable. It answers "does anybody wait for this group" where the object itself is out of sight. */
#ifndef WAND_ANALYZER_SUMMARY_INDEX_H
#define WAND_ANALYZER_SUMMARY_INDEX_H

#include "analyzer/summary/program.h"

typedef struct index_entry {
    const struct index_entry *next;
    const program_function *function; /* in which it happens (for remote ones: which starts the coroutine) */
    const effect *effect;
} index_entry;

/* The class of the object that a path names, or NULL: parameters, locals and what a function made have none.
 */
const char *program_class(const program *p, const ir_path *path);

/* The class of a region that holds or is the object. */
const char *program_class_of_region(const program *p, const flow_region *region);

/* Does the class hold objects that belong to code which is not in sight? Then nothing is known of their
 * partners. */
bool program_is_foreign(const program *p, const char *class_name);

/* All effects on objects of the class, in program order; NULL when there are none. What is done to an object
 * under another name counts for every field that was made to refer to it. */
const index_entry *program_effects_on(const program *p, const char *class_name);

/* Does anybody do that to an object of the class? */
bool program_does(const program *p, const char *class_name, effect_kind kind);

/* Can the two functions run in different coroutines at the same time? */
bool program_are_concurrent(const program *p, const program_function *a, const program_function *b);

/* Can code that is not in sight call it with objects of its own, directly or through others? */
bool program_is_external(const program *p, const program_function *f);

/* Does anything in the program start a coroutine or thread? */
bool program_has_coroutines(const program *p);

/* Is the function (or what it is called from) the body of some coroutine? */
bool program_is_coroutine(const program *p, const program_function *f);

#endif
