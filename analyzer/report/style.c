/* analyzer/report/style.c
 * The colours, as the compilers use them. */
#include "analyzer/report/style.h"

style style_of(bool colour)
{
    if (!colour) {
        return (style){"", {"", "", ""}, "", "", "", ""};
    }
    return (style){
        .place = "\033[1m",
        .severity =
            {[FINDING_NOTE] = "\033[1;36m", [FINDING_WARNING] = "\033[1;35m", [FINDING_ERROR] = "\033[1;31m"},
        .message = "\033[1m",
        .faint = "\033[2m",
        .caret = "\033[1;32m",
        .off = "\033[0m",
    };
}
