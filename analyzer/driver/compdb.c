/* analyzer/driver/compdb.c
 * Finding and reading compile_commands.json. */
#include "analyzer/driver/compdb.h"

#include "analyzer/driver/compile_flags.h"
#include "analyzer/driver/split.h"

#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FILE_NAME "compile_commands.json"

/* One file's entries by path, both as written (made absolute) and with symbolic links resolved. */
typedef struct database {
    map *by_path;
} database;

struct compdb {
    arena *memory;
    const project *place;
    problem_list *problems;
    const char *build_directory;
    map *by_directory; /* database of each directory that was looked at; &none where there is none */
};

static database none;

compdb *compdb_new(arena *a, const project *p, const char *build_directory, problem_list *problems)
{
    compdb *db = ARENA_NEW(a, compdb);

    db->memory = a;
    db->place = p;
    db->problems = problems;
    db->build_directory = build_directory;
    db->by_directory = map_new(a);
    return db;
}

static uint64_t key_of(compdb *db, const char *path)
{
    return MAP_KEY(intern(db->problems->names, path));
}

/* The words of an entry's `arguments` or `command`; NULL and *error when there are none. */
static const char **read_words(compdb *db, const json_t *object, size_t *count, const char **error)
{
    const json_t *arguments = json_object_get(object, "arguments");
    const json_t *command = json_object_get(object, "command");

    if (json_is_array(arguments)) {
        const char **words = ARENA_ARRAY(db->memory, const char *, json_array_size(arguments) + 1);

        *count = json_array_size(arguments);
        for (size_t i = 0; i < *count; i++) {
            const json_t *word = json_array_get(arguments, i);

            if (!json_is_string(word)) {
                *error = "'arguments' must hold strings only";
                return NULL;
            }
            words[i] = arena_strdup(db->memory, json_string_value(word));
        }
        return words;
    }
    if (json_is_string(command)) {
        return split_words(db->memory, json_string_value(command), count);
    }
    *error = "it has neither 'arguments' (an array) nor 'command' (a string)";
    return NULL;
}

static void add_entry(compdb *db, database *to, const char *file, compdb_entry *entry)
{
    const char *path = file[0] == '/' ? file : arena_printf(db->memory, "%s/%s", entry->directory, file);
    const char *clean = project_absolute(db->memory, db->place, path);
    uint64_t key = key_of(db, clean);

    if (map_get(to->by_path, key) == NULL) {
        map_set(to->by_path, key, entry);
    }
}

/* Returns what is wrong with the entry, or NULL. */
static const char *read_entry(compdb *db, database *to, const char *directory, const json_t *object)
{
    compdb_entry *entry = ARENA_NEW(db->memory, compdb_entry);
    const json_t *file = json_object_get(object, "file");
    const json_t *where = json_object_get(object, "directory");
    const char *error = NULL;
    const char **words;
    size_t count = 0;

    if (!json_is_object(object)) {
        return "it must be an object";
    }
    if (!json_is_string(file)) {
        return "it has no 'file' (a string)";
    }
    if (where != NULL && !json_is_string(where)) {
        return "'directory' must be a string";
    }
    words = read_words(db, object, &count, &error);
    if (words == NULL && error != NULL) {
        return error;
    }
    entry->directory = directory;
    if (where != NULL) {
        const char *text = json_string_value(where);

        text = text[0] == '/' ? text : arena_printf(db->memory, "%s/%s", directory, text);
        entry->directory = project_absolute(db->memory, db->place, text);
    }
    entry->flags = compile_flags(db->memory, words, count, &entry->flag_count);
    add_entry(db, to, json_string_value(file), entry);
    return NULL;
}

static void read_entries(compdb *db, database *to, const char *shown, const char *directory,
                         const json_t *root)
{
    if (!json_is_array(root)) {
        problem_about_file(
            db->problems, shown,
            "not a compilation database: the top must be an array; its files are read without flags");
        return;
    }
    for (size_t i = 0; i < json_array_size(root); i++) {
        const char *error = read_entry(db, to, directory, json_array_get(root, i));

        if (error != NULL) {
            problem_about_file(db->problems, shown,
                               "not a compilation database: entry %zu: %s; its files are read without flags",
                               i + 1, error);
            to->by_path = map_new(db->memory);
            return;
        }
    }
}

static database *read_database(compdb *db, const char *directory, const char *path)
{
    database *result = ARENA_NEW(db->memory, database);
    const char *shown = project_display(db->memory, db->place, path);
    json_error_t error;
    FILE *stream = fopen(path, "re");
    json_t *root;

    result->by_path = map_new(db->memory);
    if (stream == NULL) {
        problem_about_file(db->problems, shown, "cannot be read: %s; its files are read without flags",
                           strerror(errno));
        return result;
    }
    root = json_loadf(stream, JSON_DECODE_ANY, &error);
    fclose(stream);
    if (root == NULL) {
        problem_about_file(db->problems, shown,
                           "line %d, column %d: not JSON: %s; its files are read without flags", error.line,
                           error.column, error.text);
        return result;
    }
    read_entries(db, result, shown, directory, root);
    json_decref(root);
    return result;
}

/* The database in a directory, or NULL. */
static database *database_in(compdb *db, const char *directory, bool is_required)
{
    uint64_t key = key_of(db, directory);
    database *found = map_get(db->by_directory, key);

    if (found == NULL) {
        const char *path =
            arena_printf(db->memory, "%s/" FILE_NAME, strcmp(directory, "/") == 0 ? "" : directory);

        found = is_required || access(path, F_OK) == 0 ? read_database(db, directory, path) : &none;
        map_set(db->by_directory, key, found);
    }
    return found == &none ? NULL : found;
}

static database *database_for(compdb *db, const char *path)
{
    const char *directory = project_parent(db->memory, path);

    if (db->build_directory != NULL) {
        return database_in(db, project_absolute(db->memory, db->place, db->build_directory), true);
    }
    for (;; directory = project_parent(db->memory, directory)) {
        database *found = database_in(db, directory, false);

        if (found != NULL || strcmp(directory, "/") == 0) {
            return found;
        }
    }
}

const compdb_entry *compdb_find(compdb *db, const char *path)
{
    const char *absolute = project_absolute(db->memory, db->place, path);
    database *found = database_for(db, absolute);
    const compdb_entry *entry;
    char *real;

    if (found == NULL) {
        return NULL;
    }
    entry = map_get(found->by_path, key_of(db, absolute));
    if (entry != NULL || (real = realpath(absolute, NULL)) == NULL) {
        return entry;
    }
    entry = map_get(found->by_path, key_of(db, real));
    free(real);
    return entry;
}
