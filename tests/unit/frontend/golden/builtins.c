#include <stdarg.h>
#include <string.h>

#define likely(x)   __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)

int f(int a);
void use(const void *p);

int expectations(int a, int *p)
{
    if (likely(a > 0))
        f(1);
    if (unlikely(!p))
        return 2;
    if (__builtin_expect(a && f(3), 1))
        f(4);
    return __builtin_expect(a, 5);
}

int arguments(int count, ...)
{
    va_list list, copy;
    int sum = 0;

    va_start(list, count);
    va_copy(copy, list);
    while (count-- > 0)
        sum += va_arg(list, int);
    va_end(copy);
    va_end(list);
    return sum;
}

int others(int a, char *p)
{
    use(__builtin_alloca(16));
    use(__builtin_assume_aligned(p, 16));
    use(__builtin_return_address(0));
    __builtin_memcpy(p, "abc", 4);
    if (__builtin_add_overflow(a, 1, &a))
        return __builtin_popcount(a) + __builtin_LINE();
    switch (a) {
    case 1: return 1;
    default: __builtin_unreachable();
    }
}
