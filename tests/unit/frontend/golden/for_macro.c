#define EACH(i, n) for (i = 0; i < (n); i++)
#define UNTIL(c)   for (; !(c);)
#define STEPPING   for (;; n++)
#define SEMI       ;

void use(int i);

void macros(int n)
{
    int i;

    EACH(i, n)
    {
        use(i);
    }
    UNTIL(n > 3) use(n++);
    STEPPING
    {
        if (n > 9)
            break;
    }
    for (SEMI n < 20 SEMI n++)
        use(1);
}
