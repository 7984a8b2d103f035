/* summary_text.c: one line an outcome, a condition, an effect or a store; nothing depends on addresses. */
#include "tests/support/summary_text.h"

#include "analyzer/base/arena.h"

#include <string.h>

enum { FRESH_MAX = 64 };

/* What the function makes has numbers that come from its code; the text counts from 0 instead. */
typedef struct printer {
    FILE *to;
    arena *memory;
    uint32_t fresh[FRESH_MAX];
    uint32_t fresh_count;
} printer;

static uint32_t number_of(printer *p, uint32_t number)
{
    for (uint32_t i = 0; i < p->fresh_count; i++) {
        if (p->fresh[i] == number) {
            return i;
        }
    }
    if (p->fresh_count < FRESH_MAX) {
        p->fresh[p->fresh_count++] = number;
    }
    return p->fresh_count - 1;
}

static const char *text_of(printer *p, const ir_path *path)
{
    if (path == NULL) {
        return "nothing";
    }
    if (path->root == IR_ROOT_FRESH) {
        ir_path *numbered = arena_copy(p->memory, path, sizeof *path);
        numbered->number = number_of(p, path->number);
        path = numbered;
    }
    return ir_path_print(p->memory, path);
}

static void print_bound(FILE *to, int64_t n)
{
    if (n == INT64_MIN || n == INT64_MAX) {
        fputs(n < 0 ? "least" : "most", to);
    } else {
        fprintf(to, "%lld", (long long)n);
    }
}

static void print_range(FILE *to, effect_range r)
{
    if (r.low == r.high) {
        print_bound(to, r.low);
        return;
    }
    if (r.low == INT64_MIN && r.high == INT64_MAX) {
        fputs(r.nonzero ? "not 0" : "any", to);
        return;
    }
    print_bound(to, r.low);
    fputs("..", to);
    print_bound(to, r.high);
    if (r.nonzero && r.low < 0 && r.high > 0) {
        fputs(" not 0", to);
    }
}

static void print_flags(FILE *to, uint32_t flags)
{
    static const char *const names[] = {"optional", "shared",   "protected", "daemon", "atomic",
                                        "may",      "deferred", "in loop",   "remote"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (flags & (1u << i)) {
            fprintf(to, " [%s]", names[i]);
        }
    }
}

static void print_effect(printer *p, const effect *e)
{
    static const char *const roles[ROLE_COUNT] = {"",          " function ", " argument ",
                                                  " context ", " group ",    " stop "};

    fprintf(p->to, "%s", effect_kind_name(e->kind));
    if (e->handle != NULL) {
        fprintf(p->to, " %s", e->handle);
    }
    for (int role = 0; role < ROLE_COUNT; role++) {
        if (e->role[role] != NULL) {
            fprintf(p->to, "%s%s", role == ROLE_OBJECT ? " " : roles[role], text_of(p, e->role[role]));
        }
    }
    if (e->kind == EFFECT_ADD && e->count != 0) {
        fprintf(p->to, " by %lld", (long long)e->count);
    }
    print_flags(p->to, e->flags);
    if (e->through != NULL) {
        fprintf(p->to, " through %s", e->through->name);
    }
    fputc('\n', p->to);
}

static void print_outcome(printer *p, const effect_outcome *o)
{
    static const char *const ends[] = {
        [EFFECT_RETURNS] = "returns", [EFFECT_PANICS] = "panics", [EFFECT_NO_RETURN] = "does not return"};

    fprintf(p->to, "  %s", ends[o->end]);
    if (o->end == EFFECT_RETURNS) {
        fputc(' ', p->to);
        print_range(p->to, o->result);
    }
    if (o->result_is != NULL) {
        fprintf(p->to, ", which is %s", text_of(p, o->result_is));
    }
    fputc('\n', p->to);
    for (size_t i = 0; i < o->when_count; i++) {
        fprintf(p->to, "    when %s is ", text_of(p, o->when[i].value));
        print_range(p->to, o->when[i].range);
        fputc('\n', p->to);
    }
    for (size_t i = 0; i < o->effect_count; i++) {
        fputs("    ", p->to);
        print_effect(p, &o->effects[i]);
    }
    for (size_t i = 0; i < o->store_count; i++) {
        const effect_store *s = &o->stores[i];
        fprintf(p->to, "    %s holds ", text_of(p, s->address));
        if (s->has_constant) {
            fprintf(p->to, "%lld\n", (long long)s->constant);
        } else {
            fprintf(p->to, "%s\n", s->value == NULL ? "something" : text_of(p, s->value));
        }
    }
}

void summary_print(FILE *to, const effect_summary *s)
{
    printer p = {.to = to, .memory = arena_new()};

    fprintf(to, "%s%s%s\n", s->function, s->parks ? " [parks]" : "", s->is_partial ? " [partial]" : "");
    for (size_t i = 0; i < s->outcome_count; i++) {
        print_outcome(&p, &s->outcomes[i]);
    }
    for (size_t i = 0; i < s->event_count; i++) {
        fputs(i == 0 ? "  on the way\n    " : "    ", to);
        print_effect(&p, &s->events[i]);
    }
    for (size_t i = 0; i < s->hold_count; i++) {
        fprintf(to, "    %s gets ", text_of(&p, s->holds[i].address));
        fprintf(to, "%s\n", text_of(&p, s->holds[i].value));
    }
    arena_free(p.memory);
}
