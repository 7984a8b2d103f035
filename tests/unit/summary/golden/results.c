/* Outcomes by what the caller can ask of the result, and what the result says of the arguments. */
#include <wand.h>

int parse_all(const char *text);

int checked(wand_chan *c)
{
    if (c == NULL) {
        return -1;
    }
    wand_chan_close(c);
    return 0;
}

int three_ways(int n)
{
    if (n < 0) {
        return -22;
    }
    return n > 100 ? 1 : 0;
}

bool is_small(int n)
{
    return n < 10;
}

const char *pick(const char *a, const char *b)
{
    return a != NULL ? a : b;
}

int unknown_result(const char *text)
{
    return parse_all(text);
}

void never_comes_back(const char *why)
{
    wand_panic(why);
}

int ends_or_returns(int n)
{
    if (n == 3) {
        never_comes_back("three");
    }
    return n;
}
