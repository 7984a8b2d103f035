typedef void (*handler)(void *);

union word {
    int i;
    float f;
};

void work(int *p);
void use(handler h);

long casts(int i, unsigned char c, double d, char *p, long l, void *v)
{
    unsigned u = i;
    float f = (float)d;
    _Bool truth = (_Bool)p;
    int *q = (int *)p;
    union word w = (union word)i;

    use((handler)work);
    use((handler)v);
    (void)i;
    (void)p[0];
    c = (unsigned char)300;
    i = (short)l;
    l = i;
    l = (long)(int)l;
    l = d;
    d = c;
    u = -1;
    p = (char *)(q + 1);
    return (long)p + truth + (long)f + u + w.i;
}
