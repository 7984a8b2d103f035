/* symbol.c: names for code addresses.
 *
 * The dynamic linker knows the exported functions only, and the functions of a program are mostly static. So
 * the symbol table of the module's file is read, at the time of the report; the last file stays mapped until
 * symbol_forget, for a report asks for many addresses of few files. */
#define _GNU_SOURCE
#include "runtime/base/symbol.h"

#include <elf.h>
#include <fcntl.h>
#include <limits.h>
#include <link.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/base/lock.h"

/* A loaded program or library, as its file. */
typedef struct module {
    char path[PATH_MAX];
    ElfW(Addr) base; /* what the file's addresses are moved by */
    const unsigned char *bytes;
    size_t size;
} module;

static uint32_t lock;
static module last;

typedef struct search {
    ElfW(Addr) pc;
    const char *path;
    ElfW(Addr) base;
} search;

static int covers(struct dl_phdr_info *info, size_t size, void *arg)
{
    search *s = arg;

    (void)size;
    for (int i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *segment = &info->dlpi_phdr[i];
        ElfW(Addr) start = info->dlpi_addr + segment->p_vaddr;
        if (segment->p_type != PT_LOAD || s->pc < start || s->pc >= start + segment->p_memsz)
            continue;
        s->path = info->dlpi_name == NULL || *info->dlpi_name == '\0' ? "/proc/self/exe" : info->dlpi_name;
        s->base = info->dlpi_addr;
        return 1;
    }
    return 0;
}

static void module_unmap(module *m)
{
    if (m->bytes != NULL)
        munmap((void *)m->bytes, m->size);
    memset(m, 0, sizeof *m);
}

static void module_map(module *m)
{
    struct stat status;
    void *bytes = MAP_FAILED;
    int fd = open(m->path, O_RDONLY | O_CLOEXEC);

    if (fd < 0)
        return;
    if (fstat(fd, &status) == 0 && (size_t)status.st_size >= sizeof(ElfW(Ehdr)))
        bytes = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    close(fd);
    if (bytes == MAP_FAILED)
        return;
    m->bytes = bytes;
    m->size = (size_t)status.st_size;
}

/* Makes `last` the module that the address lies in. */
static bool module_find(const void *pc)
{
    search s = {(ElfW(Addr))pc, NULL, 0};

    if (dl_iterate_phdr(covers, &s) == 0)
        return false;
    if (strcmp(last.path, s.path) != 0) {
        module_unmap(&last);
        snprintf(last.path, sizeof last.path, "%s", s.path);
        module_map(&last);
    }
    last.base = s.base;
    return true;
}

/* A part of the file, or NULL when the file is too short for it. */
static const void *module_part(const module *m, size_t offset, size_t bytes)
{
    if (offset > m->size || bytes > m->size - offset)
        return NULL;
    return m->bytes + offset;
}

static const ElfW(Shdr) * module_sections(const module *m, size_t *count)
{
    const ElfW(Ehdr) *header = module_part(m, 0, sizeof *header);

    if (header == NULL || memcmp(header->e_ident, ELFMAG, SELFMAG) != 0)
        return NULL;
    *count = header->e_shnum;
    return module_part(m, header->e_shoff, *count * sizeof(ElfW(Shdr)));
}

static bool symbol_covers(const ElfW(Sym) * s, ElfW(Addr) at)
{
    return (s->st_info & 0xf) == STT_FUNC && s->st_value != 0 && at >= s->st_value &&
           at - s->st_value < s->st_size;
}

/* The name of the function that covers the address in one table, and how far the address lies behind its
 * start. */
static const char *table_find(const module *m, const ElfW(Shdr) * table, const ElfW(Shdr) * names,
                              ElfW(Addr) at, size_t *offset)
{
    const ElfW(Sym) *symbols = module_part(m, table->sh_offset, table->sh_size);
    const char *text = module_part(m, names->sh_offset, names->sh_size);

    if (symbols == NULL || text == NULL)
        return NULL;
    for (size_t i = 0; i < table->sh_size / sizeof *symbols; i++) {
        const ElfW(Sym) *s = &symbols[i];
        if (!symbol_covers(s, at) || s->st_name >= names->sh_size ||
            memchr(text + s->st_name, '\0', names->sh_size - s->st_name) == NULL)
            continue;
        *offset = at - s->st_value;
        return text + s->st_name;
    }
    return NULL;
}

/* The full table first, then that of the exported functions, which a stripped file still has. */
static const char *module_symbol(const module *m, const void *pc, size_t *offset)
{
    static const ElfW(Word) kinds[] = {SHT_SYMTAB, SHT_DYNSYM};
    const ElfW(Shdr) * sections;
    const char *name = NULL;
    size_t count = 0;

    if (m->bytes == NULL)
        return NULL;
    sections = module_sections(m, &count);
    for (size_t k = 0; sections != NULL && k < 2; k++)
        for (size_t i = 0; i < count && name == NULL; i++)
            if (sections[i].sh_type == kinds[k] && sections[i].sh_link < count)
                name = table_find(m, &sections[i], &sections[sections[i].sh_link], (ElfW(Addr))pc - m->base,
                                  offset);
    return name;
}

static void found_text(const void *pc, char *text, size_t bytes)
{
    size_t offset = 0;
    const char *name = module_symbol(&last, pc, &offset), *slash;

    if (name != NULL) {
        snprintf(text, bytes, "%s+0x%zx", name, offset);
        return;
    }
    slash = strrchr(last.path, '/');
    snprintf(text, bytes, "%s+0x%zx", slash == NULL ? last.path : slash + 1,
             (size_t)((ElfW(Addr))pc - last.base));
}

void symbol_text(const void *pc, char *text, size_t bytes)
{
    if (pc == NULL) {
        snprintf(text, bytes, "?");
        return;
    }
    lock_take(&lock);
    if (module_find(pc))
        found_text(pc, text, bytes);
    else
        snprintf(text, bytes, "%p", pc);
    lock_drop(&lock);
}

void symbol_forget(void)
{
    lock_take(&lock);
    module_unmap(&last);
    lock_drop(&lock);
}
