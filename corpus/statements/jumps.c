// run: clean
/* Gotos both ways, computed ones, jumps into loops and local labels; each way counts the group down. */
#include <stdlib.h>
#include <wand.h>

enum opcode { OP_PUSH, OP_ADD, OP_JUMP, OP_HALT };

struct machine {
    const unsigned char *code;
    int stack[8];
    int depth;
    int steps;
    wand_wg *running;
};

/* A threaded interpreter: every way ends at halt. */
static void interpret(void *arg)
{
    static const void *const dispatch[] = {&&push, &&add, &&jump, &&halt};
    struct machine *m = arg;
    const unsigned char *ip = m->code;

    goto *dispatch[*ip++];
push:
    m->stack[m->depth++] = *ip++;
    m->steps++;
    goto *dispatch[*ip++];
add:
    m->depth--;
    m->stack[m->depth - 1] += m->stack[m->depth];
    m->steps++;
    goto *dispatch[*ip++];
jump:
    ip += *ip;
    wand_yield();
    goto *dispatch[*ip++];
halt:
    wand_wg_done(m->running);
}

/* Backward, forward, and out of two blocks. */
static void retry(void *arg)
{
    struct machine *m = arg;
    int tries = 0;

top:
    if (m->depth == 0)
        goto done;
    while (m->steps > 0) {
        m->steps--;
        if (m->steps == 2 && ++tries < 3)
            goto top;
        {
            if (m->steps > 50)
                goto done;
        }
    }
done:
    wand_wg_done(m->running);
}

/* Into the middle of a loop, as a device of old has it. */
static void copy_words(void *arg)
{
    struct machine *m = arg;
    int n = m->depth;

    switch (n % 4) {
    case 0:
        while (n > 0) {
            m->steps++;
            n--;
            /* fall through */
        case 3:
            m->steps++;
            n--;
            /* fall through */
        case 2:
            m->steps++;
            n--;
            /* fall through */
        case 1: m->steps++; n--;
        }
    }
    wand_wg_done(m->running);
}

#define FIRST_NEGATIVE(values, n)                                                                            \
    ({                                                                                                       \
        __label__ found;                                                                                     \
        int position = 0;                                                                                    \
        for (; position < (n); position++) {                                                                 \
            if ((values)[position] < 0)                                                                      \
                goto found;                                                                                  \
        }                                                                                                    \
        position = -1;                                                                                       \
    found:                                                                                                   \
        position;                                                                                            \
    })

/* Labels of a statement expression's own, twice in a function. */
static void search(void *arg)
{
    struct machine *m = arg;

    m->steps = FIRST_NEGATIVE(m->stack, 8);
    m->depth = FIRST_NEGATIVE(m->stack, 2);
    wand_wg_done(m->running);
}

static void launch(struct machine *m, wand_wg *running, wand_fn body)
{
    m->running = running;
    wand_wg_add(running, 1);
    if (wand_go(body, m) != 0)
        wand_wg_done(running);
}

static void start(void *arg)
{
    static const unsigned char code[] = {OP_PUSH, 20, OP_PUSH, 22, OP_JUMP, 1, OP_ADD, OP_HALT};
    static struct machine m[4] = {{.code = code}, {.depth = 1, .steps = 5}, {.depth = 7}, {.stack = {3, -1}}};
    wand_wg running = WAND_WG_INIT;

    (void)arg;
    launch(&m[0], &running, interpret);
    launch(&m[1], &running, retry);
    launch(&m[2], &running, copy_words);
    launch(&m[3], &running, search);
    wand_wg_wait(&running);
    printf("%d %d %d %d\n", m[0].stack[0], m[1].steps, m[2].steps, m[3].steps);
}

int main(void)
{
    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
