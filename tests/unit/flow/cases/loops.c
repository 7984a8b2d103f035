/* Every loop ends, and what is known before and after it stays true. */
void expect(long value, long low, long high);
void reached(void);
void unreachable(void);
int any(void);

void counts_up(void)
{
    int i;

    for (i = 0; i < 100; i++) {
        expect(i, 0, 99);
    }
    if (i < 100) {
        unreachable();
    }
    reached();
}

void runs_at_least_once(int n)
{
    int turns = 0;

    do {
        turns = 1;
    } while (--n > 0);
    expect(turns, 1, 1);
}

void unsigned_bits(unsigned code, int n)
{
    unsigned bits = 0;

    do {
        bits |= code & 1;
        code >>= 1, bits <<= 1;
    } while (--n > 0);
    reached();
}

struct node {
    struct node *next;
    int is_marked;
};

static struct node **first_of(struct node **p)
{
    struct node *n = *p;

    if (n->is_marked) {
        *p = n->next;
        return p;
    }
    return &n->next;
}

void follows_a_chain(struct node *n)
{
    while (n != 0) {
        n->is_marked = 1;
        n = n->next;
    }
    expect((long)n, 0, 0);
}

void unlinks(struct node **p, struct node *wanted)
{
    while (*p != wanted) {
        struct node *n = *p;
        if (n->is_marked) {
            *p = n->next;
        } else {
            p = &n->next;
        }
    }
    reached();
    (void)first_of;
}

void nested(int rows, int columns)
{
    int found = 0;

    for (int r = 0; r < rows && !found; r++) {
        for (int c = 0; c < columns; c++) {
            if (any()) {
                found = 1;
                break;
            }
        }
    }
    if (found) {
        if (found == 0) {
            unreachable();
        }
        reached();
    } else {
        expect(found, 0, 0);
    }
}

void trails_behind(void)
{
    int previous = -1, current = 0;

    while (any()) {
        previous = current;
        current = current + 1;
    }
    if (current > 0) {
        reached();
    }
}

void never_left(void)
{
    for (;;) {
        if (any()) {
            reached();
        }
    }
    unreachable();
}

void leaves_with_a_sentinel(const char *text)
{
    int n = 0;

    while (text[n] != 0) {
        if (n == 10) {
            reached();
            return;
        }
        n++;
    }
    reached();
}
