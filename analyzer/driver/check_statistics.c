/* analyzer/driver/check_statistics.c
 * The table of `--stats`: what was analysed, what was understood, and how long it took. */
#include "analyzer/driver/check.h"

#include "analyzer/report/escape.h"

#include <time.h>

int64_t check_clock(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000000LL + now.tv_nsec;
}

void check_print_statistics(FILE *to, const check *c)
{
    const engine_statistics *s = &c->statistics;
    double percent = s->functions > 0 ? 100.0 * (double)s->partly_understood / (double)s->functions : 0;

    fprintf(to, "%zu files analysed, %zu with errors\n", c->unit_count, c->failed_count);
    fprintf(to, "%zu functions analysed, %zu partly understood (%.1f %%)\n", s->functions,
            s->partly_understood, percent);
    for (size_t i = 0; i < s->reason_count; i++) {
        fprintf(to, "%7zu ", s->reason_counts[i]);
        escape_puts(to, s->reasons[i]);
        putc('\n', to);
    }
    fprintf(to, "%zu states explored\n", s->states);
    fprintf(to, "%.1f ms parsing, %.1f ms analysing\n", (double)c->parse_ns / 1e6,
            (double)c->analysis_ns / 1e6);
}
