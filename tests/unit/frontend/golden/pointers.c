void use(const void *p);

int arithmetic(int *p, int *q, char *c, void *v, long n)
{
    int a[4];
    int m[3][4];

    p = p + 1;
    p = 2 + p;
    p = p - 3;
    p = p - n;
    p = &p[n];
    p = &*p;
    v = v + 8;
    n = q - p;
    n = p < q;
    n = p == 0;
    n = !p;
    a[1] = 2[a];
    n[a] = *a + *(a + 3);
    m[1][n] = *m[2];
    p = a;
    use(&a);
    use(&a[1]);
    use(m[1]);
    use(c);
    p = (int *)v;
    p = v;
    n = (long)p;
    v = (void *)n;
    p = 0;
    p = (void *)0;
    return **m;
}

int parameters(int list[3], int grid[][4], int callback(int))
{
    int *p = list;
    int **where = &list;

    list[1] = grid[1][2];
    list++;
    return callback(*p) + **where + sizeof list;
}
