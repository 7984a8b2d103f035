#!/bin/sh
# The house tests' own tests: a small tree that keeps every rule, and for each rule one violation that must be named.
set -u
# shellcheck source=tests/support/tap.sh
. "$WAND_ROOT/tests/support/tap.sh"
tree=$work/tree

put()
{
    mkdir -p "$(dirname "$tree/$1")"
    cat >"$tree/$1"
}

# A tree in order, kept beside for the next violation: one runtime folder, one public function with its row, one rule with all that belongs to it.
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

# names CHECK TEXT: the check fails on the tree and names what is wrong; then the tree is put in order again.
names()
{
    run sh "$WAND_ROOT/tests/house/$1.sh" "$tree"
    expect "$1: $2" both exited 1 and out_has "$2"
    good_tree
}

plant_tree
for check in layers files rules api; do
    run sh "$WAND_ROOT/tests/house/$check.sh" "$tree"
    expect "$check: a tree in order passes" exited 0
done

# layers
printf '/* list.h: lists. */\n#include "runtime/sched/sched.h"\n' | put runtime/base/list.h
names layers 'runtime/base/list.h:2: runtime/base (floor 0) may not include runtime/sched/sched.h (floor 2)'
printf '/* chan.c: channels. */\n#include "runtime/sync/mutex.h"\n' | put runtime/chan/chan.c
names layers 'runtime/chan (floor 3) may not include runtime/sync/mutex.h (floor 3)'
printf '/* other.c: a rule. */\n#include "rules/spawn/bare.h"\n' | put rules/wg/other.c
names layers 'a rule includes analyzer/rule/rule.h and libc, not rules/spawn/bare.h'
printf '/* flow.c: flow. */\n#include "runtime/base/list.h"\n' | put analyzer/flow/flow.c
names layers 'runtime and analyzer never include each other'
printf '/* flow.c: flow. */\n#include <wand.h>\n' | put analyzer/flow/flow.c
names layers 'the checker never includes libwand'
printf '/* flow.c: flow. */\n#include "flow.h"\n' | put analyzer/flow/flow.c
names layers '"flow.h" is not the path of a file'
printf '/* x.c: on no floor. */\n#include "analyzer/rule/rule.h"\n' | put analyzer/attic/x.c
names layers 'stands on no floor'
printf '/* flow.c: flow. */\n#include <clang-c/Index.h>\n' | put analyzer/flow/flow.c
names layers 'libclang is known to analyzer/frontend only'
printf '/* flow.c: flow. */\n#include <sqlite3.h>\n' | put analyzer/flow/flow.c
names layers 'SQLite is known to analyzer/store only'
printf '/* flow.c: flow. */\n#ifdef __linux__\n#endif\n' | put analyzer/flow/flow.c
names layers 'a condition on the system belongs in'
printf '/* wand.h: the library. */\n#include "runtime/base/list.h"\n' | put runtime/include/wand.h
names layers 'runtime/include/wand.h:2'
printf '/* list.h: lists. */\n#include "runtime/base/ring.h"\n' | put runtime/base/list.h
printf '/* ring.h: rings. */\n#include "runtime/base/list.h"\n' | put runtime/base/ring.h
names layers 'runtime/base/ring.h'
rm -r "$tree"/runtime/*/*.[ch] "$tree"/analyzer/*/*.h "$tree"/rules/*/*.c "$tree"/rules/rules.def
names layers 'there are no sources here'

# files
printf '#include <stdio.h>\n' | put runtime/base/mute.c
names files 'runtime/base/mute.c:1: does not begin with a comment'
{ echo '/* long.c: long. */'; yes '' | head -n 800; } | put runtime/base/long.c
names files 'runtime/base/long.c: 801 lines; the limit is 800'
{ echo '/* bare.c: spawn-bare. */'; yes '' | head -n 350; } | put rules/spawn/bare.c
names files 'rules/spawn/bare.c: a rule of 351 lines; the limit is 350'
{ printf '/* f.c: f. */\nvoid f(void)\n{\n'; yes '    g();' | head -n 71; echo '}'; } | put runtime/base/f.c
names files 'runtime/base/f.c:3: a function of 71 lines; the limit is 70'
rm "$tree/runtime/sched/README.md"
names files 'runtime/sched: has no README.md'
yes '' | head -n 91 | put runtime/base/README.md
names files 'runtime/base/README.md: 91 lines are more than a screen'
printf '/* f.c: f. */\n/* TO%s: write it */\n' DO | put runtime/base/f.c
names files 'runtime/base/f.c:2'
printf '/* f.c: f. */\n/* not %s */\n' implemented | put runtime/base/f.c
names files 'runtime/base/f.c:2'
printf '/* f.c: f. */\nconst char *path = "/%s/tool";\n' root | put runtime/base/f.c
names files 'runtime/base/f.c:2'
printf '/* f.c: f. */\n' | put 'runtime/base/f$.c'
names files 'an odd character in a name'
: | put stranger.txt
names files 'stranger.txt: does not belong'

# rules
rm "$tree/rules/spawn/bare.md"
names rules 'rules/spawn/bare.md is missing'
rm "$tree/corpus/spawn/bare/a.c"
names rules 'corpus/spawn/bare has no programs'
: | put rules/rules.def
names rules 'no line for spawn_bare'
printf 'RULE(spawn, bare)\nRULE(spawn, odd)\n' | put rules/rules.def
names rules 'spawn_odd has no source'
good_document | put rules/spawn/odd.md
names rules 'rules/spawn/odd.md documents no rule'
printf '/* bare.c: a rule. */\nconst rule r = {.name = "spawn-odd"};\n' | put rules/spawn/bare.c
names rules 'does not name itself spawn-bare'
for section in 'Why it matters' Bad Good Exactly 'Known limits' 'How to fix' References; do
    good_document | sed "s/^## $section\$/## Else/" | put rules/spawn/bare.md
    names rules "the section '$section' is missing or empty"
done
good_document | sed 's/^# spawn-bare/# spawn/' | put rules/spawn/bare.md
names rules "does not begin with '# spawn-bare: title'"
for field in Dimension Severity CWE Fix; do
    good_document | sed "s/^- $field: .*/- $field: perhaps/" | put rules/spawn/bare.md
    names rules "no proper '- $field:'"
done
printf '// run: no\nf(); // want spawn-bare\n// insert a: h();\n' | put corpus/spawn/bare/a.c
names rules 'wants spawn-bare 1 times'
printf '// run: no\nf(); // want spawn-bare\ng(); // want spawn-bare\n' | put corpus/spawn/bare/a.c
names rules 'has no mutation'
printf '/* bare.c: spawn-bare. */\nconst rule r = {.name = "spawn-bare"};\nint f(void) { return is("%s_go"); }\n' wand |
    put rules/spawn/bare.c
names rules 'rules/spawn/bare.c:3'

# api
printf '/* wand.h: the library. */\n\nWAND_API int wand_do(void);\n' | put runtime/include/wand.h
names api 'wand_do has no comment right above it'
: | put rules/model/wand.yaml
names api 'wand_do: no row in rules/model/wand.yaml'
printf -- '- function: wand_do\n- function: wand_else\n' | put rules/model/wand.yaml
names api 'no public function wand_else'
printf -- '- function: wand_do\n- function: wand_do\n' | put rules/model/wand.yaml
names api 'two rows for wand_do'
printf '/* wand.h: the library. */\n' | put runtime/include/wand.h
names api 'declares no public function'
finish
