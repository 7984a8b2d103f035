/* Every loop C has, alone and in each other. */
int more(void);
void work(int n);

void while_loop(void)
{
    while (more()) {
        work(1);
    }
}

void do_loop(void)
{
    do {
        work(1);
    } while (more());
}

void for_loop(int n)
{
    for (int i = 0; i < n; i++) {
        if (i == 3) {
            continue;
        }
        if (more()) {
            break;
        }
        work(i);
    }
}

void endless(void)
{
    for (;;) {
        work(1);
    }
}

void once(void)
{
    do {
        work(1);
    } while (0);
}

int nested(int n)
{
    for (int i = 0; i < n; i++) {
        while (more()) {
            do {
                work(i);
            } while (more());
            if (n == i) {
                return i;
            }
        }
    }
    return n;
}
