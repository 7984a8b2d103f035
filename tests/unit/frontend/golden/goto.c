void use(int i);
int more(void);

int ladder(int n)
{
    int err = -1;

    if (n < 0)
        goto out;
    use(1);
    if (n == 0)
        goto undo;
    err = 0;
    goto out;
undo:
    use(2);
out:
    return err;
}

void backward(void)
{
again:
    use(1);
    {
        int inner = more();
        if (inner)
            goto again;
        goto forward;
    }
forward:;
}

void into_scope(int n)
{
    if (n)
        goto inside;
    {
        int x;
        use(1);
    inside:
        x = 2;
        use(x);
    }
    use(3);
    return;
unused:
    use(4);
}

void local_labels(void)
{
    {
        __label__ end;
        if (more())
            goto end;
        use(1);
    end:;
    }
    {
        __label__ end;
        goto end;
    end:
        use(2);
    }
}
