#include <stddef.h>
#include <stdbool.h>

enum level { LOW = -1, HIGH = 1 << 4 };
enum { BIG = 0xffffffffu };

struct s {
    char c;
    struct {
        int x;
        int list[4];
    } in;
};

void use(long v);

void constants(int n)
{
    use(LOW);
    use(HIGH | 1);
    use(BIG);
    use('a');
    use('\n');
    use(0x7fffffff + 0L);
    use(-1u);
    use(sizeof(struct s));
    use(sizeof n);
    use(_Alignof(double));
    use(offsetof(struct s, in.list[2]));
    use(offsetof(struct s, in.list[n]));
    use(true);
    use(1 ? 2 : 3);
    use(!5 + ~0 + (7 % 4) * (9 >> 1));
    use((unsigned char)(200 + 100));
    use(__builtin_types_compatible_p(int, long));
    use(__builtin_types_compatible_p(__typeof__(n), int));
    use(__builtin_constant_p(n));
    use(__builtin_constant_p(3));
    use(__builtin_choose_expr(sizeof(int) == 4, n, 1.5));
    use(__builtin_object_size(&n, 0));
    use(3.5);
    use((long)1e3f);
    if (sizeof(long) < 4)
        use(0);
}
