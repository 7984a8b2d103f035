void use(int i);
int more(void);

void parts(int n)
{
    int i;

    for (i = 0; i < n; i++)
        use(0);
    for (; i < n; i++)
        use(1);
    for (i = 0;; i++)
        if (i > n)
            break;
    for (i = 0; i < n;)
        use(i++);
    for (i = 0;;)
        if (more())
            break;
    for (; i < n;)
        use(i++);
    for (;; i++)
        if (more())
            break;
    for (/* ; ( */; more() /* " */; )
        use(2);
    for (int j = 0, k = n; j < k; j++, k--)
        continue;
    for (int j = ";"[0]; j;)
        j = 0;
}
