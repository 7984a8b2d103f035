#include <wchar.h>

void use(const char *s);

const char *const global = "joined "
                           "\x41\102\n";
char array[] = "abc";
char padded[8] = "de";
char cut[2] = "fg";
char braced[] = {"hi"};
static const wchar_t wide[] = L"jk";
char *table[3] = {"one", "two"};
char rows[2][4] = {"ab", {'c', 0}};

const char *literals(void)
{
    char local[] = "lo\0cal";
    const char *name = __func__;

    use("quote \" slash \\ percent %d");
    use(name);
    use(&"xyz"[1]);
    use(local);
    use(u8"\u00e9");
    return "nul\0tail";
}
