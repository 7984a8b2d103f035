/* analyzer/store/inspect.c
 * Reads the header of a database file; the format is described in SQLite's "Database File Format". */
#include "analyzer/store/inspect.h"

#include "analyzer/store/migrations.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    HEADER_BYTES = 100,
    AT_PAGE_SIZE = 16,
    AT_PAGE_COUNT = 28,
    AT_USER_VERSION = 60,
    AT_APPLICATION_ID = 68,
};

static uint32_t read_number(const unsigned char *bytes, size_t size)
{
    uint32_t number = 0;

    for (size_t i = 0; i < size; i++) {
        number = number << 8 | bytes[i];
    }
    return number;
}

/* Whether a log with content lies beside the database: then the file alone doesn't tell how long it must be.
 */
static bool has_log(const char *path)
{
    char name[4096];
    struct stat status;
    static const char *const endings[] = {"-wal", "-journal"};

    for (size_t i = 0; i < 2; i++) {
        if (snprintf(name, sizeof name, "%s%s", path, endings[i]) < (int)sizeof name &&
            stat(name, &status) == 0 && status.st_size > 0) {
            return true;
        }
    }
    return false;
}

static bool is_truncated(const unsigned char *header, off_t size)
{
    uint32_t page_size = read_number(header + AT_PAGE_SIZE, 2);
    uint32_t page_count = read_number(header + AT_PAGE_COUNT, 4);

    page_size = page_size == 1 ? 65536 : page_size; /* 65536 doesn't fit in its two bytes */
    return (uint64_t)page_size * page_count > (uint64_t)size;
}

static inspection judge(const char *path, const unsigned char *header, ssize_t got, off_t size, size_t newest,
                        const char **message)
{
    if (got < HEADER_BYTES || memcmp(header, "SQLite format 3", 16) != 0) {
        *message = "is not a findings database (not even an SQLite database)";
        return INSPECT_REFUSED;
    }
    if (read_number(header + AT_APPLICATION_ID, 4) != STORE_APPLICATION_ID) {
        *message = "is a database of another program";
        return INSPECT_REFUSED;
    }
    if (read_number(header + AT_USER_VERSION, 4) > newest) {
        *message = "was written by a newer version of wand";
        return INSPECT_NEWER;
    }
    if (is_truncated(header, size) && !has_log(path)) {
        *message = "is damaged: the file is shorter than its header says";
        return INSPECT_REFUSED;
    }
    return INSPECT_OURS;
}

inspection inspect(const char *path, size_t newest, const char **message)
{
    unsigned char header[HEADER_BYTES];
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat status;
    inspection result = INSPECT_ERROR;

    if (fd < 0) {
        return errno == ENOENT ? INSPECT_ABSENT : INSPECT_ERROR;
    }
    if (fstat(fd, &status) == 0) {
        if (!S_ISREG(status.st_mode)) {
            *message = S_ISDIR(status.st_mode) ? "is a directory" : "is not a regular file";
            result = INSPECT_REFUSED;
        } else if (status.st_size == 0) {
            result = INSPECT_EMPTY;
        } else {
            result =
                judge(path, header, pread(fd, header, sizeof header, 0), status.st_size, newest, message);
        }
    }
    close(fd);
    return result;
}
