struct node {
    int kind;
    struct {
        int left;
        union {
            long number;
            char *text;
        };
    };
    struct {
        int depth;
    } named;
    struct node *next;
    unsigned flag : 1;
};

struct node make(void);

long members(struct node *p, struct node v, struct node list[2])
{
    p->left = 1;
    p->number = v.number;
    p->next->next->text = 0;
    (*p).named.depth = v.named.depth;
    list[1].left = p->next[2].kind;
    v.flag = p->flag;
    (&v)->kind = 2;
    return make().number + make().named.depth + (v = *p).left;
}
