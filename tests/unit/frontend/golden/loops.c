int next(void);
void use(int i);

void loops(int n)
{
    int i = 0;

    while (i < n)
        use(i++);
    while (1) {
        if (next())
            break;
        if (n)
            continue;
        use(2);
    }
    do {
        use(i--);
    } while (i > 0);
    do {
        use(3);
        if (n)
            break;
        use(4);
    } while (0);
    for (;;)
        if (next())
            return;
}

void endless(void)
{
    for (;;) {
        use(1);
    }
}
