/* analyzer/driver/compile_flags.c
 * The few things that must be known of a compiler's command line. */
#include "analyzer/driver/compile_flags.h"

#include <stdbool.h>
#include <string.h>

static bool is_one_of(const char *word, const char *const *list)
{
    for (; *list != NULL; list++) {
        if (strcmp(word, *list) == 0) {
            return true;
        }
    }
    return false;
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash != NULL ? slash + 1 : path;
}

/* The number of words before the first flag: launchers, their assignments, and the compiler. */
static size_t count_program(const char *const *words, size_t count)
{
    static const char *const launchers[] = {"ccache", "sccache", "distcc", "icecc",   "env",
                                            "wand",   "nice",    "time",   "libtool", NULL};
    size_t at = 0;

    while (at < count && is_one_of(base_name(words[at]), launchers)) {
        bool is_wand = strcmp(base_name(words[at]), "wand") == 0;

        at++;
        if (is_wand && at < count && strcmp(words[at], "cc") == 0) {
            at++;
        }
        while (at < count && (words[at][0] == '-' || strchr(words[at], '=') != NULL)) {
            at++; /* the launcher's own options */
        }
    }
    return at < count ? at + 1 : count;
}

/* Options whose value is the next word. */
static bool takes_word(const char *word)
{
    static const char *const list[] = {"-I",
                                       "-D",
                                       "-U",
                                       "-include",
                                       "-imacros",
                                       "-isystem",
                                       "-iquote",
                                       "-idirafter",
                                       "-iprefix",
                                       "-isysroot",
                                       "-iwithprefix",
                                       "-x",
                                       "-target",
                                       "--sysroot",
                                       "-Xclang",
                                       "-Xlinker",
                                       "-Xassembler",
                                       "-Xpreprocessor",
                                       "-arch",
                                       "-L",
                                       "-l",
                                       "-T",
                                       "-u",
                                       "-z",
                                       "--param",
                                       "-mllvm",
                                       "-include-pch",
                                       "-ivfsoverlay",
                                       "-working-directory",
                                       "-resource-dir",
                                       "-e",
                                       NULL};

    return is_one_of(word, list);
}

/* Options that say what is written where, each with the words it takes; 0 for any other. */
static size_t count_output(const char *word)
{
    static const char *const with_value[] = {"-o", "-MF", "-MT", "-MQ", "-MJ", NULL};
    static const char *const alone[] = {"-c",   "-S",  "-E",  "-M",  "-MM", "-MD",
                                        "-MMD", "-MP", "-MG", "-MV", NULL};

    if (is_one_of(word, with_value)) {
        return 2;
    }
    if (is_one_of(word, alone)) {
        return 1;
    }
    return strncmp(word, "-o", 2) == 0 || strncmp(word, "-MF", 3) == 0 || strncmp(word, "-MT", 3) == 0 ||
           strncmp(word, "-MQ", 3) == 0 || strncmp(word, "-Wp,-M", 6) == 0;
}

const char **compile_flags(arena *a, const char *const *words, size_t word_count, size_t *count)
{
    const char **flags = ARENA_ARRAY(a, const char *, word_count + 1);
    size_t kept = 0;
    size_t at = count_program(words, word_count);

    while (at < word_count) {
        const char *word = words[at];
        size_t output = count_output(word);

        if (output > 0) {
            at += output;
        } else if (strcmp(word, "--") == 0) {
            break; /* only sources follow */
        } else if (takes_word(word)) {
            if (at + 1 < word_count) {
                flags[kept++] = word;
                flags[kept++] = words[at + 1];
            }
            at += 2;
        } else {
            if ((word[0] == '-' || word[0] == '@') && word[1] != '\0') {
                flags[kept++] = word;
            }
            at++;
        }
    }
    *count = kept;
    return flags;
}
