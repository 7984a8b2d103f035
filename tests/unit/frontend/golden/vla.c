int f(int a);
void use(int *p);

int sizes(int n, int m, int in[n][m])
{
    int a[f(n)];
    int b[n][f(m)];
    typedef int row[f(1)];
    row c;

    a[0] = sizeof a;
    b[1][2] = sizeof(int[f(2)]);
    use(c);
    in[1][0] = 3;
    return a[0] + sizeof(n) + sizeof b[0];
}

int lives(int n)
{
    for (int i = 0; i < n; i++) {
        int a[i + 1];
        a[0] = 1;
        use(a);
        if (a[0])
            continue;
    }
    return 0;
}
