#include "inlined.h"

int caller(int a)
{
    int (*p)(int) = through_pointer;

    return used(a) + p(limits[1]);
}
