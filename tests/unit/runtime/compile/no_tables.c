/* no_tables.c: part of cleanup.c's program, compiled without unwind tables and without exceptions. */
#include <wand.h>

void cleanup_note(const char *letter);
void no_tables_panic(void *arg);
void no_tables_call(wand_fn fn, void *arg);

void no_tables_panic(void *arg)
{
    (void)arg;
    WAND_DEFER(cleanup_note, "1");
    WAND_DEFER(cleanup_note, "2");
    wand_panic("no tables");
}

void no_tables_call(wand_fn fn, void *arg)
{
    WAND_DEFER(cleanup_note, "n");
    fn(arg);
    cleanup_note("!");
}
