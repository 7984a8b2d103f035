/* What C's types make of numbers: nothing may be called impossible that a program can do. */
typedef unsigned long size;
void reached(void);
void gap(void); /* a program can come here, the walk does not: not modelled */
void unreachable(void);
int any(void);

void wraps_below_zero(unsigned n)
{
    if (n - 1 >= 5u) {
        if (n == 0) {
            reached(); /* 0 - 1 is a large number */
        }
    }
}

void large_sizes(size n)
{
    if (n > 100) {
        reached();
    }
    if (n <= (size)-1) {
        reached();
    }
    if ((size)-1 > 5) {
        reached();
    }
}

void range_check_by_cast(int i, unsigned n)
{
    if ((unsigned)i >= n) {
        if (i < 0) {
            reached();
        }
    }
}

void cut_by_a_cast(int n)
{
    if ((unsigned char)n == 0) {
        if (n == 256) {
            reached();
        }
    }
    if ((signed char)n < 0) {
        if (n == 200) {
            reached();
        }
    }
}

void unsigned_remainder(unsigned n)
{
    if (n % 4 == 3) {
        reached();
    }
    if (n < 4) {
        if (n > 3) {
            unreachable();
        }
        reached();
    }
}

void shifted(unsigned n)
{
    if ((n << 31) == 0) {
        if (n == 2) {
            reached();
        }
    }
}

void sums(unsigned n)
{
    if (n + 1 == 0) {
        gap(); /* the largest one */
    }
}

void truth(_Bool flag, int n)
{
    _Bool is_set = n;

    if (flag > 1) {
        unreachable();
    }
    if (is_set) {
        if (n == 0) {
            unreachable();
        }
        reached();
    }
}

void address_of(int n)
{
    int *p = any() ? &n : (int *)0;

    if (&n == (int *)0) {
        unreachable();
    }
    if (p) {
        reached();
    } else {
        reached();
    }
}

void reals(double d)
{
    int n = (int)d;

    if (d > 0.25) {
        if (n == 0) {
            reached();
        }
    }
    if (d != d) {
        reached();
    }
}
