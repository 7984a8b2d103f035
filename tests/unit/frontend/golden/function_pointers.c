typedef int (*fn)(int);
typedef int plain(int);

struct ops {
    fn run;
    struct {
        plain *stop;
    } in;
    fn table[2];
};

int f(int a);
int g(int a);
fn get(int a);

int calls(struct ops *ops, struct ops v, fn p, plain q, fn list[2], int a)
{
    fn local = a ? f : &g;

    f(0);
    (f)(1);
    (*f)(2);
    (**&f)(3);
    ((fn)f)(4);
    p(5);
    (*p)(6);
    q(7);
    local(8);
    list[a](9);
    ops->run(10);
    (*ops->run)(11);
    v.in.stop(12);
    ops->table[1](13);
    get(1)(14);
    (a ? f : g)(15);
    (a, f)(16);
    return ((int (*)(long))g)(17);
}
