int f(int a);

int vanished(int a)
{
    f(1);
    a = nope;
    f(2);
    return nowhere(a)
}

int condition(int a)
{
    if (nope)
        f(3);
    for (missing = 0; a < 3; a++)
        f(4);
    return 0;
}

int fine(int a)
{
    return f(a);
}

int type_error(unknown_t v)
{
    return v.x;
}
