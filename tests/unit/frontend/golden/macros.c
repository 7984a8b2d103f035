#define INNER(x)   take(x)
#define OUTER(x)   (INNER(x) + 1)
#define CHECK(c)                                                                                             \
    do {                                                                                                     \
        if (!(c))                                                                                            \
            return -1;                                                                                       \
    } while (0)
#define DEFINE(name)                                                                                         \
    int name(int a)                                                                                          \
    {                                                                                                        \
        return take(a);                                                                                      \
    }
#define PASTE(a, b) a##b
#define COND        (a > 3)

int take(int a);
int make_it(int a);

DEFINE(made)

int uses(int a)
{
    CHECK(a > 1);
    CHECK(take(2));
    if (COND)
        return OUTER(a + 2);
    if (a == 1 && COND)
        return PASTE(make, _it)(4);
    if (INNER(a))
        a = 0;
    return 0;
}
