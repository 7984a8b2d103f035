struct point {
    int x, y;
};

int take(const struct point *p);
int sum(struct point p);
void *keep(int *list);

static struct point *origin = &(struct point){1, 2};

int literals(int n)
{
    struct point *p = &(struct point){.y = n};

    take(&(struct point){3, 4});
    keep((int[]){n, 2, 3});
    *p = (struct point){5};
    if (take(&(struct point){.x = 6}))
        return ((struct point){7, 8}).y;
    while (sum((struct point){n, 9}))
        n--;
    return (int){n} + origin->x;
}
