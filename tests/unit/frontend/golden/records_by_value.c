struct pair {
    int x, y;
};

struct pair make(int x);
int take(struct pair p, int n);

struct pair swap(struct pair p)
{
    struct pair q = {p.y, p.x};

    q = make(p.x);
    p = q;
    take(p, 1);
    take(make(2), 3);
    struct pair r = make(4);
    struct pair s = r;
    if (p.x)
        return (struct pair){s.x, 5};
    if (p.y)
        return make(6);
    return q;
}
