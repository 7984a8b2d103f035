/* main.c: the corpus harness. The checker over every corpus program against its `// want` comments, every
 * program compiled and run against its `run:` header, every mutant against what it must change. Prints TAP.
 *
 * usage: want --wand PROGRAM --include FOLDER --library LIBWAND.a --corpus FOLDER [--cc CC] [--flag FLAG]...
 * [--jobs N]
 *             [--only TEXT]
 *        want --only-run [--emulator WORD]... --include ... : compiles and runs the programs, checks nothing
 */
#include <errno.h>
#include <ftw.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/run/pool.h"
#include "tests/want/finding.h"
#include "tests/want/judge.h"
#include "tests/want/suite.h"

static int number, failures;

/* A TAP line, and under it what is wrong. */
static void result(const char *problem, const char *format, const char *a, const char *b)
{
    printf("%s %d - ", problem == NULL ? "ok" : "not ok", ++number);
    printf(format, a, b);
    putchar('\n');
    failures += problem != NULL;
    while (problem != NULL && *problem != '\0') {
        size_t length = strcspn(problem, "\n");
        printf("#   %.*s\n", (int)length, problem);
        problem += length + (problem[length] == '\n');
    }
}

static const char *problem_of(const task *t)
{
    if (t == NULL || !t->finished)
        return "was not done";
    return t->problem;
}

static void print_program(const suite *s, const program *p)
{
    const task *check = suite_find(s, TASK_CHECK, p, NULL);
    const task *compile = suite_find(s, TASK_COMPILE, p, NULL);

    if (compile == NULL)
        return;
    result(p->problem, "comments of %s%s", p->name, "");
    if (!s->settings->only_run)
        result(problem_of(check), "findings in %s%s", p->name, "");
    if (p->run == RUN_NO || problem_of(compile) != NULL)
        result(problem_of(compile), "compiling %s%s", p->name, "");
    else
        result(problem_of(suite_find(s, TASK_RUN, p, NULL)), "running %s: %s", p->name,
               program_run_name(p->run));
}

static void print_mutant(const suite *s, const mutant *m)
{
    const char *format = m->kind == MARK_DELETE ? "%s without '%s'" : "%s with '%s'";
    const char *problem = problem_of(suite_find(s, TASK_COMPILE_MUTANT, m->of, m));

    if (problem == NULL)
        problem = problem_of(suite_find(s, TASK_CHECK, m->of, m));
    result(problem, format, m->of->name, m->id);
}

/* A claim about a rule that does not exist would never fail. */
static void check_rule_names(const suite *s, char *const *names)
{
    for (size_t i = 0; i < s->programs.count; i++) {
        const program *p = &s->programs.programs[i];
        for (size_t k = 0; k < p->marks.count; k++) {
            const mark *m = &p->marks.marks[k];
            char *const *name = names;
            while (m->rule != NULL && *name != NULL && strcmp(*name, m->rule) != 0)
                name++;
            if (m->rule != NULL && *name == NULL)
                result("the checker has no such rule", "the rule '%s' wanted in %s", m->rule, p->name);
        }
    }
}

static void keep_output(void *context, job *j, int error)
{
    char **text = context;

    *text = error < 0 ? NULL : judge_read_all(j->out, NULL);
}

static char **ask_rule_names(const char *wand)
{
    char *argv[] = {(char *)wand, "rules", "--format", "json", NULL}, *environment[] = {NULL}, *text = NULL;
    job j = {.name = "rules", .argv = argv, .environment = environment, .limit_seconds = 60, .processors = 1};

    char **names;

    pool_run(&j, 1, 1, keep_output, &text);
    names = text == NULL ? NULL : finding_rule_names(text, strlen(text));
    free(text);
    return names;
}

static void count_gaps(const suite *s)
{
    int gaps = 0;

    for (size_t i = 0; i < s->programs.count; i++) {
        const mark_list *marks = &s->programs.programs[i].marks;
        for (size_t k = 0; k < marks->count; k++)
            gaps += marks->marks[k].kind == MARK_KNOWN_MISS || marks->marks[k].kind == MARK_KNOWN_FALSE;
    }
    printf("# note: %zu corpus programs, %zu mutants, %d known gaps\n", s->programs.count, s->mutants.count,
           gaps);
}

static void print_results(const suite *s, char *const *names)
{
    result(s->count == 0 ? "nothing to do" : NULL, "there are programs in %s%s", s->settings->corpus, "");
    if (!s->settings->only_run)
        result(names == NULL ? "`wand rules --format json` names no rules" : NULL,
               "the checker names its rules%s%s", "", "");
    if (names != NULL)
        check_rule_names(s, names);
    for (size_t i = 0; i < s->programs.count; i++)
        print_program(s, &s->programs.programs[i]);
    for (size_t i = 0; i < s->mutants.count; i++)
        print_mutant(s, &s->mutants.mutants[i]);
    count_gaps(s);
    printf("1..%d\n", number);
}

static int run_suite(const settings *with)
{
    suite s = {.settings = with};
    char **names = with->only_run ? NULL : ask_rule_names(with->wand);
    int error = suite_prepare(&s);

    if (error < 0) {
        fprintf(stderr, "want: %s: %s\n", with->corpus, strerror(-error));
    } else {
        suite_run(&s);
        print_results(&s, names);
    }
    suite_free(&s);
    finding_free_names(names);
    return error < 0 ? 2 : failures != 0;
}

static int remove_one(const char *path, const struct stat *info, int type, struct FTW *walk)
{
    (void)info, (void)type, (void)walk;
    return remove(path);
}

/* Reads the command line; false when something is missing or unknown. */
static bool read_options(settings *with, char **flags, char **emulator, int argc, char **argv)
{
    static const struct option options[] = {
        {"wand", required_argument, NULL, 'w'},
        {"include", required_argument, NULL, 'i'},
        {"library", required_argument, NULL, 'l'},
        {"corpus", required_argument, NULL, 'c'},
        {"cc", required_argument, NULL, 'C'},
        {"flag", required_argument, NULL, 'f'},
        {"jobs", required_argument, NULL, 'j'},
        {"only", required_argument, NULL, 'o'},
        {"emulator", required_argument, NULL, 'e'},
        {"only-run", no_argument, NULL, 'r'},
        {0},
    };
    int option;

    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        switch (option) {
        case 'w': with->wand = optarg; break;
        case 'i': with->include = optarg; break;
        case 'l': with->library = optarg; break;
        case 'c': with->corpus = optarg; break;
        case 'C': with->cc = optarg; break;
        case 'f': *flags++ = optarg; break;
        case 'j': with->processors = atoi(optarg); break;
        case 'o': with->only = optarg; break;
        case 'r': with->only_run = true; break;
        case 'e': *emulator++ = optarg; break;
        default: return false;
        }
    }
    return (with->wand || with->only_run) && with->include && with->library && with->corpus &&
           with->processors > 0 && optind == argc;
}

int main(int argc, char **argv)
{
    char scratch[] = "/tmp/wand-want.XXXXXX";
    char **flags = calloc((size_t)argc + 1, sizeof *flags);
    char **emulator = calloc((size_t)argc + 1, sizeof *emulator);
    settings with = {.cc = "cc", .processors = 2};
    int status;

    if (flags == NULL || emulator == NULL || !read_options(&with, flags, emulator, argc, argv)) {
        fprintf(stderr, "usage: want --wand PROGRAM --include FOLDER --library LIBWAND.a --corpus FOLDER\n"
                        "            [--cc CC] [--flag FLAG]... [--jobs N] [--only TEXT] [--only-run "
                        "[--emulator WORD]...]\n");
        return 2;
    }
    with.flags = flags;
    with.emulator = emulator;
    with.scratch = mkdtemp(scratch);
    if (with.scratch == NULL) {
        perror(scratch);
        return 2;
    }
    status = run_suite(&with);
    nftw(scratch, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    free(flags);
    free(emulator);
    return status;
}
