/* analyzer/report/output.c
 * Writing beside the target and renaming, so that a reader never sees half a report. */
#include "analyzer/report/output.h"

#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_standard(const char *path)
{
    return path == NULL || strcmp(path, "-") == 0;
}

int output_check(const char *path, arena *a)
{
    struct stat status;
    const char *slash;
    const char *folder;

    if (is_standard(path)) {
        return 0;
    }
    slash = strrchr(path, '/');
    folder = slash == NULL ? "." : slash == path ? "/" : arena_strndup(a, path, (size_t)(slash - path));
    if (stat(path, &status) == 0) {
        if (S_ISDIR(status.st_mode)) {
            return -EISDIR;
        }
        return access(path, W_OK) == 0 ? 0 : -errno;
    }
    return access(folder, W_OK | X_OK) == 0 ? 0 : -errno;
}

/* A device, a pipe or a symbolic link can't be replaced by renaming: it is written to directly. */
static int open_directly(output *out)
{
    out->stream = fopen(out->path, "we");
    return out->stream != NULL ? 0 : -errno;
}

int output_open(output *out, const char *path, arena *a)
{
    struct stat status;
    mode_t mask = umask(0);
    char *temporary;
    int fd;

    umask(mask);
    *out = (output){.path = path};
    if (is_standard(path)) {
        out->path = NULL;
        out->stream = stdout;
        return 0;
    }
    if (lstat(path, &status) == 0) {
        if (!S_ISREG(status.st_mode)) {
            return open_directly(out);
        }
        if (access(path, W_OK) != 0) {
            return -errno;
        }
        mask = ~status.st_mode; /* keeps its permissions */
    }
    temporary = arena_printf(a, "%s.XXXXXX", path);
    fd = mkstemp(temporary);
    if (fd < 0) {
        return -errno;
    }
    fchmod(fd, 0666 & ~mask);
    out->temporary = temporary;
    out->stream = fdopen(fd, "w");
    return 0;
}

/* The stream remembers that a write failed, but not why; of a pipe it can still be asked. */
static bool has_lost_reader(FILE *stream)
{
    struct pollfd asked = {.fd = fileno(stream), .events = POLLOUT};

    return poll(&asked, 1, 0) > 0 && (asked.revents & POLLERR) != 0;
}

int output_close(output *out)
{
    int error = 0;

    errno = 0;
    if (fflush(out->stream) != 0 || ferror(out->stream)) {
        error = errno != 0 ? -errno : has_lost_reader(out->stream) ? -EPIPE : -EIO;
    }
    if (out->stream == stdout) {
        return error;
    }
    if (fclose(out->stream) != 0 && error == 0) {
        error = -errno;
    }
    if (out->temporary != NULL) {
        if (error == 0 && rename(out->temporary, out->path) != 0) {
            error = -errno;
        }
        if (error != 0) {
            unlink(out->temporary);
        }
    }
    return error;
}
