int f(int a);
void use(int a);
void drop(int *p);

#define MAX(a, b)                                                                                            \
    ({                                                                                                       \
        __typeof__(a) left = (a);                                                                            \
        __typeof__(b) right = (b);                                                                           \
        left > right ? left : right;                                                                         \
    })

int values(int a, int b)
{
    int m = MAX(a, f(b));

    use(({
        int kept __attribute__((cleanup(drop))) = a;
        f(kept);
    }));
    ({ use(1); });
    return MAX(m, 3);
}

int leaves(int a)
{
    for (;;) {
        int held __attribute__((cleanup(drop))) = a;
        int v = ({
            if (a == 1)
                return 1;
            if (a == 2)
                break;
            if (a == 3)
                goto out;
            f(a);
        });
        use(v);
    }
out:
    return 0;
}
