/* judge.c: see judge.h. */
#include "tests/want/judge.h"

#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "tests/want/compare.h"

enum { DEADLOCK_STATUS = 100, TEXT_SHOWN = 1500 };

char *judge_read_all(FILE *from, size_t *length)
{
    char *text = NULL;
    size_t room = 0, used = 0, got;

    do {
        room = room == 0 ? 4096 : 2 * room;
        text = realloc(text, room + 1);
        if (text == NULL)
            abort();
        got = fread(text + used, 1, room - used, from);
        used += got;
    } while (used == room);
    text[used] = '\0';
    if (length != NULL)
        *length = used;
    return text;
}

__attribute__((format(printf, 2, 3))) static void fault(task *t, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    if (vasprintf(&t->problem, format, arguments) < 0)
        abort();
    va_end(arguments);
}

/* "exit status 3" or "signal 6", in a static buffer. */
static const char *ending(int status)
{
    static char text[64];

    if (WIFSIGNALED(status))
        snprintf(text, sizeof text, "signal %d", WTERMSIG(status));
    else
        snprintf(text, sizeof text, "exit status %d", WEXITSTATUS(status));
    return text;
}

static bool exited_with(const job *j, int status)
{
    return WIFEXITED(j->wait_status) && WEXITSTATUS(j->wait_status) == status;
}

static void judge_check(task *t, const job *j, const char *error_text)
{
    finding_list found = {0};
    size_t length;
    char *json = judge_read_all(j->out, &length);

    if (!exited_with(j, 0) && !exited_with(j, 1)) {
        fault(t, "the checker ended with %s\n%.*s", ending(j->wait_status), TEXT_SHOWN, error_text);
    } else {
        t->problem = finding_read(&found, json, length);
        if (t->problem == NULL && exited_with(j, found.count > 0 ? 0 : 1))
            fault(t, "%zu findings, but %s", found.count, ending(j->wait_status));
        if (t->problem == NULL)
            t->problem = compare_findings(t->program, t->mutant, &found);
    }
    finding_list_free(&found);
    free(json);
}

/* The number that the leak report begins with, "N coroutines leaked" or the like; -1 without a report. */
static int leaks_reported(const char *text)
{
    for (const char *line = text; line != NULL && *line != '\0';) {
        const char *end = strchrnul(line, '\n');
        char *head = strndup(line, (size_t)(end - line));
        const char *digits = head == NULL ? NULL : strpbrk(head, "0123456789");
        int number = digits == NULL ? -1 : atoi(digits);
        bool is_report = number >= 0 && strstr(head, "leak") != NULL && strstr(head, "coroutine") != NULL;

        free(head);
        if (is_report)
            return number;
        line = *end == '\0' ? NULL : end + 1;
    }
    return -1;
}

static void judge_run(task *t, const job *j, const char *error_text)
{
    int leaks = leaks_reported(error_text);
    bool as_said = false;

    switch (t->program->run) {
    case RUN_CLEAN: as_said = exited_with(j, 0) && leaks == -1; break;
    case RUN_LEAK: as_said = exited_with(j, t->program->leaks) && leaks == t->program->leaks; break;
    case RUN_DEADLOCK:
        as_said = exited_with(j, DEADLOCK_STATUS) && strstr(error_text, "deadlock") != NULL;
        break;
    case RUN_PANIC:
        as_said = WIFSIGNALED(j->wait_status) && WTERMSIG(j->wait_status) == SIGABRT &&
                  strstr(error_text, "panic") != NULL;
        break;
    case RUN_NO:
    case RUN_UNSAID: break;
    }
    if (!as_said)
        fault(t, "ended with %s, %d leaks reported\n%.*s", ending(j->wait_status), leaks < 0 ? 0 : leaks,
              TEXT_SHOWN, error_text);
}

void judge(task *t, job *j, int error)
{
    char *error_text;

    t->finished = true;
    if (error < 0) {
        fault(t, "cannot start %s: %s", j->argv[0], strerror(-error));
        return;
    }
    error_text = judge_read_all(j->err, NULL);
    if (j->timed_out)
        fault(t, "took longer than %.0f s\n%.*s", j->limit_seconds, TEXT_SHOWN, error_text);
    else if (t->kind == TASK_CHECK)
        judge_check(t, j, error_text);
    else if (t->kind == TASK_RUN)
        judge_run(t, j, error_text);
    else if (!exited_with(j, 0))
        fault(t, "does not compile\n%.*s", TEXT_SHOWN, error_text);
    free(error_text);
}
