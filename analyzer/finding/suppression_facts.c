/* analyzer/finding/suppression_facts.c
 * What there is to say about the rules on suppressions; the text of `wand explain` and of SARIF help. */
#include "analyzer/finding/suppression.h"

#define HEADER(name, title)                                                                                  \
    "# " name ": " title "\n"                                                                                \
    "- Dimension: observation\n"                                                                             \
    "- Severity: warning\n"                                                                                  \
    "- CWE: none\n"                                                                                          \
    "- Fix: none\n"

const suppression_fact suppression_facts[] = {
    {"allow-malformed", "suppression that can't be read",
     HEADER("allow-malformed", "suppression that can't be read") //
     "## Why it matters\n"
     "A comment that was meant to silence a rule and doesn't is noticed late: the finding stays, and the "
     "next "
     "reader wonders which of the two is wrong.\n"
     "## Bad\n"
     "```c\n"
     "wand_go(worker, NULL); // wand:allow spawn-unbound, it lives as long as the process\n"
     "```\n"
     "## Good\n"
     "```c\n"
     "wand_go(worker, NULL); // wand:allow(spawn-unbound): it lives as long as the process\n"
     "```\n"
     "## How to fix\n"
     "Write `wand:allow(rule): reason`; several rules are separated by commas, `spawn-*` means all that "
     "begin "
     "so.\n"},
    {"allow-unknown-rule", "suppression of a rule that doesn't exist",
     HEADER("allow-unknown-rule", "suppression of a rule that doesn't exist") //
     "## Why it matters\n"
     "A misspelt name silences nothing.\n"
     "## Bad\n"
     "```c\n"
     "wand_go(worker, NULL); // wand:allow(spawn-unbounded): it lives as long as the process\n"
     "```\n"
     "## Good\n"
     "```c\n"
     "wand_go(worker, NULL); // wand:allow(spawn-unbound): it lives as long as the process\n"
     "```\n"
     "## How to fix\n"
     "`wand rules` lists the names.\n"},
    {"allow-unused", "suppression that silences nothing",
     HEADER("allow-unused", "suppression that silences nothing") //
     "## Why it matters\n"
     "The reason that it gives is no longer true, and it would hide the next finding on that line.\n"
     "## Bad\n"
     "```c\n"
     "wand_go_ctx(ctx, worker, NULL); // wand:allow(spawn-unbound): it lives as long as the process\n"
     "```\n"
     "## Good\n"
     "```c\n"
     "wand_go_ctx(ctx, worker, NULL);\n"
     "```\n"
     "## Exactly\n"
     "Each name is judged on its own. Not judged are: rules that are switched off in this run, comments in "
     "headers (another file may need them), files with compile errors, and code that #if leaves out.\n"
     "## How to fix\n"
     "Delete the name, or the comment.\n"},
    {"allow-without-reason", "suppression without a reason",
     HEADER("allow-without-reason", "suppression without a reason") //
     "## Why it matters\n"
     "Without a reason nobody can tell later whether the exception still holds. Such a comment silences "
     "nothing.\n"
     "## Bad\n"
     "```c\n"
     "wand_go(worker, NULL); // wand:allow(spawn-unbound)\n"
     "```\n"
     "## Good\n"
     "```c\n"
     "wand_go(worker, NULL); // wand:allow(spawn-unbound): it lives as long as the process\n"
     "```\n"
     "## How to fix\n"
     "Add a colon and the reason.\n"},
};

const size_t suppression_fact_count = sizeof suppression_facts / sizeof *suppression_facts;
