// run: clean
/* Expressions that hide control flow or calls: short circuit, ?:, ?: without a middle, comma, nested
 * statement expressions, _Generic, sizeof, designators. */
#include <stdatomic.h>
#include <string.h>
#include <wand.h>

struct gauge {
    int value;
    unsigned flags : 3, unused : 5;
    union {
        int whole;
        struct {
            short low, high;
        };
    };
    int (*read)(struct gauge *gauge);
    wand_wg *group;
};

static int read_value(struct gauge *g)
{
    return g->value++;
}

static wand_chan *null_chan(void)
{
    return NULL;
}

#define KIND(x)  _Generic((x), int : "int", char * : "text", struct gauge * : "gauge", default : "other")
#define CLOSE(x) _Generic((x), wand_chan * : wand_chan_release, wand_ctx * : wand_ctx_release)(x)

#define TWICE(expression)                                                                                    \
    ({                                                                                                       \
        __typeof__(expression) once_value = ({                                                               \
            __typeof__(expression) inner_value = (expression);                                               \
            inner_value;                                                                                     \
        });                                                                                                  \
        once_value + once_value;                                                                             \
    })

static int use_conditionals(struct gauge *g)
{
    int fallback = g->flags ?: 7;
    int sign = g->value < 0 ? -1 : g->value > 0 ? 1 : 0;
    bool both = g->read != NULL && g->read(g) >= 0 && (g->flags = 1, g->flags) != 0;

    if (both || g->value-- > 0)
        sign += (fallback++, g->value);
    return fallback + sign;
}

static int use_statements(struct gauge *g)
{
    int doubled = TWICE(TWICE(g->read(g)) + 1);

    g->whole = ({
        int sum = 0;
        for (int i = 0; i < 3; i++)
            sum += i;
        sum;
    });
    return doubled + g->low + (int)sizeof(g->read(g)) + (int)_Alignof(struct gauge);
}

static int use_handles(void)
{
    wand_chan *chan = null_chan() ?: wand_chan_new(sizeof(int), 2);
    wand_ctx *ctx = wand_ctx_with_cancel(wand_ctx_background());
    int sum = 0, one;

    if (chan == NULL || ctx == NULL)
        goto out;
    sum += wand_chan_try_send(chan, &(int){5}) == 0 ? 1 : 100;
    sum += (one = 6, wand_chan_try_send(chan, &one)) == 0 && wand_chan_len(chan) == 2;
    wand_chan_close(chan);
    while ((one = 0, wand_chan_recv(chan, &one)) == 0)
        sum += one;
out:
    CLOSE(chan);
    CLOSE(ctx);
    return sum;
}

static void count_down(void *arg)
{
    struct gauge *g = arg;

    g->flags |= 2;
    g->value += g->flags & 2 ? (g->whole <<= 1, 1) : 0;
    (g->value > 0 ? (void)g->value++ : (void)0), (void)g->whole++, wand_wg_done(g->group);
}

static void start(void *arg)
{
    static struct gauge gauge = {.value = 3, .flags = 0, .whole = 1, .read = &read_value};
    static const char *const names[] = {[0 ... 1] = "low", [2] = "high"};
    wand_wg group = WAND_WG_INIT;

    (void)arg;
    printf("%s %s %zu\n", KIND(&gauge), KIND(gauge.value), strlen(names[2]));
    printf("%d %d %d\n", use_conditionals(&gauge), use_statements(&gauge), use_handles());
    gauge.group = &group;
    wand_wg_add(&group, 1);
    wand_go(count_down, &gauge) == 0 ? (void)0 : wand_wg_done(&group);
    wand_wg_wait(&group);
    printf("%d\n", gauge.value);
}

int main(void)
{
    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
