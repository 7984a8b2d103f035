/* analyzer/finding/comment.h
 * Finds the comments of a C text: those that a compiler would see, not what looks like one inside a string.
 */
#ifndef WAND_ANALYZER_FINDING_COMMENT_H
#define WAND_ANALYZER_FINDING_COMMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Where a scan stands; start with {.text, .size} and `line` 1. */
typedef struct comment_scan {
    const char *text;
    size_t size;
    size_t at;
    uint32_t line;
    bool line_has_code;   /* something but white space and comments stands before `at` on this line */
    unsigned conditional; /* depth of #if */
} comment_scan;

typedef struct comment {
    const char *text; /* between the marks; a block may contain line ends, either may contain spliced lines */
    size_t length;
    uint32_t line;     /* of its first character */
    uint32_t column;   /* bytes, from 1, of its opening mark */
    uint32_t end_line; /* of its last character */
    bool is_block;
    bool follows_code;   /* code stands before it on its line */
    bool is_conditional; /* inside #if ... #endif */
} comment;

comment_scan comment_scan_of(const char *text, size_t size);

/* Finds the next comment. Strings and character constants end at their quote or, broken as they may be, at
 * the end of the line. */
bool comment_next(comment_scan *scan, comment *out);

#endif
