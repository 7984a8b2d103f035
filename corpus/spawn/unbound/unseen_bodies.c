// run: no
/* A plug-in host: bodies, structs and channels that come from elsewhere are none of this file's knowledge. */
#include <dlfcn.h>
#include <wand.h>

struct plugin {
    const char *path;
    void *handle;
    wand_chan *stop;
    wand_fn (*pick)(const char *name);
    wand_fn hooks[4];
};

extern void plugin_watchdog(void *arg);
extern wand_fn plugin_body(int kind);
extern struct plugin *plugin_find(const char *path);

static void watch_stop(void *arg)
{
    struct plugin *p = arg;

    wand_chan_recv(p->stop, NULL);
    printf("%s: stopped\n", p->path);
}

static void watch_channel(void *arg)
{
    int word;

    while (wand_chan_recv(arg, &word) == 0)
        printf("%d\n", word);
}

/* Good: the body is in another file. */
int plugin_watch(struct plugin *p)
{
    return wand_go(plugin_watchdog, p);
}

/* Good: the body is what a function answers. */
int plugin_run(struct plugin *p, int kind)
{
    wand_fn body = plugin_body(kind);

    return body == NULL ? -EINVAL : wand_go(body, p);
}

/* Good: the body comes from a shared object. */
int plugin_run_symbol(struct plugin *p, const char *symbol)
{
    wand_fn body;

    *(void **)&body = dlsym(p->handle, symbol);
    if (body == NULL)
        return -EINVAL;
    return wand_go(body, p);
}

/* Good: the body comes out of a struct that somebody else fills. */
int plugin_run_hooks(struct plugin *p)
{
    int started = 0;

    for (int i = 0; i < 4; i++) {
        if (p->hooks[i] != NULL && wand_go(p->hooks[i], p) == 0)
            started++;
    }
    return started;
}

/* Good: the stop channel belongs to the caller, who may well close it. */
int plugin_watch_stop(struct plugin *p)
{
    return wand_go(watch_stop, p);
}

/* Good: so does this channel. */
int plugin_watch_channel(wand_chan *words)
{
    return wand_go(watch_channel, words);
}

/* Good: and this one, found by a lookup. */
int plugin_watch_found(const char *path)
{
    struct plugin *p = plugin_find(path);

    return p == NULL ? -ENOENT : wand_go(watch_stop, p);
}
