/* Dominators, loops and reachability of random graphs, compared with their definitions by brute force: a
 * dominates b when removing a cuts b off. */
#include "tests/support/tap.h"

#include "analyzer/cfg/dominator.h"
#include "analyzer/cfg/graph.h"
#include "analyzer/cfg/region.h"

#include <string.h>

enum { NODES_MAX = 14, GRAPHS = 4000 };

static uint32_t random_state;

/* xorshift: the same graphs on every machine. */
static uint32_t random_below(uint32_t bound)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 17;
    random_state ^= random_state << 5;
    return random_state % bound;
}

static const graph *random_graph(arena *a)
{
    uint32_t nodes = 1 + random_below(NODES_MAX);
    uint32_t edge_count = random_below(nodes * 2 + 2);
    graph_edge *edges = ARENA_ARRAY(a, graph_edge, edge_count);

    for (uint32_t i = 0; i < edge_count; i++) {
        edges[i] = (graph_edge){.from = random_below(nodes), .to = random_below(nodes)};
    }
    return graph_new(a, nodes, 0, edges, edge_count);
}

static void mark(const graph *g, uint32_t node, const bool *allowed, bool *seen)
{
    if (seen[node] || !allowed[node]) {
        return;
    }
    seen[node] = true;
    for (uint32_t i = g->successors.start[node]; i < g->successors.start[node + 1]; i++) {
        mark(g, g->successors.items[i], allowed, seen);
    }
}

/* What the root reaches when `without` (or nothing) is taken out. */
static void reach(const graph *g, uint32_t without, bool *seen)
{
    bool allowed[NODES_MAX];

    memset(seen, 0, sizeof(bool) * NODES_MAX);
    for (uint32_t n = 0; n < NODES_MAX; n++) {
        allowed[n] = n != without;
    }
    mark(g, g->root, allowed, seen);
}

static void check_order(const graph *g)
{
    bool reached[NODES_MAX];
    uint32_t count = 0;

    reach(g, GRAPH_NONE, reached);
    for (uint32_t n = 0; n < g->node_count; n++) {
        count += reached[n];
        assert_int_equal(reached[n], g->position[n] != GRAPH_NONE);
        assert_true(!reached[n] || g->order[g->position[n]] == n);
    }
    assert_int_equal(count, g->reached_count);
    assert_int_equal(g->order[0], g->root);
}

static void check_dominators(arena *a, const graph *g)
{
    const dominators *d = dominators_of(a, g);
    bool reached[NODES_MAX];
    bool seen[NODES_MAX];

    reach(g, GRAPH_NONE, reached);
    for (uint32_t x = 0; x < g->node_count; x++) {
        reach(g, x, seen);
        for (uint32_t y = 0; y < g->node_count; y++) {
            bool expected = reached[x] && reached[y] && (x == y || !seen[y]);
            assert_int_equal(dominators_has(d, x, y), expected);
        }
    }
    for (uint32_t y = 0; y < g->node_count; y++) {
        uint32_t parent = d->immediate[y];
        assert_int_equal(parent == GRAPH_NONE, y == g->root || !reached[y]);
        for (uint32_t x = 0; parent != GRAPH_NONE && x < g->node_count; x++) {
            /* every other dominator of y dominates its parent */
            assert_true(x == y || !dominators_has(d, x, y) || dominators_has(d, x, parent));
        }
    }
}

/* Whether `to` can be reached from `from` over at least one edge, inside `allowed`. */
static bool connects(const graph *g, uint32_t from, uint32_t to, const bool *allowed)
{
    bool seen[NODES_MAX] = {false};

    for (uint32_t i = g->successors.start[from]; i < g->successors.start[from + 1]; i++) {
        mark(g, g->successors.items[i], allowed, seen);
    }
    return seen[to];
}

static bool has_node(const region *r, uint32_t node)
{
    for (uint32_t i = 0; i < r->node_count; i++) {
        if (r->nodes[i] == node) {
            return true;
        }
    }
    return false;
}

/* The nodes where the loop is entered from outside. */
static uint32_t count_entries(const graph *g, const region *r)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < r->node_count; i++) {
        bool is_entry = r->nodes[i] == g->root;
        for (uint32_t from = 0; from < g->node_count; from++) {
            for (uint32_t k = g->successors.start[from]; k < g->successors.start[from + 1]; k++) {
                is_entry |= g->successors.items[k] == r->nodes[i] && !has_node(r, from) &&
                            g->position[from] != GRAPH_NONE;
            }
        }
        count += is_entry;
    }
    return count;
}

/* A loop is strongly connected, lies inside its parent, and its header is an entry; it is irreducible exactly
 * when it has more. */
static void check_region(const graph *g, const dominators *d, const regions *all, const region *r)
{
    bool inside[NODES_MAX] = {false};

    for (uint32_t i = 0; i < r->node_count; i++) {
        inside[r->nodes[i]] = true;
    }
    assert_true(has_node(r, r->header));
    assert_int_equal(r->depth, r->parent == GRAPH_NONE ? 1 : all->items[r->parent].depth + 1);
    for (uint32_t i = 0; i < r->node_count; i++) {
        assert_true(connects(g, r->header, r->nodes[i], inside));
        assert_true(connects(g, r->nodes[i], r->header, inside));
        assert_true(r->parent == GRAPH_NONE || has_node(&all->items[r->parent], r->nodes[i]));
        if (!r->is_irreducible) {
            assert_true(dominators_has(d, r->header, r->nodes[i]));
        }
    }
    assert_int_equal(r->is_irreducible, count_entries(g, r) > 1);
}

/* An edge to a dominator closes a natural loop: there is a loop that holds both of its ends. */
static void check_natural_loops(const graph *g, const dominators *d, const regions *all)
{
    bool everywhere[NODES_MAX];

    memset(everywhere, 1, sizeof everywhere);
    for (uint32_t from = 0; from < g->node_count; from++) {
        bool is_reached = g->position[from] != GRAPH_NONE;
        assert_int_equal(all->innermost[from] != GRAPH_NONE,
                         is_reached && connects(g, from, from, everywhere));
        for (uint32_t i = g->successors.start[from]; i < g->successors.start[from + 1]; i++) {
            uint32_t to = g->successors.items[i];
            uint32_t at = all->innermost[from];
            if (!dominators_has(d, to, from)) {
                continue;
            }
            while (at != GRAPH_NONE && !(has_node(&all->items[at], to) && has_node(&all->items[at], from) &&
                                         (all->items[at].header == to || all->items[at].is_irreducible))) {
                at = all->items[at].parent;
            }
            assert_int_not_equal(at, GRAPH_NONE);
        }
    }
}

static void test_random(void **unused)
{
    (void)unused;
    random_state = 2463534242u;
    for (int i = 0; i < GRAPHS; i++) {
        arena *a = arena_new();
        const graph *g = random_graph(a);
        const dominators *d = dominators_of(a, g);
        const regions *all = regions_of(a, g);
        check_order(g);
        check_dominators(a, g);
        for (uint32_t k = 0; k < all->count; k++) {
            check_region(g, d, all, &all->items[k]);
        }
        check_natural_loops(g, d, all);
        arena_free(a);
    }
}

/* A ladder far deeper than any C stack: nothing here recurses. */
static void test_deep(void **unused)
{
    enum { RUNGS = 200000 };
    arena *a = arena_new();
    graph_edge *edges = ARENA_ARRAY(a, graph_edge, RUNGS);

    (void)unused;
    for (uint32_t i = 0; i < RUNGS; i++) {
        edges[i] = (graph_edge){.from = i, .to = i + 1 < RUNGS ? i + 1 : 1};
    }
    const graph *g = graph_new(a, RUNGS, 0, edges, RUNGS);
    const dominators *d = dominators_of(a, g);
    const regions *all = regions_of(a, g);
    assert_true(dominators_has(d, 1, RUNGS - 1));
    assert_int_equal(d->immediate[RUNGS - 1], RUNGS - 2);
    assert_int_equal(all->count, 1);
    assert_int_equal(all->items[0].node_count, RUNGS - 1);
    arena_free(a);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_random),
    cmocka_unit_test(test_deep),
};

TAP_MAIN(tests)
