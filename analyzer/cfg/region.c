/* analyzer/cfg/region.c
 * Loops by strongly connected components: a component is a loop, its entries are its headers; without them it
 * falls apart into smaller components, which are the inner loops. On a reducible graph these are exactly the
 * natural loops (those with one header taken as one); on any other graph the answer still has the loop, with
 * its several entries, where natural loops would miss it. */
#include "analyzer/cfg/region.h"

#include <stdlib.h>

typedef struct {
    arena *memory;
    const graph *g;
    uint32_t *set; /* which set each node is searched in; nodes of other sets are not there */
    uint32_t set_count;
    region *items;
    size_t count;
    size_t capacity;
    uint32_t *innermost;
    /* one search (Tarjan's): */
    uint32_t *number; /* 0: not seen in this search */
    uint32_t *low;
    uint32_t *next;
    uint32_t *path;      /* the depth-first path */
    uint32_t *component; /* nodes whose component is not complete */
    bool *is_open;       /* is in component */
    uint32_t path_depth;
    uint32_t component_depth;
    uint32_t numbered;
} search;

typedef struct {
    uint32_t set;
    uint32_t parent; /* region, or GRAPH_NONE */
    const uint32_t *nodes;
    uint32_t node_count;
} task;

static int ascending(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a;
    uint32_t y = *(const uint32_t *)b;

    return (x > y) - (x < y);
}

static bool has_edge_to_itself(const graph *g, uint32_t node)
{
    for (uint32_t i = g->successors.start[node]; i < g->successors.start[node + 1]; i++) {
        if (g->successors.items[i] == node) {
            return true;
        }
    }
    return false;
}

/* An entry is reached from outside of the loop, whose nodes are in the set `inside` just then. */
static bool is_entry(const search *s, uint32_t node, uint32_t inside)
{
    const graph *g = s->g;

    for (uint32_t i = g->predecessors.start[node]; i < g->predecessors.start[node + 1]; i++) {
        uint32_t from = g->predecessors.items[i];
        if (s->set[from] != inside && g->position[from] != GRAPH_NONE) {
            return true;
        }
    }
    return node == g->root;
}

/* Makes a component into a loop and its non-entries into the set to search next. */
static task make_region(search *s, uint32_t *nodes, uint32_t count, uint32_t parent)
{
    uint32_t inside = ++s->set_count;
    uint32_t *rest = ARENA_ARRAY(s->memory, uint32_t, count);
    bool *entries = ARENA_ARRAY(s->memory, bool, count);
    uint32_t rest_count = 0;
    region r = {.header = GRAPH_NONE, .parent = parent, .nodes = nodes, .node_count = count};

    r.depth = parent == GRAPH_NONE ? 1 : s->items[parent].depth + 1;
    qsort(nodes, count, sizeof *nodes, ascending);
    for (uint32_t i = 0; i < count; i++) {
        s->set[nodes[i]] = inside;
        s->innermost[nodes[i]] = (uint32_t)s->count;
    }
    for (uint32_t i = 0; i < count; i++) {
        entries[i] = is_entry(s, nodes[i], inside);
        if (!entries[i]) {
            rest[rest_count++] = nodes[i];
            continue;
        }
        r.is_irreducible |= r.header != GRAPH_NONE;
        if (r.header == GRAPH_NONE || s->g->position[nodes[i]] < s->g->position[r.header]) {
            r.header = nodes[i];
        }
    }
    for (uint32_t i = 0; i < count; i++) {
        s->set[nodes[i]] = entries[i] ? 0 : inside; /* 0: searched no more */
    }
    task inner = {.set = inside, .parent = (uint32_t)s->count, .nodes = rest, .node_count = rest_count};
    ARENA_PUSH(s->memory, s->items, s->count, s->capacity, r);
    return inner;
}

static void enter(search *s, uint32_t node)
{
    s->number[node] = s->low[node] = ++s->numbered;
    s->next[node] = s->g->successors.start[node];
    s->path[s->path_depth++] = node;
    s->component[s->component_depth++] = node;
    s->is_open[node] = true;
}

/* Follows one edge of the node at the end of the path. False when it has no more. */
static bool advance(search *s, uint32_t node, uint32_t set)
{
    while (s->next[node] < s->g->successors.start[node + 1]) {
        uint32_t to = s->g->successors.items[s->next[node]++];
        if (s->set[to] != set) {
            continue;
        }
        if (s->number[to] == 0) {
            enter(s, to);
            return true;
        }
        if (s->is_open[to] && s->number[to] < s->low[node]) {
            s->low[node] = s->number[to];
        }
    }
    return false;
}

/* Takes the component that begins at `node` off the stack. */
static uint32_t *close_component(search *s, uint32_t node, uint32_t *count)
{
    uint32_t end = s->component_depth;

    do {
        s->component_depth--;
        s->is_open[s->component[s->component_depth]] = false;
    } while (s->component[s->component_depth] != node);
    *count = end - s->component_depth;
    return arena_copy(s->memory, &s->component[s->component_depth], sizeof(uint32_t) * *count);
}

typedef struct {
    uint32_t *nodes;
    uint32_t count;
} component;

typedef struct {
    component *items;
    size_t count;
    size_t capacity;
} components;

static void walk_from(search *s, uint32_t start, uint32_t set, components *found)
{
    enter(s, start);
    while (s->path_depth > 0) {
        uint32_t node = s->path[s->path_depth - 1];
        if (advance(s, node, set)) {
            continue;
        }
        s->path_depth--;
        if (s->path_depth > 0 && s->low[node] < s->low[s->path[s->path_depth - 1]]) {
            s->low[s->path[s->path_depth - 1]] = s->low[node];
        }
        if (s->low[node] != s->number[node]) {
            continue;
        }
        component c;
        c.nodes = close_component(s, node, &c.count);
        if (c.count > 1 || has_edge_to_itself(s->g, node)) {
            ARENA_PUSH(s->memory, found->items, found->count, found->capacity, c);
        }
    }
}

static components find_components(search *s, const task *t)
{
    components found = {0};

    s->numbered = 0;
    for (uint32_t i = 0; i < t->node_count; i++) {
        s->number[t->nodes[i]] = 0;
    }
    for (uint32_t i = 0; i < t->node_count; i++) {
        if (s->number[t->nodes[i]] == 0) {
            walk_from(s, t->nodes[i], t->set, &found);
        }
    }
    return found;
}

static search *search_new(arena *a, const graph *g)
{
    search *s = ARENA_NEW(a, search);

    s->memory = a;
    s->g = g;
    s->set = ARENA_ARRAY(a, uint32_t, g->node_count);
    s->innermost = ARENA_ARRAY(a, uint32_t, g->node_count);
    s->number = ARENA_ARRAY(a, uint32_t, g->node_count);
    s->low = ARENA_ARRAY(a, uint32_t, g->node_count);
    s->next = ARENA_ARRAY(a, uint32_t, g->node_count);
    s->path = ARENA_ARRAY(a, uint32_t, g->node_count);
    s->component = ARENA_ARRAY(a, uint32_t, g->node_count);
    s->is_open = ARENA_ARRAY(a, bool, g->node_count);
    for (uint32_t n = 0; n < g->node_count; n++) {
        s->innermost[n] = GRAPH_NONE;
    }
    return s;
}

const regions *regions_of(arena *a, const graph *g)
{
    search *s = search_new(a, g);
    task *tasks = NULL;
    size_t task_count = 0;
    size_t capacity = 0;
    task whole = {
        .set = ++s->set_count, .parent = GRAPH_NONE, .nodes = g->order, .node_count = g->reached_count};

    for (uint32_t i = 0; i < g->reached_count; i++) {
        s->set[g->order[i]] = whole.set;
    }
    ARENA_PUSH(a, tasks, task_count, capacity, whole);
    for (size_t i = 0; i < task_count; i++) {
        task t = tasks[i];
        components found = find_components(s, &t);
        for (size_t k = found.count; k-- > 0;) { /* Tarjan's search completes the last ones first */
            task inner = make_region(s, found.items[k].nodes, found.items[k].count, t.parent);
            ARENA_PUSH(a, tasks, task_count, capacity, inner);
        }
    }
    regions *result = ARENA_NEW(a, regions);
    result->items = s->items;
    result->count = (uint32_t)s->count;
    result->innermost = s->innermost;
    return result;
}
