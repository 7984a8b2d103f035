int f(int a);

int chain(int a, int b)
{
    if (a)
        f(1);
    if (a > b) {
        f(2);
    } else if (a == b) {
        f(3);
    } else {
        return 4;
    }
    if (b)
        ;
    else
        f(5);
    return 0;
}

int constant(int a)
{
    if (0) {
        f(1);
    }
    if (1)
        return a;
    else
        f(2);
    return 3;
}
