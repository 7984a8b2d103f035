/* Facts against the truth: random questions about three small integers, asked one after the other as branches
 * would, compared with trying all numbers.
 *
 * A path may only be called impossible when no numbers take it, and a range must hold all numbers that do.
 * The opposite (a path that is kept although nothing takes it) is allowed, but counted: too much of it and
 * the facts have become useless. */
#include "tests/support/ir_build.h"
#include "tests/support/tap.h"

#include "analyzer/flow/state.h"

enum {
    SYMBOLS = 3,
    LOWEST = -5,
    HIGHEST = 5,
    QUESTIONS = 6,
    ROUNDS = 4000,
    NODES = 24,
};

/* The test's own expressions, evaluated without the code under test. */
typedef struct node {
    int kind; /* -1: number, 0..2: symbol, 3: operator */
    ir_operator operator;
    int64_t number;
    const struct node *left, *right;
    const flow_value *value;
} node;

typedef struct world {
    ir_build *b;
    flow_values *values;
    flow_state *state;
    node nodes[NODES * QUESTIONS];
    size_t node_count;
    const node *questions[QUESTIONS];
    bool answers[QUESTIONS];
    size_t question_count;
    const flow_value *symbols[SYMBOLS];
} world;

static uint64_t seed;

static int64_t draw(int64_t low, int64_t high)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return low + (int64_t)((seed >> 33) % (uint64_t)(high - low + 1));
}

static const node *make(world *w, node n)
{
    switch (n.kind) {
    case -1: n.value = flow_integer(w->values, n.number); break;
    case 3:
        n.value =
            flow_expression(w->values, n.operator, n.left->value, n.right == NULL ? NULL : n.right->value);
        break;
    default: n.value = w->symbols[n.kind]; break;
    }
    w->nodes[w->node_count] = n;
    return &w->nodes[w->node_count++];
}

static const node *draw_node(world *w, int depth)
{
    static const ir_operator operators[] = {
        IR_ADD,         IR_SUBTRACT,   IR_MULTIPLY,      IR_BIT_AND, IR_EQUAL,  IR_NOT_EQUAL, IR_LESS,
        IR_LESS_EQUAL,  IR_GREATER,    IR_GREATER_EQUAL, IR_BIT_OR,  IR_DIVIDE, IR_REMAINDER, IR_BIT_XOR,
        IR_SHIFT_RIGHT, IR_SHIFT_LEFT, IR_COMPLEMENT,    IR_NEGATE,  IR_NOT};
    int64_t kind = draw(0, 9);

    if (depth == 0 || kind < 4) {
        return kind < 2 ? make(w, (node){.kind = -1, .number = draw(-4, 4)})
                        : make(w, (node){.kind = (int)draw(0, SYMBOLS - 1)});
    }
    ir_operator operator= operators[draw(0, (int64_t)(sizeof operators / sizeof *operators) - 1)];
    const node *left = draw_node(w, depth - 1);
    const node *right = operator>= IR_NEGATE ? NULL : draw_node(w, depth - 1);
    return make(w, (node){.kind = 3, .operator= operator, .left = left, .right = right});
}

/* Most branches compare something with something. */
static const node *draw_question(world *w)
{
    ir_operator operator=(ir_operator) draw(IR_EQUAL, IR_GREATER_EQUAL);
    const node *left = draw_node(w, 1), *right = draw(0, 2) == 0 ? draw_node(w, 1) : NULL;

    if (draw(0, 3) == 0) {
        return draw_node(w, 2);
    }
    if (right == NULL) {
        right = make(w, (node){.kind = -1, .number = draw(-4, 4)});
    }
    return make(w, (node){.kind = 3, .operator= operator, .left = left, .right = right});
}

static int64_t binary(ir_operator operator, int64_t a, int64_t c, bool *is_defined)
{
    switch (operator) {
    case IR_ADD: return a + c;
    case IR_SUBTRACT: return a - c;
    case IR_MULTIPLY: return a * c;
    case IR_BIT_AND: return a & c;
    case IR_BIT_OR: return a | c;
    case IR_BIT_XOR: return a ^ c;
    case IR_EQUAL: return a == c;
    case IR_NOT_EQUAL: return a != c;
    case IR_LESS: return a < c;
    case IR_LESS_EQUAL: return a <= c;
    case IR_GREATER: return a > c;
    case IR_GREATER_EQUAL: return a >= c;
    case IR_DIVIDE: *is_defined &= c != 0; return c == 0 ? 0 : a / c;
    case IR_REMAINDER: *is_defined &= c != 0; return c == 0 ? 0 : a % c;
    case IR_SHIFT_LEFT:
        *is_defined &= a >= 0 && c >= 0 && c < 32;
        return a < 0 || c < 0 || c > 31 ? 0 : a << c;
    default: *is_defined &= c >= 0 && c < 32; return c < 0 || c > 31 ? 0 : a >> c;
    }
}

static int64_t evaluate(const node *n, const int64_t *numbers, bool *is_defined)
{
    if (n->kind < 3) {
        return n->kind < 0 ? n->number : numbers[n->kind];
    }
    int64_t left = evaluate(n->left, numbers, is_defined);
    switch (n->operator) {
    case IR_NOT: return !left;
    case IR_NEGATE: return -left;
    case IR_COMPLEMENT: return ~left;
    default: return binary(n->operator, left, evaluate(n->right, numbers, is_defined), is_defined);
    }
}

/* Do these numbers lead down the path so far? */
static bool is_taken(const world *w, const int64_t *numbers)
{
    for (size_t i = 0; i < w->question_count; i++) {
        bool is_defined = true;
        bool truth = evaluate(w->questions[i], numbers, &is_defined) != 0;
        if (!is_defined || truth != w->answers[i]) {
            return false;
        }
    }
    return true;
}

static void print_world(const world *w)
{
    for (size_t i = 0; i < w->question_count; i++) {
        print_error("question %zu answered %d\n", i, w->answers[i]);
    }
}

static void check_ranges(const world *w, const int64_t *numbers)
{
    for (size_t i = 0; i < SYMBOLS; i++) {
        effect_range r = flow_range(w->state, w->symbols[i]);
        if (numbers[i] < r.low || numbers[i] > r.high || (r.nonzero && numbers[i] == 0)) {
            print_world(w);
            fail_msg("symbol %zu can be %ld, but the range says %ld..%ld", i, (long)numbers[i], (long)r.low,
                     (long)r.high);
        }
    }
    for (size_t i = 0; i < w->node_count; i++) {
        bool is_defined = true;
        int64_t truth = evaluate(&w->nodes[i], numbers, &is_defined);
        effect_range r = flow_range(w->state, w->nodes[i].value);
        if (is_defined && (truth < r.low || truth > r.high || (r.nonzero && truth == 0))) {
            print_world(w);
            fail_msg("expression with operator %d can be %ld, but the range says %ld..%ld",
                     (int)w->nodes[i].operator,(long) truth, (long)r.low, (long)r.high);
        }
    }
}

/* The number of assignments that take the path; each must lie in what the state knows. */
static size_t count_taken(const world *w, bool check)
{
    size_t count = 0;
    int64_t n[SYMBOLS];

    for (n[0] = LOWEST; n[0] <= HIGHEST; n[0]++) {
        for (n[1] = LOWEST; n[1] <= HIGHEST; n[1]++) {
            for (n[2] = LOWEST; n[2] <= HIGHEST; n[2]++) {
                if (is_taken(w, n)) {
                    count++;
                    if (check) {
                        check_ranges(w, n);
                    }
                }
            }
        }
    }
    return count;
}

static void begin(world *w)
{
    static const char *const names[SYMBOLS] = {"x", "y", "z"};
    ir_type *type;

    w->b = ir_build_new();
    w->values = flow_values_new(w->b->memory);
    w->state = flow_state_new(w->b->memory, w->values);
    type = ARENA_NEW(w->b->memory, ir_type);
    *type = (ir_type){.kind = IR_TYPE_INTEGER, .size = 8};
    w->node_count = 0;
    w->question_count = 0;
    for (size_t i = 0; i < SYMBOLS; i++) {
        w->symbols[i] =
            flow_initial(w->values, flow_variable(w->values, ir_build_global(w->b, names[i], type)), NULL);
        assert_true(
            flow_assume_range(w->state, w->symbols[i], (effect_range){.low = LOWEST, .high = HIGHEST}));
    }
}

typedef struct tally {
    size_t impossible; /* paths nothing takes */
    size_t noticed;    /* of them, called impossible */
} tally;

/* One path: questions until it ends. */
static void walk(world *w, tally *t)
{
    while (w->question_count < QUESTIONS) {
        const node *question = draw_question(w);
        bool answer = draw(0, 1);
        w->questions[w->question_count] = question;
        w->answers[w->question_count++] = answer;
        bool is_possible = flow_assume(w->state, question->value, answer);
        size_t count = count_taken(w, is_possible);
        t->impossible += count == 0;
        t->noticed += !is_possible;
        if (!is_possible && count > 0) {
            print_world(w);
            fail_msg("a path that %zu of the numbers take was called impossible", count);
        }
        if (!is_possible || count == 0) {
            return;
        }
    }
}

static void test_paths(void **unused)
{
    static world w;
    tally t = {0};

    (void)unused;
    for (uint64_t round = 0; round < ROUNDS; round++) {
        seed = round * 7919 + 1;
        begin(&w);
        walk(&w, &t);
        ir_build_free(w.b);
    }
    print_message("# of %zu impossible paths %zu were noticed\n", t.impossible, t.noticed);
    assert_true(t.impossible > 500);
    assert_true(t.noticed * 2 > t.impossible);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_paths),
};

TAP_MAIN(tests)
