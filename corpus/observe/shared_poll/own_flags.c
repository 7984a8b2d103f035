// run: clean
/* Parsers and solvers whose loops look like polls: every flag is written by the coroutine that reads it. */
#include <string.h>
#include <wand.h>

struct parser {
    const char *text;
    bool end;
    int depth, tokens;
    int (*next)(struct parser *parser);
};

struct solver {
    double guess, target;
    bool converged;
    int rounds;
};

static int next_char(struct parser *p)
{
    int c = (unsigned char)*p->text;

    if (c == '\0')
        p->end = true;
    else
        p->text++;
    return c;
}

static void parser_skip(struct parser *p)
{
    if (next_char(p) == '\0')
        return;
    p->tokens++;
}

/* Good: the helper writes the flag. */
static int parse_flat(struct parser *p)
{
    while (!p->end) {
        parser_skip(p);
        wand_yield();
    }
    return p->tokens;
}

/* Good: a function behind a pointer writes it. */
static int parse_pointer(struct parser *p)
{
    p->next = next_char;
    do {
        if (p->next(p) == '(')
            p->depth++;
        wand_yield();
    } while (!p->end);
    return p->depth;
}

/* Good: recursion writes it. */
static void parse_nested(struct parser *p)
{
    while (!p->end) {
        switch (next_char(p)) {
        case '(': parse_nested(p); break;
        case ')': return;
        default: p->tokens++; wand_yield();
        }
    }
}

static void solve_step(struct solver *s)
{
    double old = s->guess;

    s->guess = (old + s->target / old) / 2;
    s->converged = s->guess == old || ++s->rounds > 60;
}

static void solve(void *arg)
{
    struct solver *s = arg;

    for (; !s->converged; solve_step(s))
        wand_yield();
}

static void parse(void *arg)
{
    struct parser *p = arg;

    parse_flat(p);
    p->end = true;
}

/* Good: the loop is over its own parser, though others of its kind are at work. */
static void start(void *arg)
{
    static struct solver roots[2] = {{.guess = 1, .target = 2}, {.guess = 1, .target = 3}};
    static struct parser far = {.text = "far (away)"};
    struct parser flat = {.text = "a b c"}, pointer = {.text = "((x))"}, nested = {.text = "a(b(c)d)e"};
    wand_wg wg = WAND_WG_INIT;

    (void)arg;
    for (int i = 0; i < 2; i++) {
        if (wand_go_wg(&wg, solve, &roots[i]) != 0)
            solve(&roots[i]);
    }
    if (wand_go_wg(&wg, parse, &far) != 0)
        parse(&far);
    printf("%d %d\n", parse_flat(&flat), parse_pointer(&pointer));
    parse_nested(&nested);
    wand_wg_wait(&wg);
    printf("%d %.3f %.3f %d\n", nested.tokens, roots[0].guess, roots[1].guess, far.tokens);
}

int main(void)
{
    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
