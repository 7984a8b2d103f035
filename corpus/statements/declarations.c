// run: clean
/* Declarations that do something: arrays of variable length, initialisers that call, statics, nested blocks,
 * compound literals, cleanup attributes, functions without a return, bodies made by a macro. */
#include <stdlib.h>
#include <string.h>
#include <wand.h>

struct tally {
    int count;
    wand_wg *wg;
};

static int next_size(int *n)
{
    return ++*n;
}

static void free_text(char **text)
{
    free(*text);
}

static void close_and_release(wand_chan **chan)
{
    if (*chan == NULL)
        return;
    wand_chan_close(*chan);
    wand_chan_release(*chan);
}

#define DEFINE_TALLY(name, step)                                                                             \
    static void name(void *arg)                                                                              \
    {                                                                                                        \
        struct tally *t = arg;                                                                               \
        WAND_DEFER(wand_wg_done, t->wg);                                                                     \
        for (int i = 0; i < 4; i++)                                                                          \
            t->count += (step);                                                                              \
    }

DEFINE_TALLY(tally_ones, 1)
DEFINE_TALLY(tally_tens, 10)

_Static_assert(sizeof(int) >= 4, "the tallies need 32 bits");

static int variable_arrays(int n)
{
    int values[next_size(&n)], sums[n][2];
    int total = 0;

    memset(values, 0, sizeof values);
    for (int i = 0; i < n; i++) {
        int row[i + 1];
        row[i] = i;
        sums[i][0] = row[i];
        sums[i][1] = values[i];
    }
    for (int i = 0; i < n; i++)
        total += sums[i][0] + sums[i][1];
    return total + (int)(sizeof(int[next_size(&n)]) / sizeof(int));
}

static int blocks(int n)
{
    static int calls;
    int result = n;

    {
        int n = ++calls;
        result += n;
        {
            char *text __attribute__((cleanup(free_text))) = malloc(8);
            if (text == NULL)
                return -1;
            strcpy(text, "block");
            result += (int)strlen(text);
        };
    }
    return result;
}

static int queue(int n)
{
    __attribute__((cleanup(close_and_release))) wand_chan *chan = wand_chan_new(sizeof(int), (size_t)n);
    int last = -1;

    if (chan == NULL)
        return -ENOMEM;
    for (int i = 0; i < n; i++) {
        if (wand_chan_try_send(chan, &i) != 0)
            return -EAGAIN;
    }
    while (wand_chan_try_recv(chan, &last) == 0)
        n--;
    return n == 0 ? last : -1;
}

static void tally(int *ones, int *tens)
{
    wand_wg wg = WAND_WG_INIT;
    struct tally pair[] = {{.wg = &wg}, {.wg = &wg}};

    wand_wg_add(&wg, 2);
    if (wand_go(tally_ones, &pair[0]) != 0)
        wand_wg_done(&wg);
    if (wand_go(tally_tens, &pair[1]) != 0)
        wand_wg_done(&wg);
    wand_wg_wait(&wg);
    *ones = pair[0].count;
    *tens = pair[1].count;
}

static void start(void *arg)
{
    int ones = 0, tens = 0;

    (void)arg;
    tally(&ones, &tens);
    printf("%d %d %d %d %d\n", variable_arrays(3), blocks(2), queue(3), ones, tens);
}

int main(void)
{
    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
