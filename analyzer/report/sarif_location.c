/* analyzer/report/sarif_location.c
 * From places to SARIF locations. */
#include "analyzer/report/sarif_location.h"

#include "analyzer/finding/fingerprint.h"
#include "analyzer/report/column.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static int compare_paths(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static void add_file(sarif_files *files, const char *file)
{
    if (file != NULL && file[0] != '\0') {
        const char *path = fingerprint_path(files->memory, files->input->root, files->input->directory, file);

        ARENA_PUSH(files->memory, files->paths, files->count, files->capacity, path);
    }
}

static void sort_paths(sarif_files *files)
{
    size_t kept = 0;

    if (files->count > 1) {
        qsort(files->paths, files->count, sizeof *files->paths, compare_paths);
    }
    for (size_t i = 0; i < files->count; i++) {
        if (kept == 0 || strcmp(files->paths[kept - 1], files->paths[i]) != 0) {
            files->paths[kept++] = files->paths[i];
        }
    }
    files->count = kept;
}

sarif_files sarif_files_of(arena *a, const report_input *input)
{
    sarif_files files = {.memory = a, .input = input};

    for (size_t i = 0; i < input->file_count; i++) {
        add_file(&files, input->files[i]);
    }
    for (size_t i = 0; i < input->problem_count; i++) {
        add_file(&files, input->problems[i].place.file);
    }
    for (size_t i = 0; i < input->findings->count; i++) {
        const finding *f = input->findings->items[i];

        add_file(&files, f->place.file);
        add_file(&files, f->macro_place.file);
        for (size_t k = 0; k < f->step_count; k++) {
            add_file(&files, f->steps[k].place.file);
        }
        for (size_t k = 0; k < f->related_count; k++) {
            add_file(&files, f->related[k].place.file);
        }
    }
    sort_paths(&files);
    return files;
}

const char *sarif_uri(arena *a, const char *path)
{
    static const char digits[] = "0123456789ABCDEF";
    char *uri = arena_alloc(a, strlen(path) * 3 + 8);
    char *to = uri;

    if (path[0] == '/') {
        memcpy(to, "file://", 7);
        to += 7;
    }
    for (; *path != '\0'; path++) {
        unsigned char c = (unsigned char)*path;

        if (c < 0x80 && (isalnum(c) || strchr("/-._~", c) != NULL)) {
            *to++ = (char)c;
        } else {
            *to++ = '%';
            *to++ = digits[c >> 4];
            *to++ = digits[c & 15];
        }
    }
    return uri;
}

static json_t *artifact_location(arena *a, const char *path)
{
    json_t *location = json_object();

    json_object_set_new(location, "uri", json_string(sarif_uri(a, path)));
    if (path[0] != '/') {
        json_object_set_new(location, "uriBaseId", json_string("SRCROOT"));
    }
    return location;
}

json_t *sarif_artifacts(const sarif_files *files)
{
    json_t *array = json_array();

    for (size_t i = 0; i < files->count; i++) {
        json_t *artifact = json_object();

        json_object_set_new(artifact, "location", artifact_location(files->memory, files->paths[i]));
        json_object_set_new(artifact, "roles", json_pack("[s]", "analysisTarget"));
        json_object_set_new(artifact, "sourceLanguage", json_string("c"));
        json_array_append_new(array, artifact);
    }
    return array;
}

static json_t *region(const sarif_files *files, finding_place place)
{
    json_t *object = json_object();
    size_t length = 0;
    const char *line = source_line(source_get(files->input->sources, place.file), place.line, &length);
    uint32_t column = place.column > 0 ? place.column : 1;

    json_object_set_new(object, "startLine", json_integer(place.line));
    if (line != NULL) {
        uint32_t end = column_after_word(line, length, column);
        bool is_first = place.line == 1;

        json_object_set_new(object, "startColumn",
                            json_integer(column_utf16(line, length, column, is_first)));
        json_object_set_new(object, "endLine", json_integer(place.line));
        json_object_set_new(object, "endColumn", json_integer(column_utf16(line, length, end, is_first)));
        json_object_set_new(
            object, "snippet",
            json_pack("{s:o}", "text", json_text(files->memory, arena_strndup(files->memory, line, length))));
    } else {
        json_object_set_new(object, "startColumn", json_integer(column));
    }
    return object;
}

json_t *sarif_message(arena *a, const char *text)
{
    size_t length = strlen(text);
    bool ends = length > 0 && strchr(".!?", text[length - 1]) != NULL;

    return json_pack("{s:o}", "text", json_text(a, ends ? text : arena_printf(a, "%s.", text)));
}

json_t *sarif_location(const sarif_files *files, finding_place place, const char *message, size_t id)
{
    json_t *location = json_object();

    if (id > 0) {
        json_object_set_new(location, "id", json_integer((json_int_t)id));
    }
    if (place.file != NULL && place.file[0] != '\0') {
        arena *a = files->memory;
        const char *path = fingerprint_path(a, files->input->root, files->input->directory, place.file);
        const char **found = bsearch(&path, files->paths, files->count, sizeof *files->paths, compare_paths);
        json_t *artifact = artifact_location(a, path);
        json_t *physical = json_pack("{s:o}", "artifactLocation", artifact);

        if (found != NULL) {
            json_object_set_new(artifact, "index", json_integer(found - files->paths));
        }
        if (place.line > 0) {
            json_object_set_new(physical, "region", region(files, place));
        }
        json_object_set_new(location, "physicalLocation", physical);
    }
    if (message != NULL) {
        json_object_set_new(location, "message", sarif_message(files->memory, message));
    }
    return location;
}
