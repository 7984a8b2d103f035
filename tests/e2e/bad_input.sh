#!/bin/sh
# Bad input: one clear line on standard error that names the thing and the way out, exit 2, and every other file is still
# analysed. Exit 2 wins over 1.
set -u
# shellcheck source=tests/e2e/lib.sh
. "$WAND_ROOT/tests/e2e/lib.sh"

# refused NAME THING: the last run ended with 2 and named the thing in one line.
refused()
{
    expect "$1: exit 2, named in one line" both exited 2 and test "$(grep -cF "$2" "$work/err")" = 1
}

still_analysed()
{
    expect "$1: the other file is still analysed" out_has 'bad.c:12'
}

fresh
check missing.c bad.c
refused 'a missing file' missing.c
still_analysed 'a missing file'

mkdir empty
check empty bad.c
refused 'a folder without C files' empty
still_analysed 'a folder without C files'

echo 'int f(void) { return undeclared; }' >broken.c
check broken.c bad.c
expect 'a file that does not compile: exit 2, its diagnostic shown' both exited 2 and err_has undeclared and err_has broken.c
expect 'a file that does not compile: its diagnostic shown once' test "$(grep -c 'undeclared' "$work/err")" -le 2
still_analysed 'a file that does not compile'
{ bad_program; echo 'int f(void) { return undeclared; }'; } >half.c
check half.c
expect 'a file that does not compile is analysed as far as it goes' both exited 2 and out_has half.c:12

{ bad_program; printf 'int x; \000 int y;\n'; } >nul.c
check nul.c bad.c
expect 'NUL bytes: named, no crash' both exited 2 and err_has nul.c
still_analysed 'NUL bytes'

printf '/* \377\376 \200 */\nint ok;\n' >latin.c
check latin.c bad.c
expect 'invalid UTF-8 in a comment: no crash' both test "$status" -ge 1 and test "$status" -le 2
still_analysed 'invalid UTF-8'
bad_program | sed "12s|tick, ticks|tick, (void *)\"\\xff\\xfe\"|" >latin2.c
check --format json latin2.c
expect 'invalid UTF-8 beside a finding: the output is still JSON' json_is '.findings[0].rule' spawn-unbound

fresh
echo '{ this is no JSON' >compile_commands.json
check bad.c
expect 'a broken compile_commands.json: exit 2, named' both exited 2 and err_has compile_commands.json
still_analysed 'a broken compile_commands.json'
echo '{"some": "object"}' >compile_commands.json
check bad.c
expect 'a foreign compile_commands.json: exit 2, named' both exited 2 and err_has compile_commands.json
still_analysed 'a foreign compile_commands.json'
echo '[{"directory": 7, "file": null}]' >compile_commands.json
check bad.c
expect 'a compile_commands.json with wrong types: exit 2, named' both exited 2 and err_has compile_commands.json
rm compile_commands.json
check -p nowhere bad.c
expect '-p without a database: exit 2, named' both exited 2 and err_has nowhere

echo 'this is no database, but somebody needs it' >precious.db
run "$wand" check --db precious.db bad.c
expect 'a foreign database: exit 2, named' both exited 2 and err_has precious.db
expect 'a foreign database is left as it is' test "$(cat precious.db)" = 'this is no database, but somebody needs it'
mkdir folder.db
run "$wand" check --db folder.db bad.c
expect 'a folder for a database: exit 2, named' both exited 2 and err_has folder.db
run "$wand" check --db /nonexistent/findings.db bad.c
expect 'an unwritable database: exit 2, named' both exited 2 and err_has /nonexistent/findings.db

check --no-such-option bad.c
expect 'an unknown option: exit 2, named' both exited 2 and err_has no-such-option and out_empty
check --rules=+no-such-rule bad.c
expect 'an unknown rule: exit 2, named' both exited 2 and err_has no-such-rule
check --rules=+spawn-unbond bad.c
expect 'a misspelt rule: the nearest is offered' both exited 2 and err_has spawn-unbound
check --format no-such-format bad.c
expect 'an unknown format: exit 2, named' both exited 2 and err_has no-such-format
check --jobs many bad.c
expect 'a bad number: exit 2, named' both exited 2 and err_has many
check -o /nonexistent/report bad.c
expect 'an unwritable output file: exit 2, named' both exited 2 and err_has /nonexistent/report
run "$wand" explain no-such-rule
expect 'explain of an unknown rule: exit 2, named' both exited 2 and err_has no-such-rule and out_empty
run "$wand" no-such-command
expect 'an unknown command: exit 2, named' both exited 2 and err_has no-such-command and out_empty
run "$wand"
expect 'no command: exit 2, usage on standard error' both exited 2 and out_empty and err_has check

if [ "$(id -u)" != 0 ]; then
    cp good.c secret.c && chmod 000 secret.c
    check secret.c bad.c
    refused 'an unreadable file' secret.c
else
    skip 'an unreadable file' 'root reads everything'
fi

escape=$(printf '\033]0;owned\007\033[31m')
bad_program | sed "12s|ticks); }|ticks); /* $escape */ }|" >control.c
check control.c
expect 'control characters in a source line never reach the terminal raw' both exited 1 and no_control_characters
odd=$(printf 'odd\033[31m.c')
bad_program >"$odd"
check "$odd"
expect 'control characters in a file name never reach the terminal raw' both exited 1 and no_control_characters
printf '#error "%s"\n' "$escape" >message.c
check message.c
expect 'control characters in a diagnostic never reach the terminal raw' both exited 2 and no_control_characters

fresh
jq -n --arg dir "$PWD" '[{directory: $dir, file: "good.c", arguments: ["cc", "-c", "good.c", "-o", "made.o", "-MD", "-MF",
    "made.d", "-Xclang", "-load", "-Xclang", "./evil.so", "-fplugin=./evil.so", "-save-temps", "-B.", "-DX=1"]}]' \
    >compile_commands.json
check good.c
expect 'dangerous flags of a database are dropped, the file is analysed' both exited 0 and out_empty
expect 'nothing is written at the will of a database' test ! -e made.o -a ! -e made.d -a ! -e good.i
finish
