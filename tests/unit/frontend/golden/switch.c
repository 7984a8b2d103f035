int f(int a);

int cases(int a)
{
    switch (a) {
    case 1: f(1); break;
    case 2:
    case 3: f(3); /* falls through */
    case 4 ... 9: f(4); break;
    default: f(5);
    }
    switch (a) {
    case 1: return 1;
    }
    switch (a) {
    default: f(6);
    case 'x': f(7); break;
    case -1: f(8);
    }
    switch (a)
        f(9);
    return 0;
}

int constant(void)
{
    switch (2) {
    case 1: return 1;
    case 2: return 2;
    default: return 3;
    }
}

enum colour { RED, GREEN = 5 };

int nested(enum colour c, int b)
{
    switch (c) {
    case RED:
        switch (b) {
        case 0: break;
        case 1: return 1;
        }
        break;
    case GREEN:
        for (;;) {
            if (b)
                break;
            switch (b) {
            case 3: continue;
            }
        }
    }
    return 0;
}

int skips_declaration(int a)
{
    switch (a) {
        int x;
    case 1: {
        int y = a;
        a = y;
    case 2: y = 3; a = y;
    }
    case 3: x = a; return x;
    }
    return 0;
}

void duff(char *to, const char *from, int count)
{
    int n = (count + 3) / 4;

    switch (count % 4) {
    case 0:
        do {
            *to = *from++;
        case 3: *to = *from++;
        case 2: *to = *from++;
        case 1: *to = *from++;
        } while (--n > 0);
    }
}
