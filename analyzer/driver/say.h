/* analyzer/driver/say.h
 * The program's own words, on standard error: one line each, safe for a terminal. */
#ifndef WAND_ANALYZER_DRIVER_SAY_H
#define WAND_ANALYZER_DRIVER_SAY_H

/* Prints "wand: " and the text, whatever the text contains. */
void say(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The same without "wand: ", for lines that begin with a place. */
void say_line(const char *text);

/* The candidate that `word` was probably meant to be, or NULL when none is near. */
const char *nearest(const char *word, const char *const *candidates, unsigned count);

#endif
