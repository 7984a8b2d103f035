void use(int i);

void interpret(const unsigned char *code)
{
    static const void *const table[] = {&&stop, &&add, &&twice};
    int n = 0;

    goto *table[*code++];
add:
    n++;
    goto *table[*code++];
twice: {
    int m = n * 2;
    n = m;
    goto *table[*code++];
}
stop:
    use(n);
}

int label_value(int n)
{
    void *there = n ? &&one : &&two;

    goto *there;
one:
    return 1;
two:
    return 2;
}
