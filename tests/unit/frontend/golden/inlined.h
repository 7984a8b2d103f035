static inline int used(int a)
{
    return a + 1;
}

static inline int unused(int a)
{
    return a + 2;
}

static int through_pointer(int a)
{
    return used(a);
}

static const int limits[] = {1, 2};
static const int unused_limits[] = {3};
