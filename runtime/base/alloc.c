/* alloc.c: the allocator behind the runtime, and the public calls that replace and count it. */
#include "runtime/base/alloc.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <wand.h>

static void *plain_alloc(void *self, size_t bytes)
{
    (void)self;
    return malloc(bytes);
}

static void plain_free(void *self, void *block, size_t bytes)
{
    (void)self;
    (void)bytes;
    free(block);
}

static const wand_allocator plain = {plain_alloc, plain_free, NULL, NULL};
static wand_allocator active = {plain_alloc, plain_free, NULL, NULL};
static size_t live;

void *alloc_zeroed(size_t bytes)
{
    void *block = active.alloc(active.self, bytes);

    if (block == NULL)
        return NULL;
    __atomic_fetch_add(&live, 1, __ATOMIC_RELAXED);
    return memset(block, 0, bytes);
}

void alloc_free(void *block, size_t bytes)
{
    if (block == NULL)
        return;
    __atomic_fetch_sub(&live, 1, __ATOMIC_RELAXED);
    active.free(active.self, block, bytes);
}

void *alloc_map(size_t bytes)
{
    void *pages;

    if (active.map != NULL && !active.map(active.self, bytes))
        return NULL;
    pages = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (pages == MAP_FAILED)
        return NULL;
    __atomic_fetch_add(&live, 1, __ATOMIC_RELAXED);
    return pages;
}

void alloc_unmap(void *pages, size_t bytes)
{
    __atomic_fetch_sub(&live, 1, __ATOMIC_RELAXED);
    munmap(pages, bytes);
}

size_t alloc_page_size(void)
{
    static size_t size;

    if (size == 0)
        size = (size_t)sysconf(_SC_PAGESIZE);
    return size;
}

int wand_set_allocator(const wand_allocator *allocator)
{
    if (wand_alloc_live() != 0)
        return -EBUSY;
    if (allocator == NULL)
        allocator = &plain;
    if (allocator->alloc == NULL || allocator->free == NULL)
        return -EINVAL;
    active = *allocator;
    return 0;
}

size_t wand_alloc_live(void)
{
    return __atomic_load_n(&live, __ATOMIC_RELAXED);
}
