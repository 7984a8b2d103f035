// every_name.cc: what C++17 has to be able to use; select and its cases may be C only. Compiled and run by headers.c.
#include <wand.h>

#include <cstdio>
#include <cstring>

namespace
{

int destroyed;
wand_mutex mu = WAND_MUTEX_INIT;

struct guard {
    ~guard()
    {
        destroyed++;
    }
};

void note(int *counter)
{
    ++*counter;
}

void panic_with_a_guard(void *)
{
    guard g;
    wand_panic("from C++");
}

int task(void *arg)
{
    return arg == nullptr ? 0 : *static_cast<int *>(arg);
}

void send_one(void *arg)
{
    int value = 7;
    wand_chan_send(static_cast<wand_chan *>(arg), &value);
}

void body(void *arg)
{
    int *failures = static_cast<int *>(arg);
    int deferred = 0, got = 0, error = -EIO;
    {
        WAND_DEFER(note, &deferred);
        WAND_DEFER(note, &deferred);
    }
    *failures += deferred != 2;
    wand_chan *c = wand_chan_new(sizeof(int), 0);
    wand_wg wg = WAND_WG_INIT;
    *failures += wand_go_wg(&wg, send_one, c) != 0;
    *failures += wand_chan_recv(c, &got) != 0 || got != 7;
    wand_wg_wait(&wg);
    wand_chan_release(c);
    wand_panic_info info;
    *failures += wand_protect(panic_with_a_guard, nullptr, &info) != -EFAULT;
    *failures += std::strstr(info.message, "from C++") == nullptr;
    *failures += destroyed != 1;
    wand_scope *s = wand_scope_open(wand_ctx_current(), WAND_SUPERVISOR);
    *failures += wand_scope_go(s, task, &error) != 0;
    *failures += wand_scope_join(s) != -EIO;
    wand_mutex_lock(&mu);
    wand_mutex_unlock(&mu);
    wand_spawn how = {};
    how.name = "c++";
    how.wg = &wg;
    *failures += wand_go_with(&how, [](void *) { wand_sleep(WAND_US(10)); }, nullptr) != 0;
    wand_wg_wait(&wg);
    wand_ctx *ctx = wand_ctx_with_timeout(wand_ctx_background(), WAND_MS(1));
    WAND_DEFER(wand_ctx_release, ctx);
    *failures += wand_chan_recv(wand_ctx_done(ctx), nullptr) != -EPIPE;
}

} // namespace

int main()
{
    int failures = 0;
    int result = wand_run(nullptr, body, &failures);
    std::printf("leaked %d, failed %d\n", result, failures);
    return result != 0 || failures != 0;
}
