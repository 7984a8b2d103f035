// run: clean
/* Compile jobs counted by wait groups: a group counts only when somebody waits for it. */
#include <stdlib.h>
#include <wand.h>

enum { UNITS = 4 };

struct unit {
    int number;
    int bytes;
    wand_wg *group;
};

struct build {
    wand_wg units;
    wand_wg phases[2];
    struct unit unit[UNITS];
};

static wand_wg linting = WAND_WG_INIT;
static wand_wg indexing = WAND_WG_INIT;
static struct build build;

static void compile(void *arg)
{
    struct unit *u = arg;

    wand_sleep(WAND_MS(1));
    u->bytes = u->number * 100;
    wand_wg_done(u->group);
}

static void lint(void *arg)
{
    (void)arg;
    wand_sleep(WAND_MS(1));
    wand_wg_done(&linting);
}

static void index_symbols(void *arg)
{
    (void)arg;
    WAND_DEFER(wand_wg_done, &indexing);
    wand_sleep(WAND_MS(1));
}

static void count_lines(void *arg)
{
    struct unit *u = arg;

    u->bytes += u->number;
}

static int start_unit(struct unit *u, wand_wg *group)
{
    u->group = group;
    wand_wg_add(group, 1);
    int err = wand_go(compile, u);
    if (err != 0)
        wand_wg_done(group);
    return err;
}

/* Good: counted through a field, started through a helper, waited for here. */
static void build_units(struct build *b)
{
    for (int i = 0; i < UNITS; i++) {
        b->unit[i].number = i + 1;
        if (start_unit(&b->unit[i], &b->units) != 0)
            break;
    }
    wand_wg_wait(&b->units);
}

/* Good: one group of an array. */
static void build_phases(struct build *b)
{
    for (int i = 0; i < 2; i++) {
        if (start_unit(&b->unit[i], &b->phases[i]) != 0)
            break;
        wand_wg_wait(&b->phases[i]);
    }
}

/* Good: the group in the spawn options counts as wand_go_wg does. */
static int count_all(struct build *b)
{
    wand_wg counting = WAND_WG_INIT;
    wand_spawn how = {.name = "count", .wg = &counting};
    int total = 0;

    for (int i = 0; i < UNITS; i++) {
        if (wand_go_with(&how, count_lines, &b->unit[i]) != 0)
            break;
    }
    wand_wg_wait(&counting);
    for (int i = 0; i < UNITS; i++)
        total += b->unit[i].bytes;
    return total;
}

/* Good: a global group that index_finish waits for. */
static void index_start(void)
{
    wand_wg_add(&indexing, 1);
    if (wand_go(index_symbols, NULL) != 0) // then spawn-unbound by wait
        wand_wg_done(&indexing);
}

static void index_finish(void)
{
    wand_wg_wait(&indexing); // delete wait
    printf("symbols indexed\n");
}

/* Bad: linting is counted, and nobody ever waits for it. */
static void lint_start(void)
{
    wand_wg_add(&linting, 1);
    if (wand_go(lint, NULL) != 0) // want spawn-unbound unless linted
        wand_wg_done(&linting);
}

static void start(void *arg)
{
    (void)arg;
    index_start();
    lint_start();
    build_units(&build);
    build_phases(&build);
    printf("%d bytes\n", count_all(&build));
    index_finish();
    // insert linted: wand_wg_wait(&linting);
}

int main(void)
{
    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
