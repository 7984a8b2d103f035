#include <stddef.h>

__attribute__((annotate("wand:daemon"), annotate("second"))) void marked(void);

int f(int a);

__attribute__((annotate("here"))) int attributes(int a)
{
    switch (a) {
    case 1: f(1); __attribute__((fallthrough));
    case 2: f(2); [[fallthrough]];
    case 3: f(3);
    }
#pragma unroll 4
    for (int i = 0; i < a; i++)
        f(i);
    __extension__ int b = __extension__(a);
    _Static_assert(sizeof(int) == 4, "size");
    struct local {
        int x;
    } l = {b};
    marked();
    return l.x;
}
