typedef int (*op)(int);

struct entry {
    const char *name;
    op run;
    int flags;
};

static int twice(int v)
{
    return v * 2;
}

static int never_used(int v);

int tentative;
extern int elsewhere;
extern int unused_elsewhere;
static int counter = 3;
int *const alias = &counter;
_Thread_local int own = 4;
static __thread int own_too;
double ratio = 1.0 / 4;
struct entry entries[] = {{"twice", twice, 1 | 2}, {.run = &twice}};
int table[300] = {1, 2, 3};
char *past = (char *)&entries[1] + 2;

int once(void)
{
    static int calls = 5;
    static op next = twice;

    if (calls) {
        static int calls;
        calls++;
    }
    return next(++calls) + elsewhere + own + own_too;
}

int block_extern(void)
{
    extern int tentative;
    int other(int);

    return other(tentative);
}
