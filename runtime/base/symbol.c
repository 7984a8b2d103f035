/* symbol.c: names for code addresses.
 *
 * dladdr knows the exported functions only, and the functions of a program are mostly static. So the symbol
 * table of the module's file is read as well, at the time of the report: nothing is kept. */
#define _GNU_SOURCE
#include "runtime/base/symbol.h"

#include <dlfcn.h>
#include <elf.h>
#include <fcntl.h>
#include <link.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct image {
    const unsigned char *bytes;
    size_t size;
} image;

static image image_map(const char *path)
{
    image file = {NULL, 0};
    struct stat status;
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    if (fd < 0)
        return file;
    if (fstat(fd, &status) == 0 && (size_t)status.st_size >= sizeof(ElfW(Ehdr))) {
        void *bytes = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
        if (bytes != MAP_FAILED)
            file = (image){bytes, (size_t)status.st_size};
    }
    close(fd);
    return file;
}

/* A part of the file, or NULL when the file is too short for it. */
static const void *image_part(const image *file, size_t offset, size_t bytes)
{
    if (offset > file->size || bytes > file->size - offset)
        return NULL;
    return file->bytes + offset;
}

static const ElfW(Shdr) * image_sections(const image *file, size_t *count)
{
    const ElfW(Ehdr) *header = image_part(file, 0, sizeof *header);

    if (header == NULL || memcmp(header->e_ident, ELFMAG, SELFMAG) != 0)
        return NULL;
    *count = header->e_shnum;
    return image_part(file, header->e_shoff, *count * sizeof(ElfW(Shdr)));
}

/* The symbol of the table that covers the address, its name and how far the address lies behind its start. */
static const char *table_find(const image *file, const ElfW(Shdr) * table, const ElfW(Shdr) * names,
                              ElfW(Addr) at, size_t *offset)
{
    const ElfW(Sym) *symbols = image_part(file, table->sh_offset, table->sh_size);
    const char *text = image_part(file, names->sh_offset, names->sh_size);

    if (symbols == NULL || text == NULL)
        return NULL;
    for (size_t i = 0; i < table->sh_size / sizeof *symbols; i++) {
        const ElfW(Sym) *s = &symbols[i];
        if ((s->st_info & 0xf) != STT_FUNC || at < s->st_value || at >= s->st_value + s->st_size)
            continue;
        if (s->st_name >= names->sh_size ||
            memchr(text + s->st_name, '\0', names->sh_size - s->st_name) == NULL)
            continue;
        *offset = at - s->st_value;
        return text + s->st_name;
    }
    return NULL;
}

static const char *image_find(const image *file, ElfW(Addr) at, size_t *offset)
{
    size_t count = 0;
    const ElfW(Shdr) *sections = image_sections(file, &count);

    for (size_t i = 0; sections != NULL && i < count; i++) {
        const char *name;
        if (sections[i].sh_type != SHT_SYMTAB || sections[i].sh_link >= count)
            continue;
        name = table_find(file, &sections[i], &sections[sections[i].sh_link], at, offset);
        if (name != NULL)
            return name;
    }
    return NULL;
}

/* Symbol values count from the load address, but in a program that is not position independent. */
static ElfW(Addr) image_address(const image *file, const Dl_info *info, const void *pc)
{
    const ElfW(Ehdr) *header = image_part(file, 0, sizeof *header);

    if (header != NULL && header->e_type == ET_EXEC)
        return (ElfW(Addr))pc;
    return (ElfW(Addr))pc - (ElfW(Addr))info->dli_fbase;
}

static void module_text(const Dl_info *info, const void *pc, char *text, size_t bytes)
{
    const char *slash = strrchr(info->dli_fname, '/');

    snprintf(text, bytes, "%s+0x%zx", slash == NULL ? info->dli_fname : slash + 1,
             (size_t)((const char *)pc - (const char *)info->dli_fbase));
}

void symbol_text(const void *pc, char *text, size_t bytes)
{
    const char *name = NULL;
    size_t offset = 0;
    Dl_info info;
    image file;

    if (pc == NULL || dladdr(pc, &info) == 0 || info.dli_fname == NULL) {
        snprintf(text, bytes, pc == NULL ? "?" : "%p", pc);
        return;
    }
    file = image_map(info.dli_fname);
    if (file.bytes == NULL)
        file = image_map("/proc/self/exe");
    if (file.bytes != NULL)
        name = image_find(&file, image_address(&file, &info, pc), &offset);
    if (name == NULL && info.dli_sname != NULL) {
        name = info.dli_sname;
        offset = (size_t)((const char *)pc - (const char *)info.dli_saddr);
    }
    if (name != NULL)
        snprintf(text, bytes, "%s+0x%zx", name, offset);
    else
        module_text(&info, pc, text, bytes);
    if (file.bytes != NULL)
        munmap((void *)file.bytes, file.size);
}
