#!/bin/sh
# The house tests' own tests: a small tree that keeps every rule, and violations of each rule, which must all be named.
set -u
# shellcheck source=tests/support/tap.sh
. "$WAND_ROOT/tests/support/tap.sh"
tree=$work/tree

put()
{
    mkdir -p "$(dirname "$tree/$1")"
    cat >"$tree/$1"
}

# A tree in order, kept beside for the next violations: one runtime folder, one public function with its row, one rule with all that belongs to it.
plant_tree()
{
    for folder in runtime runtime/base runtime/include runtime/sched analyzer analyzer/rule rules rules/model corpus tests; do
        echo "# $folder" | put $folder/README.md
    done
    printf '/* wand.h: the library. */\n#include <stddef.h>\n\n/* Does it. */\nWAND_API int wand_do(void);\n' |
        put runtime/include/wand.h
    printf '/* list.h: lists. */\n' | put runtime/base/list.h
    printf '/* sched.c: schedules. */\n#include "runtime/base/list.h"\n#include <wand.h>\n' | put runtime/sched/sched.c
    printf '/* rule.h: what a rule is. */\n' | put analyzer/rule/rule.h
    printf '/* bare.c: spawn-bare. */\n#include "analyzer/rule/rule.h"\nconst rule r = {.name = "spawn-bare"};\n' |
        put rules/spawn/bare.c
    printf 'RULE(spawn, bare)\n' | put rules/rules.def
    printf -- '- function: wand_do\n' | put rules/model/wand.yaml
    good_document | put rules/spawn/bare.md
    printf '// run: no\nf(); // want spawn-bare\ng(); // want spawn-bare\n// insert a: h();\n' | put corpus/spawn/bare/a.c
    cp -r "$tree" "$work/in-order"
}

good_tree()
{
    rm -rf "$tree"
    cp -r "$work/in-order" "$tree"
}

good_document()
{
    printf '# spawn-bare: a spawn without a contract\n'
    printf -- '- Dimension: start\n- Severity: warning\n- CWE: none\n- Fix: ask\n'
    for section in 'Why it matters' Exactly 'Known limits' 'How to fix' References; do
        printf '## %s\nText.\n' "$section"
    done
    printf '## Bad\n```c\nf();\n```\n## Good\n```c\ng();\n```\n'
}

# look CHECK: runs the check over the tree, then puts the tree in order again; names TEXT: the check named this violation.
look()
{
    check=$1
    run sh "$WAND_ROOT/tests/house/$check.sh" "$tree"
    expect "$check: violations fail" exited 1
    good_tree
}

names()
{
    expect "$check: $1" out_has "$1"
}

plant_tree
for check in layers files rules api; do
    run sh "$WAND_ROOT/tests/house/$check.sh" "$tree"
    expect "$check: a tree in order passes" exited 0
done

printf '/* list.h: lists. */\n#include "runtime/sched/sched.h"\n' | put runtime/base/list.h
printf '/* chan.c: channels. */\n#include "runtime/sync/mutex.h"\n' | put runtime/chan/chan.c
printf '/* other.c: a rule. */\n#include "rules/spawn/bare.h"\n' | put rules/wg/other.c
printf '/* x.c: on no floor. */\n#include "analyzer/rule/rule.h"\n' | put analyzer/attic/x.c
printf '/* wand.h: the library. */\n#include "runtime/base/list.h"\n' | put runtime/include/wand.h
printf '/* ring.h: rings. */\n#include "runtime/base/rang.h"\n' | put runtime/base/ring.h
printf '/* rang.h: rings. */\n#include "runtime/base/ring.h"\n' | put runtime/base/rang.h
put analyzer/flow/flow.c <<'END'
/* flow.c: flow. */
#include "runtime/base/list.h"
#include <wand.h>
#include "flow.h"
#include <clang-c/Index.h>
# include  <sqlite3.h>
#ifdef __linux__
#endif
END
look layers
names 'runtime/base/list.h:2: runtime/base (floor 0) may not include runtime/sched/sched.h (floor 2)'
names 'runtime/chan/chan.c:2: runtime/chan (floor 3) may not include runtime/sync/mutex.h (floor 3)'
names 'rules/wg/other.c:2: a rule includes analyzer/rule/rule.h and libc, not rules/spawn/bare.h'
names 'analyzer/attic/x.c:2: stands on no floor'
names 'runtime/include/wand.h:2'
names 'tsort: runtime/base/ring.h'
names 'analyzer/flow/flow.c:2: runtime and analyzer never include each other'
names 'analyzer/flow/flow.c:3: the checker never includes libwand'
names 'analyzer/flow/flow.c:4: "flow.h" is not the path of a file'
names 'analyzer/flow/flow.c:5: libclang is known to analyzer/frontend only'
names 'analyzer/flow/flow.c:6: SQLite is known to analyzer/store only'
names 'analyzer/flow/flow.c:7: a condition on the system belongs in'
rm -r "$tree"/runtime/*/*.[ch] "$tree"/analyzer/*/*.h "$tree"/rules/*/*.c "$tree"/rules/rules.def
look layers
names 'there are no sources here'

printf '#include <stdio.h>\n' | put runtime/base/mute.c
{ echo '/* long.c: long. */'; yes '' | head -n 800; } | put runtime/base/long.c
{ echo '/* bare.c: spawn-bare. */'; yes '' | head -n 350; } | put rules/spawn/bare.c
{ printf '/* f.c: f. */\nvoid f(void)\n{\n'; yes '    g();' | head -n 71; echo '}'; } | put runtime/base/f.c
rm "$tree/runtime/sched/README.md"
yes '' | head -n 91 | put runtime/base/README.md
printf '/* g.c: g. */\n/* TO%s: write it */\n/* not %s */\nconst char *path = "/%s/tool";\n' DO implemented root |
    put runtime/base/g.c
printf '/* f.c: f. */\n' | put 'runtime/base/f$.c'
: | put stranger.txt
look files
names 'runtime/base/mute.c:1: does not begin with a comment'
names 'runtime/base/long.c: 801 lines; the limit is 800'
names 'rules/spawn/bare.c: a rule of 351 lines; the limit is 350'
names 'runtime/base/f.c:3: a function of 71 lines; the limit is 70'
names 'runtime/sched: has no README.md'
names 'runtime/base/README.md: 91 lines are more than a screen'
names 'runtime/base/g.c:2:'
names 'runtime/base/g.c:3:'
names 'runtime/base/g.c:4:'
names 'f$.c: an odd character in a name'
names 'stranger.txt: does not belong'

# rule SUBJECT/NAME: a rule in order, to be spoilt.
rule()
{
    name=$(printf '%s' "$1" | tr /_ --)
    printf '/* %s. */\nconst rule r = {.name = "%s"};\n' "$name" "$name" | put "rules/$1.c"
    good_document | sed "s/spawn-bare/$name/" | put "rules/$1.md"
    printf '// run: no\nf(); // want %s\ng(); // want %s\n// insert a: h();\n' "$name" "$name" | put "corpus/$1/a.c"
    printf 'RULE(%s, %s)\n' "${1%/*}" "${1#*/}" >>"$tree/rules/rules.def"
}

for name in undocumented empty unlisted misnamed untitled once unmutated comparing; do
    rule "a/$name"
done
rm "$tree/rules/a/undocumented.md" "$tree/corpus/a/empty/a.c"
sed -i '/unlisted/d; $a RULE(a, odd)' "$tree/rules/rules.def"
sed -i 's/"a-misnamed"/"a-named"/' "$tree/rules/a/misnamed.c"
good_document | put rules/a/loose.md
good_document | sed 's/^## .*/## Else/; s/^- \([A-Z][A-Za-z]*\): .*/- \1: perhaps/; s/^# .*/# Untitled/' | put rules/a/untitled.md
printf '// run: no\nf(); // want a-once\n// insert a: h();\n' | put corpus/a/once/a.c
printf '// run: no\nf(); // want a-unmutated\ng(); // want a-unmutated\n' | put corpus/a/unmutated/a.c
printf 'int f(void) { return is("%s_go"); }\n' wand >>"$tree/rules/a/comparing.c"
look rules
names 'rules/a/undocumented.md is missing'
names 'corpus/a/empty has no programs'
names 'rules/rules.def: no line for a_unlisted'
names 'rules/rules.def: a_odd has no source'
names 'rules/a/loose.md documents no rule'
names 'rules/a/misnamed.c does not name itself a-misnamed'
for section in 'Why it matters' Bad Good Exactly 'Known limits' 'How to fix' References; do
    names "rules/a/untitled.md: the section '$section' is missing or empty"
done
for field in Dimension Severity CWE Fix; do
    names "rules/a/untitled.md: no proper '- $field:'"
done
names "rules/a/untitled.md:1: does not begin with '# a-untitled: title'"
names 'corpus/a/once wants a-once 1 times'
names 'corpus/a/unmutated has no mutation'
names 'rules/a/comparing.c:3'

put runtime/include/wand.h <<'END'
/* wand.h: the library. */

WAND_API int wand_do(void);
/* Has no row. */
WAND_API int wand_rowless(void);
#ifndef __WAND_ANALYZER__
WAND_API int wand_do_at(void);
#endif
END
printf -- '- function: [wand_do,\n    wand_else]\n- function: wand_do # again\n' | put rules/model/wand.yaml
look api
names 'runtime/include/wand.h:3: wand_do has no comment right above it'
names 'wand_rowless: no row in rules/model/wand.yaml'
names 'no public function wand_else'
names 'two rows for wand_do'
expect 'api: what the checker does not see needs neither' test "$(grep -c wand_do_at "$work/out")" = 0
printf '/* wand.h: the library. */\n' | put runtime/include/wand.h
look api
names 'declares no public function'
finish
