/* report.c: see report.h. A program that crashes, runs out of time, prints no plan, prints fewer or more
 * results than it planned, or fails without naming a test is one failed test by itself: silence is never
 * success. */
#include "tests/run/report.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "tests/run/tap.h"

enum { STDERR_BYTES_SHOWN = 6000 };

/* Writes why the program as a whole failed into `why`; an empty text when it did not. */
static void whole_failure(const job *j, const tap_count *count, char *why, size_t room)
{
    int results = count->passed + count->failed + count->skipped;
    int status = j->wait_status;

    why[0] = '\0';
    if (j->timed_out)
        snprintf(why, room, "took longer than %.0f s and was ended", j->limit_seconds);
    else if (WIFSIGNALED(status))
        snprintf(why, room, "ended by signal %d (%s)", WTERMSIG(status), strsignal(WTERMSIG(status)));
    else if (!count->has_plan)
        snprintf(why, room, "printed no plan (exit status %d)", WEXITSTATUS(status));
    else if (count->planned != results)
        snprintf(why, room, "planned %d tests, printed %d results", count->planned, results);
    else if (count->failed == 0 && WEXITSTATUS(status) != 0)
        snprintf(why, room, "exit status %d, although no test failed", WEXITSTATUS(status));
    else if (count->failed != 0 && WEXITSTATUS(status) == 0)
        snprintf(why, room, "exit status 0, although tests failed");
}

/* Prints each failed test with the lines after it, up to the next result. */
static void print_failures(const char *name, FILE *output)
{
    char *line = NULL;
    size_t room = 0;
    bool showing = false;

    while (getline(&line, &room, output) > 0) {
        int planned;
        tap_line kind = tap_read_line(line, &planned);
        if (kind == TAP_PASS || kind == TAP_SKIP || kind == TAP_PLAN)
            showing = false;
        if (kind == TAP_FAIL) {
            showing = true;
            printf("  %s: %s", name, line);
        } else if (showing) {
            printf("    %s", line);
        }
    }
    free(line);
    rewind(output);
}

static void print_end_of(FILE *output, const char *title)
{
    char text[STDERR_BYTES_SHOWN + 1];
    size_t used;

    if (fseek(output, -STDERR_BYTES_SHOWN, SEEK_END) != 0)
        rewind(output);
    used = fread(text, 1, STDERR_BYTES_SHOWN, output);
    text[used] = '\0';
    if (used > 0)
        printf("  --- %s ---\n%s%s", title, text, text[used - 1] == '\n' ? "" : "\n");
}

/* Prints the program's results again, numbered on and with the prefix, for the runner above. */
static void repeat_as_tap(report *r, const job *j)
{
    char *line = NULL;
    size_t room = 0;
    int number = r->passed + r->failed + r->skipped;

    while (getline(&line, &room, j->out) > 0) {
        int planned;
        tap_line kind = tap_read_line(line, &planned);
        const char *text = line + (line[0] == 'n' ? strlen("not ok") : strlen("ok"));
        if (kind == TAP_PASS || kind == TAP_SKIP || kind == TAP_FAIL) {
            text += strspn(text, " 0123456789");
            text += strncmp(text, "- ", 2) == 0 ? 2 : 0;
            printf("%s %d - %s%s: %s", kind == TAP_FAIL ? "not ok" : "ok", ++number, r->prefix, j->name,
                   text);
        } else if (kind == TAP_COMMENT && strstr(line, "ok - ") == NULL) {
            printf("%s", line);
        }
    }
    free(line);
    rewind(j->out);
}

static void print_human(const job *j, const tap_count *count, const char *why)
{
    bool good = count->failed == 0 && why[0] == '\0';

    printf("%s %-44s %4d passed", good ? "  ok  " : "FAILED", j->name, count->passed);
    if (count->failed > 0)
        printf(", %d failed", count->failed);
    if (count->skipped > 0)
        printf(", %d skipped", count->skipped);
    printf("  (%.1f s)\n", j->took_seconds);
    if (good)
        return;
    if (why[0] != '\0')
        printf("  %s: %s\n", j->name, why);
    print_failures(j->name, j->out);
    if (why[0] != '\0')
        print_end_of(j->out, "end of standard output");
    print_end_of(j->err, "end of standard error");
}

/* Comments that begin with "# note: " carry what a reader wants to see even when all is well, such as
 * measurements. */
static void print_notes(FILE *output)
{
    char *line = NULL;
    size_t room = 0;

    while (getline(&line, &room, output) > 0) {
        if (strncmp(line, "# note: ", 8) == 0)
            printf("         %s", line + 2);
    }
    free(line);
    rewind(output);
}

void report_job(report *r, job *j)
{
    tap_count count = tap_count_all(j->out);
    char why[200];

    whole_failure(j, &count, why, sizeof why);
    if (r->as_tap) {
        repeat_as_tap(r, j);
        if (why[0] != '\0')
            printf("not ok %d - %s%s: %s\n",
                   r->passed + r->failed + r->skipped + count.passed + count.failed + count.skipped + 1,
                   r->prefix, j->name, why);
        if (count.failed > 0 || why[0] != '\0')
            print_end_of(j->err, j->name);
    } else {
        print_human(j, &count, why);
        print_notes(j->out);
    }
    r->passed += count.passed;
    r->failed += count.failed + (why[0] != '\0');
    r->skipped += count.skipped;
    fflush(stdout);
}

void report_unstarted(report *r, const job *j, int error)
{
    int number = r->passed + r->failed + r->skipped + 1;

    if (r->as_tap)
        printf("not ok %d - %s%s: cannot be started: %s\n", number, r->prefix, j->name, strerror(-error));
    else
        printf("FAILED %s: cannot be started: %s\n", j->name, strerror(-error));
    r->failed++;
}

int report_close(const report *r)
{
    if (r->as_tap)
        printf("1..%d\n", r->passed + r->failed + r->skipped);
    else if (r->skipped > 0)
        printf("%d passed, %d failed, %d skipped\n", r->passed, r->failed, r->skipped);
    else
        printf("%d passed, %d failed\n", r->passed, r->failed);
    return r->failed == 0 && r->passed > 0 ? 0 : 1;
}
