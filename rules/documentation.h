/* rules/documentation.h
 * The documentation of the rules (rules/<subject>/<bad_pattern>.md), as the build embeds it. */
#ifndef WAND_RULES_DOCUMENTATION_H
#define WAND_RULES_DOCUMENTATION_H

/* The markdown text of a rule by its name ("wg-missing-done"), or NULL when there is none. */
const char *rule_documentation(const char *rule_name);

#endif
