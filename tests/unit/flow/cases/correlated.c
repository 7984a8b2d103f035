/* Branches that ask the same question twice get the same answer. */
void expect(long value, long low, long high); /* over all paths that come here the value is low..high */
void reached(void);
void unreachable(void);
int any(void);
void *handle(void);

void flag(void)
{
    int is_open = 0;

    if (any()) {
        is_open = 1;
    }
    if (is_open) {
        expect(is_open, 1, 1);
    } else {
        expect(is_open, 0, 0);
    }
}

void parameter(int mode)
{
    if (mode > 3) {
        reached();
    }
    if (mode > 5) {
        if (mode <= 3) {
            unreachable();
        }
        if (mode < 10) {
            expect(mode, 6, 9);
        }
    }
}

void null_checks(void)
{
    void *p = handle();

    if (!p) {
        expect((long)p, 0, 0);
        return;
    }
    if (p == (void *)0) {
        unreachable();
    }
    reached();
}

void short_circuit(int a, int b)
{
    if (a > 0 && b > 0) {
        if (a == 0 || b == 0) {
            unreachable();
        }
        reached();
    } else if (a > 0) {
        if (b > 0) {
            unreachable();
        }
        reached();
    }
}

void conditional(int a)
{
    int sign = a < 0 ? -1 : a > 0 ? 1 : 0;

    expect(sign, -1, 1);
    if (sign > 0) {
        if (a <= 0) {
            unreachable();
        }
        reached();
    }
}

void status(void)
{
    int rc = any();

    if (rc < 0) {
        goto out;
    }
    rc = any();
    if (rc != 0) {
        goto out;
    }
    expect(rc, 0, 0);
out:
    if (rc == 0) {
        reached();
    }
}

struct job {
    int is_started;
    struct job *next;
};

void through_a_field(struct job *j)
{
    if (j->is_started) {
        reached();
        if (!j->is_started) {
            unreachable();
        }
        j->is_started = 0;
        if (j->is_started) {
            unreachable();
        }
    }
}

/* A call of a function that is not in sight may change the number, but not which object it is. */
void after_a_call(struct job *j)
{
    struct job *next = j->next;

    if (j->is_started) {
        any();
        if (!j->is_started) {
            reached();
        }
        if (next != j->next) {
            unreachable();
        }
    }
}

void out_parameter(void (*fill)(int *))
{
    int n = 0;

    fill(&n);
    if (n) {
        reached();
    }
}
