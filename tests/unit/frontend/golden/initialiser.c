struct inner {
    int a, b;
};
struct outer {
    struct inner first;
    int list[4];
    union {
        int i;
        float f;
    };
    struct inner last;
    const char *name;
    unsigned low : 3, : 0, high : 4;
};
union either {
    int i;
    struct inner pair;
};

int f(int a);

void lists(int n, struct inner given)
{
    struct outer zero = {0};
    struct outer empty = {};
    struct outer flat = {1, 2, 3, 4, 5, 6, 7, 8, 9, "ten", 1, 2};
    struct outer braced = {{1, 2}, {3, [2] = f(4), 5}, {6}, given, .high = 7};
    struct outer named = {.last.b = n, .first = given, .first.b = 2, .f = 1.5f, .list = {1}, .list[3] = 9};
    struct outer resumed = {.list[1] = 1, 2, 3, 4, 5, 6};
    int ranges[10] = {[1 ... 3] = n, 4, [8] = f(8)};
    int many[100] = {[0 ... 98] = 1};
    int grid[2][3] = {1, 2, 3, 4};
    int grid_named[2][3] = {[1][2] = 5, [0] = {1}};
    struct inner pairs[] = {1, 2, {3, 4}, given};
    union either u = {.pair = {1, 2}};
    union either v = {3};
    int scalar = {4};
    int exact[2] = {n, n + 1};
}
