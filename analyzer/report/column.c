/* analyzer/report/column.c
 * From byte columns to others. */
#include "analyzer/report/column.h"

#include "analyzer/report/escape.h"

#include <ctype.h>
#include <string.h>

uint32_t column_utf16(const char *line, size_t length, uint32_t column, bool is_first_line)
{
    size_t at = 0;
    uint32_t units = 0;

    if (is_first_line && length >= 3 && memcmp(line, "\xef\xbb\xbf", 3) == 0) {
        at = 3;
    }
    while (at < length && at + 1 < column) {
        escape_character c = escape_decode(line + at, length - at);

        units += c.is_valid && c.code > 0xffff ? 2 : 1;
        at += c.length;
    }
    return units + 1;
}

uint32_t column_after_word(const char *line, size_t length, uint32_t column)
{
    size_t begin = column > 0 ? column - 1 : 0;
    size_t end = begin;

    while (end < length &&
           ((unsigned char)line[end] >= 0x80 || isalnum((unsigned char)line[end]) || line[end] == '_')) {
        end++;
    }
    if (end == begin && begin < length) {
        end += escape_decode(line + begin, length - begin).length;
    }
    return (uint32_t)end + 1;
}
