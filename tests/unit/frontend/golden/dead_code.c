int f(int a);
_Noreturn void stop(void);

int dead(int a)
{
    if (a) {
        return 1;
        f(1);
    }
    for (;;) {
        break;
        f(2);
    }
    goto end;
    f(3);
    while (a) {
        f(4);
    inside:
        f(5);
    }
end:
    if (a == 9)
        goto inside;
    stop();
    return 6;
}
