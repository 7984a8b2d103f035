/* analyzer/summary/program.h
 * The whole program of a run: its functions, callees first, and what each of them does.
 *
 * A computed summary has the form of a model row: the outcomes of a function with their effects on what its
 * callers can name. Functions are summarised bottom-up over the call graph, also across files; recursion goes
 * round until nothing changes. */
#ifndef WAND_ANALYZER_SUMMARY_PROGRAM_H
#define WAND_ANALYZER_SUMMARY_PROGRAM_H

#include "analyzer/base/map.h"
#include "analyzer/flow/flow.h"
#include "rules/model/model.h"

typedef struct program_function {
    const ir_function *function; /* the definition */
    const cfg *graph;
    effect_summary *summary; /* NULL before it is computed */
    uint64_t kinds;          /* FLOW_BIT of every event that can happen in it, remote ones included */
    const char *cut;         /* why its analysis is partial, or NULL */
    size_t visited;          /* states executed */
    bool is_recursive;       /* calls itself, directly or through others of its component */
    uint32_t component;      /* of the call graph; callees have smaller numbers */
    uint32_t order;          /* position in program.functions */
} program_function;

typedef struct program {
    arena *memory;
    intern_table *names;
    const model *models;
    ir_unit *const *units;
    size_t unit_count;
    program_function **functions; /* definitions, callees before callers */
    size_t function_count;
    map *by_definition; /* ir_function -> program_function: a file's own definition comes first */
    map *by_key;        /* interned key -> program_function */
    map *system_tags;   /* tags of records that system headers declare: their fields tell no objects apart */
    map *constants;     /* global variable key -> list of constants, see constant.c */
    struct program_index *index; /* made last */
    flow_program flow;
} program;

/* Builds graphs, orders and summarises everything. */
program *program_analyse(arena *a, intern_table *names, const model *models, ir_unit *const *units,
                         size_t unit_count);

/* The defined function behind a definition or declaration; NULL when it is not in sight. */
const program_function *program_find(const program *p, const ir_function *function);

/* The summary of a function: an API row, else a computed one, else NULL. */
const effect_summary *program_summary(const program *p, const ir_function *function);

/* Is this name described by a model row (and not defined otherwise by the user)? */
bool program_is_api(const program *p, const ir_function *function);

#endif
