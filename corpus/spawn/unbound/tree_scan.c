// run: clean
/* A directory scan with one coroutine a folder: the scanner starts itself again and again. */
#include <stdatomic.h>
#include <wand.h>

struct folder {
    const char *name;
    int files;
    struct folder *sub[2];
};

struct scan_job {
    struct folder *folder;
    wand_wg *group;
};

static struct scan_job jobs[8];
static atomic_int next_job;
static wand_wg plain = WAND_WG_INIT;
static struct folder photos = {"photos", 40, {NULL, NULL}};
static struct folder letters = {"letters", 7, {NULL, NULL}};
static struct folder home = {"home", 3, {&photos, &letters}};
static atomic_int files;

/* Bad: the folders below are started and forgotten. */
static void scan_forgetful(void *arg)
{
    struct folder *f = arg;

    atomic_fetch_add(&files, f->files);
    for (int i = 0; i < 2 && f->sub[i] != NULL; i++) {
        if (wand_go(scan_forgetful, f->sub[i]) != 0) // want spawn-unbound
            fprintf(stderr, "%s: skipped\n", f->sub[i]->name);
    }
}

static void scan_forgetful_from(struct folder *root)
{
    if (wand_go(scan_forgetful, root) != 0) // want spawn-unbound
        fprintf(stderr, "%s: skipped\n", root->name);
}

static void scan_start(struct folder *f, wand_wg *group);

/* Good: each holds its own count while it counts its children. */
static void scan_counted(void *arg)
{
    struct scan_job *job = arg;

    atomic_fetch_add(&files, job->folder->files);
    for (int i = 0; i < 2 && job->folder->sub[i] != NULL; i++)
        scan_start(job->folder->sub[i], job->group);
    wand_wg_done(job->group);
}

static void scan_start(struct folder *f, wand_wg *group)
{
    struct scan_job *job = &jobs[atomic_fetch_add(&next_job, 1) % 8];

    job->folder = f;
    job->group = group;
    wand_wg_add(group, 1);
    if (wand_go(scan_counted, job) != 0)
        wand_wg_done(group);
}

/* Good: the same with wand_go_wg; the recursion is one call deep. */
static void scan_plain(void *arg)
{
    struct folder *f = arg;

    atomic_fetch_add(&files, f->files);
    for (int i = 0; i < 2 && f->sub[i] != NULL; i++) {
        if (wand_go_wg(&plain, scan_plain, f->sub[i]) != 0)
            scan_plain(f->sub[i]);
    }
}

static void start(void *arg)
{
    wand_wg group = WAND_WG_INIT;

    (void)arg;
    scan_start(&home, &group);
    wand_wg_wait(&group);
    if (wand_go_wg(&plain, scan_plain, &home) != 0)
        scan_plain(&home);
    wand_wg_wait(&plain);
    printf("%d files\n", atomic_load(&files));
    scan_forgetful_from(&home);
}

int main(void)
{
    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
