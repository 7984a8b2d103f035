struct pair {
    int x, y;
};

int f(int a);
void use(int a);
struct pair make(void);

int values(int a, int b, int *p, struct pair s)
{
    int big = a > b ? a : b;
    int nested = a ? b ? 1 : 2 : 3;
    int *q = p ?: &big;
    struct pair chosen = a ? s : make();

    use(f(a) + (b ? f(1) : f(2)));
    a ? use(1) : use(2);
    a = f(a) ?: f(b);
    return (a ? s : chosen).x + nested + *q + (1 ? a : f(3)) + (sizeof(int) == 8 ? f(4) : f(5));
}

int comma(int a)
{
    int b = (use(a), a + 1);

    for (a = 0, b = 1; a < b; a++, b--) {
    }
    return f(a), f(b), b;
}
