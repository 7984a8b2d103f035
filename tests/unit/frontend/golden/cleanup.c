void drop(int *p);
void drop_text(char **p);
void use(int a);
int f(int a);

#define DEFER(fn) __attribute__((cleanup(fn)))

int orders(int a)
{
    DEFER(drop) int first = f(1);
    int second __attribute__((__cleanup__(drop))) = f(2), plain = 3, third DEFER(drop) = 4;

    if (a == 1)
        return first + plain;
    if (a == 2) {
        DEFER(drop) int inner = 5;
        use(inner);
        return third;
    }
    use(second);
    return 0;
}

void ways_out(int a)
{
    while (a) {
        char *text DEFER(drop_text) = 0;
        if (a == 1)
            break;
        if (a == 2)
            continue;
        if (a == 3)
            goto out;
        use(a);
    }
    for (int i DEFER(drop) = 0; i < 3; i++) {
        switch (a) {
        case 1: {
            int x DEFER(drop) = i;
            break;
        }
        }
    }
out:
    use(9);
}

void again(int a)
{
retry:;
    int held DEFER(drop) = f(a);
    if (held < 0)
        goto retry;
}

static void own(int *p)
{
    use(*p);
}

void with_own(void)
{
    int v DEFER(own) = 1;
}
