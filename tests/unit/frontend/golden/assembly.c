__asm__(".section .note");

int f(int a);

int assembly(int a, int *p)
{
    int out, both = 1;

    __asm__ volatile("nop");
    __asm__("mov %1, %0" : "=r"(out) : "r"(f(a)) : "memory");
    __asm__("inc %0" : "+r"(both), "=m"(*p));
    return out + both;
}

int jumps(int a)
{
    __asm__ goto("jmp %l0" : : : : away);
    return f(a);
away:
    return 2;
}
