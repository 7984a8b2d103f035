/* analyzer/driver/main.c
 * The program `wand`. */
#include "analyzer/driver/command.h"

#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <unistd.h>

/* A standard stream that is closed would give its number to the next file that is opened, a database for
 * instance, and a report would be written there. Such a stream is opened so that writing fails. */
static void hold_standard_streams(void)
{
    int fd;

    do {
        fd = open("/dev/null", O_RDONLY);
    } while (fd >= 0 && fd <= STDERR_FILENO);
    if (fd >= 0) {
        close(fd);
    }
}

int main(int argc, char **argv)
{
    hold_standard_streams();
    /* A reader that goes away is an error of the write, not the end of the program: the database comes first.
     */
    signal(SIGPIPE, SIG_IGN);
    setlocale(LC_CTYPE, "C.UTF-8");
    return command_main(argc, argv);
}
