void die(const char *why) __attribute__((noreturn));
_Noreturn void stop(void);
__attribute__((__noreturn__)) void finish(int code);
[[noreturn]] void leave(void);
void exit(int code);
typedef void killer(int) __attribute__((noreturn));
killer kill_it;
void plain(void);

struct ops {
    void (*fail)(int) __attribute__((noreturn));
    void (*work)(int);
};

int direct(int a)
{
    if (a == 1)
        die("one");
    if (a == 2)
        stop();
    if (a == 3)
        finish(3);
    if (a == 4)
        leave();
    if (a == 5)
        exit(5);
    if (a == 6)
        kill_it(6);
    if (a == 7)
        __builtin_trap();
    if (a == 8)
        __builtin_unreachable();
    plain();
    return a ? 1 : (die("last"), 2);
}

void indirect(struct ops *ops, killer *k, int a)
{
    void (*local)(const char *) __attribute__((noreturn)) = die;

    if (a == 1)
        ops->fail(1);
    if (a == 2)
        k(2);
    if (a == 3)
        local("three");
    if (a == 4)
        (&die)("four");
    ops->work(5);
}
