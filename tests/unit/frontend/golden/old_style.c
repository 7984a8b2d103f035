int add(a, b, p)
int a;
char b;
char *p;
{
    return a + b + *p;
}

int undeclared(int a)
{
    return add(a, 'x', "y") + missing(a);
}

implicit(a)
{
    return a;
}
