/* pool.c: mapping, guarding and pooling of stacks.
 *
 * Layout of one: guard pages | usable bytes | struct stack | the owner's object. Guards are marks in the page
 * table where the kernel has them (6.13). Before that each is a mapping of its own, and there are only
 * vm.max_map_count of these: half of them are spent, stacks beyond that get a canary. */
#include "runtime/stack/pool.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>

#include "runtime/base/alloc.h"
#include "runtime/base/lock.h"
#include "runtime/stack/fiber.h"

#if defined(__has_include)
#if __has_include(<valgrind/valgrind.h>)
#include <valgrind/valgrind.h>
#endif
#endif
#ifndef VALGRIND_STACK_REGISTER
#define VALGRIND_STACK_REGISTER(low, high) 0u
#define VALGRIND_STACK_DEREGISTER(id)      ((void)(id))
#endif
#ifndef MADV_GUARD_INSTALL
#define MADV_GUARD_INSTALL 102
#endif

enum { GUARD_BYTES = 16 * 1024, CHUNK_STACKS = 64, LEAST_MAPPINGS_LEFT = 8192 };

/* The frames of instrumented code are about twice as large. */
#if PORT_ASAN || PORT_TSAN
enum { FRAME_FACTOR = 2 };
#else
enum { FRAME_FACTOR = 1 };
#endif

static const uint64_t CANARY = UINT64_C(0x77616e642073746b);

typedef struct chunk {
    struct chunk *next;
    unsigned char *pages;
    size_t bytes;
} chunk;

static struct stack_pool {
    uint32_t lock;
    size_t default_bytes;
    size_t slot_bytes;
    chunk *chunks;
    stack *free;
    size_t fresh; /* stacks of the newest chunk that were never used */
    bool marks_work;
    long mapped_guards_left;
} pool;

static size_t round_up(size_t bytes, size_t unit)
{
    return (bytes + unit - 1) / unit * unit;
}

/* Guard, usable bytes and what stands above them; 0 when that is more than an address space. */
static size_t slot_bytes_for(size_t usable)
{
    if (usable > SIZE_MAX / 8)
        return 0;
    if (usable < STACK_LEAST_BYTES)
        usable = STACK_LEAST_BYTES;
    return GUARD_BYTES +
           round_up(usable * FRAME_FACTOR + sizeof(stack) + STACK_OWNER_BYTES, alloc_page_size());
}

/* Each protected guard splits a mapping in two, and the rest of the process needs some too. */
static long mapped_guards_allowed(void)
{
    FILE *limit = fopen("/proc/sys/vm/max_map_count", "re");
    long count = 65530;

    if (limit != NULL) {
        if (fscanf(limit, "%ld", &count) != 1)
            count = 65530;
        fclose(limit);
    }
    return (count - LEAST_MAPPINGS_LEFT) / 2;
}

int stack_pool_open(size_t default_bytes)
{
    size_t usable = default_bytes == 0 ? STACK_DEFAULT_BYTES : default_bytes;

    pool.slot_bytes = slot_bytes_for(usable);
    if (pool.slot_bytes == 0)
        return -EINVAL;
    pool.default_bytes = usable;
    pool.marks_work = true;
    pool.mapped_guards_left = mapped_guards_allowed();
    return 0;
}

static void forget(stack *s)
{
    VALGRIND_STACK_DEREGISTER(s->valgrind);
    fiber_forget_stack(s);
}

void stack_pool_close(void)
{
    for (stack *s = pool.free; s != NULL; s = s->next)
        forget(s);
    while (pool.chunks != NULL) {
        chunk *c = pool.chunks;
        pool.chunks = c->next;
        alloc_unmap(c->pages, c->bytes);
        alloc_free(c, sizeof *c);
    }
    pool.free = NULL;
    pool.fresh = 0;
}

static bool protect_guard(void *pages)
{
    if (pool.mapped_guards_left <= 0)
        return false;
    pool.mapped_guards_left--;
    return mprotect(pages, GUARD_BYTES, PROT_NONE) == 0;
}

static stack_guard guard_install(void *pages)
{
    if (pool.marks_work && madvise(pages, GUARD_BYTES, MADV_GUARD_INSTALL) == 0)
        return STACK_GUARD_MARKED;
    pool.marks_work = false;
    return protect_guard(pages) ? STACK_GUARD_MAPPED : STACK_GUARD_CANARY;
}

/* Makes a stack of untouched pages. */
static stack *stack_make(unsigned char *pages, size_t mapped, bool pooled)
{
    stack *s = (stack *)(pages + mapped - STACK_OWNER_BYTES - sizeof(stack));

    s->guard = guard_install(pages);
    s->pages = pages;
    s->mapped = mapped;
    s->low = pages + GUARD_BYTES;
    s->bytes = (size_t)((unsigned char *)s - (unsigned char *)s->low);
    s->pooled = pooled;
    s->valgrind = VALGRIND_STACK_REGISTER(s->low, (unsigned char *)s->low + s->bytes);
    if (s->guard == STACK_GUARD_CANARY)
        *(uint64_t *)s->low = CANARY;
    return s;
}

static int add_chunk(void)
{
    chunk *c = alloc_zeroed(sizeof *c);

    if (c == NULL)
        return -ENOMEM;
    c->bytes = pool.slot_bytes * CHUNK_STACKS;
    c->pages = alloc_map(c->bytes);
    if (c->pages == NULL) {
        alloc_free(c, sizeof *c);
        return -ENOMEM;
    }
#ifdef MADV_NOHUGEPAGE
    madvise(c->pages, c->bytes, MADV_NOHUGEPAGE);
#endif
    c->next = pool.chunks;
    pool.chunks = c;
    pool.fresh = CHUNK_STACKS;
    return 0;
}

static stack *get_pooled(void)
{
    stack *s = pool.free;

    if (s != NULL) {
        pool.free = s->next;
        return s;
    }
    if (pool.fresh == 0 && add_chunk() != 0)
        return NULL;
    pool.fresh--;
    return stack_make(pool.chunks->pages + pool.fresh * pool.slot_bytes, pool.slot_bytes, true);
}

stack *stack_get(size_t bytes)
{
    size_t mapped = bytes == 0 ? pool.slot_bytes : slot_bytes_for(bytes);
    stack *s;
    void *pages;

    if (mapped == 0)
        return NULL;
    lock_take(&pool.lock);
    if (mapped == pool.slot_bytes) {
        s = get_pooled();
    } else {
        pages = alloc_map(mapped);
        s = pages == NULL ? NULL : stack_make(pages, mapped, false);
    }
    lock_drop(&pool.lock);
    return s;
}

void stack_put(stack *s)
{
    lock_take(&pool.lock);
    if (s->pooled) {
        s->next = pool.free;
        pool.free = s;
    } else {
        forget(s);
        if (s->guard == STACK_GUARD_MAPPED)
            pool.mapped_guards_left++;
        alloc_unmap(s->pages, s->mapped);
    }
    lock_drop(&pool.lock);
}

void *stack_owner(stack *s)
{
    return s + 1;
}

stack *stack_of_owner(void *owner)
{
    return (stack *)owner - 1;
}

bool stack_intact(const stack *s)
{
    return s->guard != STACK_GUARD_CANARY || *(const uint64_t *)s->low == CANARY;
}

bool stack_guards(const stack *s, const void *address)
{
    uintptr_t at = (uintptr_t)address, start = (uintptr_t)s->pages;

    return at >= start && at < start + GUARD_BYTES;
}
