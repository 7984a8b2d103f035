/* Switches and gotos: cases bind the value, labels are places where paths meet. */
void expect(long value, long low, long high);
void reached(void);
void unreachable(void);
int any(void);
void stop(void) __attribute__((noreturn));

void cases(int n)
{
    switch (n) {
    case 1: expect(n, 1, 1); break;
    case 2:
    case 3: expect(n, 2, 3); break;
    case 5 ... 9: expect(n, 5, 9); break;
    default:
        if (n == 1 || n == 2) {
            unreachable();
        }
        reached();
    }
}

void falls_through(int n)
{
    int seen = 0;

    switch (n) {
    case 1: seen++; /* fall through */
    case 2:
        seen++;
        expect(seen, 1, 2);
        break;
    default: break;
    }
    expect(seen, 0, 2);
}

void decided(void)
{
    switch (2) {
    case 1: unreachable(); break;
    case 2: reached(); break;
    default: unreachable();
    }
}

void excluded(int n)
{
    if (n < 0 || n > 2) {
        return;
    }
    switch (n) {
    case 0:
    case 1:
    case 2: reached(); break;
    case 7: unreachable(); break;
    default: unreachable();
    }
}

void clean_up(int n)
{
    int step = 0;

    if (n == 1) {
        goto out;
    }
    step = 1;
    if (n == 2) {
        goto out;
    }
    step = 2;
out:
    if (step == 0) {
        expect(n, 1, 1);
    }
    if (step == 1) {
        expect(n, 2, 2);
    }
    expect(step, 0, 2);
}

void backwards(void)
{
    int tries = 0;

again:
    tries++;
    if (any() && tries < 3) {
        goto again;
    }
    if (tries < 1) {
        unreachable();
    }
    reached();
}

void does_not_come_back(int n)
{
    if (n > 0) {
        stop();
        unreachable();
    }
    if (n > 0) {
        unreachable();
    }
    reached();
}

void computed(int n)
{
    static const void *const where[] = {&&first, &&second};

    goto *where[n];
first:
    reached();
    return;
second:
    reached();
}
