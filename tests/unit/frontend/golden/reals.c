#include <complex.h>

double f(double x);

double reals(double x, float y, int i, long double z)
{
    double _Complex c = x + 2.0 * I;

    x = x * y + i;
    y = -x;
    y++;
    z /= 3;
    i = x < y;
    if (x)
        return f(i ? x : z);
    return creal(c) + __real__ c + 0.5;
}
