int f(int a);
void use(int a);

void conditions(int a, int b, int c)
{
    if (a && b)
        use(1);
    if (a || (b && !c))
        use(2);
    if (!(a || b))
        use(3);
    while (a && f(b) != 3)
        a--;
    if (a, b)
        use(4);
    if (a ? b : c)
        use(5);
    if (0 && f(1))
        use(6);
    if (1 || f(2))
        use(7);
}

int values(int a, int b)
{
    int both = a && b;
    int neither = !(a || b);

    use(a && f(b));
    a && f(1);
    a || f(2);
    return both + (a || neither);
}
