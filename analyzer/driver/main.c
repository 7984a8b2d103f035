/* analyzer/driver/main.c
 * The program `wand`. */
#include "analyzer/driver/command.h"

#include <locale.h>
#include <signal.h>

int main(int argc, char **argv)
{
    /* A reader that goes away is an error of the write, not the end of the program: the database comes first.
     */
    signal(SIGPIPE, SIG_IGN);
    setlocale(LC_CTYPE, "C.UTF-8");
    return command_main(argc, argv);
}
