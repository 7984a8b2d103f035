/* main.c: the test runner. Runs the test programs that ctest lists, two at a time, each with its time limit,
 * counts the tests in their TAP output and closes with one line: `N passed, N failed`.
 *
 * usage: test-runner [--tap] [--prefix TEXT] [--jobs N] PLAN.json [NAME...] */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

#include "tests/run/plan.h"
#include "tests/run/pool.h"
#include "tests/run/report.h"

static void count_results(void *context, job *j, int error)
{
    if (error < 0)
        report_unstarted(context, j, error);
    else
        report_job(context, j);
}

int main(int argc, char **argv)
{
    static const struct option options[] = {
        {"tap", no_argument, NULL, 't'},
        {"prefix", required_argument, NULL, 'p'},
        {"jobs", required_argument, NULL, 'j'},
        {0},
    };
    report r = {.prefix = ""};
    plan programs;
    int processors = 2, option;

    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        switch (option) {
        case 't': r.as_tap = true; break;
        case 'p': r.prefix = optarg; break;
        case 'j': processors = atoi(optarg); break;
        default: return 2;
        }
    }
    if (optind == argc || processors < 1) {
        fprintf(stderr, "usage: test-runner [--tap] [--prefix TEXT] [--jobs N] PLAN.json [NAME...]\n");
        return 2;
    }
    if (plan_read(&programs, argv[optind], argv + optind + 1) < 0)
        return 2;
    pool_run(programs.jobs, programs.count, processors, count_results, &r);
    return report_close(&r);
}
