/* analyzer/frontend/flags.c
 * The allow list, and the expansion of @file arguments. */
#include "analyzer/frontend/flags.h"

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* Flags with an argument: attached ("-Idir") or in the next one ("-I dir"). Longer names first. */
static const char *const with_argument[] = {
    "-isystem", "-iquote", "-idirafter", "-include", "-imacros", "-isysroot", "-D", "-U", "-I",
};

/* Flags whose argument follows `=`. */
static const char *const with_value[] = {"-std=", "--std=", "-march=", "--target=", "--sysroot="};

/* Flags that stand alone. */
static const char *const alone[] = {
    "-ansi", "-m32", "-m64", "-mx32", "-nostdinc", "-pthread", "-undef", "-trigraphs",
};

/* -f{,no-}NAME. */
static const char *const features[] = {
    "builtin", "short-enums",   "signed-char",  "unsigned-char", "pack-struct", "freestanding",
    "hosted",  "ms-extensions", "gnu89-inline", "short-wchar",   "blocks",
};

/* Look like an allowed flag by prefix and are not. */
static const char *const refused[] = {"-include-pch", "-imultilib", "-isystem-after", "-iwithprefix"};

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

enum { MAX_RESPONSE_BYTES = 1 << 20, MAX_RESPONSE_DEPTH = 8 };

static bool starts_with(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

static bool is_one_of(const char *flag, const char *const *table, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(flag, table[i]) == 0) {
            return true;
        }
    }
    return false;
}

static bool has_prefix_of(const char *flag, const char *const *table, size_t count, const char **which)
{
    for (size_t i = 0; i < count; i++) {
        if (starts_with(flag, table[i])) {
            *which = table[i];
            return true;
        }
    }
    return false;
}

static bool is_feature(const char *flag)
{
    if (!starts_with(flag, "-f")) {
        return false;
    }
    flag += 2;
    if (starts_with(flag, "no-")) {
        flag += 3;
    }
    /* -fno-builtin-malloc and -fpack-struct=1 belong to their plain forms. */
    return is_one_of(flag, features, COUNT(features)) || starts_with(flag, "builtin-") ||
           starts_with(flag, "pack-struct=");
}

void flags_add(flag_list *list, const char *flag)
{
    ARENA_PUSH(list->memory, list->items, list->count, list->capacity, flag);
}

/* Keeps flags[i] when it is allowed; returns how many arguments it took. */
static size_t filter_one(flag_list *list, const char *const *flags, size_t i, size_t count)
{
    const char *flag = flags[i];
    const char *prefix;

    if (has_prefix_of(flag, refused, COUNT(refused), &prefix)) {
        return flag[strlen(prefix)] == '\0' ? 2 : 1;
    }
    if (has_prefix_of(flag, with_argument, COUNT(with_argument), &prefix)) {
        if (flag[strlen(prefix)] != '\0') {
            flags_add(list, flag);
            return 1;
        }
        if (i + 1 < count) {
            flags_add(list, flag);
            flags_add(list, flags[i + 1]);
        }
        return 2;
    }
    if (has_prefix_of(flag, with_value, COUNT(with_value), &prefix) || is_one_of(flag, alone, COUNT(alone)) ||
        is_feature(flag)) {
        flags_add(list, flag);
        return 1;
    }
    /* The argument of a dropped flag must not be taken for a flag of its own. */
    static const char *const dropped[] = {
        "-Xclang", "-Xpreprocessor", "-Xlinker", "-Xassembler", "-o", "-MF", "-MT", "-MQ", "-MJ",
        "-x",      "-arch",          "-target",  "-mllvm",      "-L", "-l",  "-T",  "-u",  "-z",
        "-e",      "-include-pch"};
    return is_one_of(flag, dropped, COUNT(dropped)) ? 2 : 1;
}

static char *read_response(arena *a, const char *name, const char *directory)
{
    char path[PATH_MAX];
    struct stat info;
    FILE *in;

    if (name[0] == '/' || directory == NULL) {
        snprintf(path, sizeof path, "%s", name);
    } else {
        snprintf(path, sizeof path, "%s/%s", directory, name);
    }
    if (stat(path, &info) != 0 || !S_ISREG(info.st_mode) || info.st_size > MAX_RESPONSE_BYTES ||
        (in = fopen(path, "rb")) == NULL) {
        return NULL;
    }
    char *text = arena_alloc(a, (size_t)info.st_size + 1);
    text[fread(text, 1, (size_t)info.st_size, in)] = '\0';
    fclose(in);
    return text;
}

/* Cuts the next word out of *text, in place, as GNU tools do: quotes group, a backslash escapes. */
static const char *next_word(char **text)
{
    char *p = *text + strspn(*text, " \t\r\n");
    char *word = p;
    char *out = p;
    char quote = '\0';

    if (*p == '\0') {
        return NULL;
    }
    for (; *p != '\0' && (quote != '\0' || strchr(" \t\r\n", *p) == NULL); p++) {
        if (*p == '\\' && p[1] != '\0') {
            *out++ = *++p;
        } else if (*p == quote) {
            quote = '\0';
        } else if (quote == '\0' && (*p == '"' || *p == '\'')) {
            quote = *p;
        } else {
            *out++ = *p;
        }
    }
    *text = *p == '\0' ? p : p + 1;
    *out = '\0';
    return word;
}

/* Copies `flags` to `out` with @files expanded. */
static void expand(flag_list *out, const char *const *flags, size_t count, const char *directory, int depth)
{
    for (size_t i = 0; i < count; i++) {
        if (flags[i][0] != '@') {
            flags_add(out, flags[i]);
            continue;
        }
        char *text = depth < MAX_RESPONSE_DEPTH ? read_response(out->memory, flags[i] + 1, directory) : NULL;
        const char *word;
        while (text != NULL && (word = next_word(&text)) != NULL) {
            expand(out, &word, 1, directory, depth + 1);
        }
    }
}

void flags_add_allowed(flag_list *list, const char *const *flags, size_t count, const char *directory)
{
    flag_list all = {.memory = list->memory};

    expand(&all, flags, count, directory, 0);
    for (size_t i = 0; i < all.count;) {
        i += filter_one(list, all.items, i, all.count);
    }
}
