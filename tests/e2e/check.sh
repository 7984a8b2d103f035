#!/bin/sh
# `wand check` as a user meets it: exit statuses, where output goes, formats, flags, suppression.
set -u
# shellcheck source=tests/e2e/lib.sh
. "$WAND_ROOT/tests/e2e/lib.sh"

fresh
check good.c
expect 'nothing found: exit 0, no output' both exited 0 and out_empty and err_empty

check bad.c
expect 'a finding: exit 1, on standard output, as compilers print it' both exited 1 and \
    grep -qE '^bad\.c:12:[0-9]+: (warning|error): .*\[spawn-unbound\]$' "$work/out"
expect 'a finding puts no more than a count on standard error' only_summary
expect 'the source line and a caret stand below a finding' both out_has 'void start_ticking(int *ticks)' and \
    grep -qE '^[ |]*\^' "$work/out"

check .
expect 'a folder stands for the C files in it' both exited 1 and out_has bad.c:12

mkdir -p deep/er && mv bad.c deep/er/
check .
expect 'folders are searched to the bottom' both exited 1 and out_has deep/er/bad.c:12
fresh

run "$wand" check bad.c
expect 'the database is .wand/findings.db unless told otherwise' test -s .wand/findings.db

check -o report.txt bad.c
expect '-o writes to a file and leaves standard output alone' both exited 1 and out_empty and grep -q spawn-unbound report.txt

check --format json bad.c good.c
expect 'JSON is one object with every promised member' json_is \
    '.findings | length == 1 and (.[0] | has("rule") and has("file") and has("line") and has("column") and has("message")
      and has("severity") and (.path | type == "array"))' true
expect 'JSON names the rule and the place' json_is '.findings[0] | "\(.rule) \(.file) \(.line)"' 'spawn-unbound bad.c 12'
check --format json good.c
expect 'JSON without findings is an empty array' both exited 0 and json_is '.findings | length' 0

check --format json bad.c good.c && cp "$work/out" "$work/first"
check --format json good.c bad.c
expect 'same input, same bytes, whatever the order' cmp -s "$work/first" "$work/out"
check --format json --jobs 2 bad.c good.c
expect 'the number of jobs changes nothing' cmp -s "$work/first" "$work/out"

check --rules=-spawn-unbound bad.c
expect 'a rule can be switched off' both exited 0 and out_empty
check --rules '-spawn-*' bad.c
expect 'rules can be switched off by pattern' both exited 0 and out_empty
check --rules=+spawn-unbound bad.c
expect 'a rule can be switched on' exited 1

bad_program | sed '12s|$| // wand:allow(spawn-unbound): lives as long as the process|' >allowed.c
check allowed.c
expect 'a suppression with a reason silences' exited 0
bad_program | sed '12s|^|// wand:allow(spawn-unbound): lives as long as the process\n|' >allowed.c
check allowed.c
expect 'a suppression on the line above silences' exited 0
bad_program | sed '12s|$| // wand:allow(spawn-unbound)|' >allowed.c
check allowed.c
expect 'a suppression without a reason silences nothing, and says so' both test "$status" != 0 and out_has spawn-unbound and \
    grep -qi reason "$work/out" "$work/err"
good_program | sed '6s|$| // wand:allow(spawn-unbound): nothing here|' >allowed.c
check allowed.c
expect 'a suppression that silences nothing is reported' both grep -q 'allowed.c:6' "$work/out" "$work/err"

printf '#ifdef BROKEN\n#error broken\n#endif\n' | cat - good.c >flagged.c
check flagged.c
expect 'without flags the file is fine' exited 0
check flagged.c -- -DBROKEN
expect 'flags after -- reach the compiler' both exited 2 and err_has broken
jq -n --arg dir "$PWD" '[{directory: $dir, file: "flagged.c", command: "cc -DBROKEN -c flagged.c"}]' >compile_commands.json
check flagged.c
expect 'the nearest compile_commands.json is used' both exited 2 and err_has broken
mkdir other && sed 's/-DBROKEN//' compile_commands.json >other/compile_commands.json
check -p other flagged.c
expect '-p names the folder of another one' exited 0

printf '#include "part.h"\nint main(void) { return part(); }\n' >main.c
mkdir include && printf '/* A part. */\nstatic inline int part(void) { return 0; }\n' >include/part.h
check main.c -- -Iinclude
expect 'include paths after -- are used' both exited 0 and err_empty
fresh

for kind in ir cfg; do
    run "$wand" check --dump $kind good.c
    expect "--dump $kind prints the functions" both exited 0 and out_has start_ticking
done
run "$wand" check --db "$work/e2e.db" --stats good.c
expect '--stats counts functions' both exited 0 and grep -qE '[0-9]+ functions?' "$work/out" "$work/err"

run "$wand" rules --format json
for rule in spawn-unbound wg-missing-done ctx-misplaced-cancel observe-shared-poll close-without-release; do
    expect "wand rules lists $rule" json_is "[.. | objects | .name? | select(. == \"$rule\")] | length > 0" true
done
for rule in spawn-unbound wg-missing-done ctx-misplaced-cancel observe-shared-poll close-without-release; do
    run "$wand" explain $rule
    expect "wand explain $rule prints its document" both exited 0 and out_has "$rule" and out_has 'How to fix' and err_empty
done
finish
