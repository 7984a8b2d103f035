/* goto, switch, and calls that do not come back. */
int more(void);
void work(int n);
__attribute__((noreturn)) void stop(void);

void retry(void)
{
again:
    work(1);
    if (more()) {
        goto again;
    }
}

int cleanup(void)
{
    int rc = -1;

    if (!more()) {
        goto out;
    }
    if (!more()) {
        goto out;
    }
    rc = 0;
out:
    work(rc);
    return rc;
}

void two_entries(int n)
{
    if (n > 0) {
        goto middle;
    }
    do {
        work(1);
    middle:
        work(2);
    } while (more());
}

void choose(int n)
{
    switch (n) {
    case 0: work(0); /* fall through */
    case 1: work(1); break;
    case 5 ... 9: stop();
    default: work(2);
    }
}

/* Duff's device: a switch into a loop. */
void duff(int n)
{
    switch (n % 2) {
    case 0:
        do {
            work(0);
        case 1: work(1);
        } while (--n > 0);
    }
}

void interpret(int n)
{
    static void *const codes[] = {&&add, &&leave};

    goto *codes[n];
add:
    work(1);
    goto *codes[more()];
leave:
    work(2);
}

int both(int a, int b)
{
    return a > 0 && (b > 0 || more()) ? a : b;
}
