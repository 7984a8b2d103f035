struct s {
    int i;
    unsigned bits : 3;
    struct s *next;
    int list[4];
};

int f(int a);
int *place(int *p);

int assignments(struct s *p, struct s v, int a, double d, char c, _Bool t, float x)
{
    int b, *q = &b;
    volatile int hard = 0;

    a = b = 3;
    p->i = f(a);
    *q = a;
    p->next->list[a] = f(1);
    *place(q) = f(2);
    a += 2;
    a -= c;
    a *= d;
    a <<= 3L;
    c += a;
    c |= 1;
    d /= 2;
    x += d;
    q += a;
    q -= 2;
    p->bits ^= 5;
    p->list[f(3)] %= 7;
    hard |= 2;
    *p = v;
    v = *p->next;
    if ((a = f(4)) < 0)
        return a;
    return (*p = v).i;
}

int steps(struct s *p, int a, double d, char c, _Bool t, int *q)
{
    volatile int hard = 0;

    a++;
    --a;
    c++;
    d--;
    t++;
    q++;
    --q;
    p->i++;
    p->bits--;
    p->list[a++]++;
    hard++;
    *q++ = a--;
    return a++ + --p->next->i + *--q;
}
