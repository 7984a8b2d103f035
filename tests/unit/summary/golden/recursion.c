/* Functions that call themselves or each other: the summary stands when going round changes nothing. */
#include <wand.h>

struct node {
    struct node *next;
    wand_chan *c;
};

void close_list(struct node *n)
{
    if (n == NULL) {
        return;
    }
    wand_chan_close(n->c);
    close_list(n->next);
}

void odd(wand_wg *wg, int n);

void even(wand_wg *wg, int n)
{
    if (n > 0) {
        odd(wg, n - 1);
        return;
    }
    wand_wg_done(wg);
}

void odd(wand_wg *wg, int n)
{
    if (n > 0) {
        even(wg, n - 1);
    }
}

int depth(const struct node *n)
{
    return n == NULL ? 0 : 1 + depth(n->next);
}

void for_ever(wand_wg *wg)
{
    for_ever(wg);
}
