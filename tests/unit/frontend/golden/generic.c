struct shape {
    int sides;
};
typedef struct shape shape_t;
typedef unsigned long word;

int from_int(int v);
int from_long(long v);
int from_text(const char *v);
int from_shape(shape_t *v);
int other();
int one(void);
int two(void);

#define convert(x)                                                                                           \
    _Generic((x),                                                                                            \
        int: from_int,                                                                                       \
        long int: from_long,                                                                                 \
        char const *: from_text,                                                                             \
        char *: from_text,                                                                                   \
        shape_t *: from_shape,                                                                               \
        default: other)(x)

int choices(int i, long l, char *s, shape_t *p, word w)
{
    int sum = convert(i) + convert(l) + convert(s) + convert("text") + convert(p) + convert(1.0);

    sum += _Generic(w, long unsigned: one(), default: two());
    sum += _Generic(&i, word *: one(), int *: two());
    sum += _Generic((const int)i, int: one(), const int: two());
    sum += _Generic('c', char: 1, int: 2);
    _Generic(i, int: i, default: l) = 3;
    return sum;
}
