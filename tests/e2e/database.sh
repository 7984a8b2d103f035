#!/bin/sh
# The findings database: listing, first and last seen, stable fingerprints, and that no kill loses a committed run.
set -u
# shellcheck source=tests/e2e/lib.sh
. "$WAND_ROOT/tests/e2e/lib.sh"

db=$work/findings.db

# fingerprint: of the one finding in the last JSON output.
fingerprint()
{
    json '.findings[0].fingerprint'
}

fresh
run "$wand" check --db "$db" --format json bad.c
before=$(fingerprint)
expect 'a finding has a fingerprint' test -n "$before" -a "$before" != null
{ echo '/* A comment that moves everything. */'; bad_program; } >bad.c
run "$wand" check --db "$db" --format json bad.c
expect 'the fingerprint survives an edit above' both test "$(fingerprint)" = "$before" and json_is '.findings[0].line' 13

run "$wand" findings --db "$db"
expect 'wand findings lists them' both out_has spawn-unbound and out_has bad.c and err_empty
run "$wand" findings --db "$db" --format json
expect 'wand findings prints JSON' json_is '[.findings[] | select(.rule == "spawn-unbound")] | length' 1
run "$wand" findings --db "$db" --rule ctx-misplaced-cancel
expect 'wand findings filters by rule' both out_empty and exited 0
run "$wand" findings --db "$work/none.db"
expect 'wand findings names a database that is not there' both exited 2 and err_has none.db

good_program >bad.c
run "$wand" check --db "$db" bad.c
run "$wand" findings --db "$db"
expect 'what is mended is no longer listed' both out_empty

# Kill a run at many moments; after each the database must open, and hold at least every run that had ended.
fresh
rm -f "$db"*
run "$wand" check --db "$db" bad.c
survived=0
moment=0
while [ $moment -lt 30 ]; do
    "$wand" check --db "$db" bad.c good.c >/dev/null 2>&1 &
    victim=$!
    sleep "0.$(printf '%03d' $((moment * 4)))"
    kill -9 $victim 2>/dev/null
    wait $victim 2>/dev/null
    run "$wand" findings --db "$db" --format json
    if [ "$status" -le 1 ] && json_is '[.findings[] | select(.rule == "spawn-unbound")] | length' 1; then
        survived=$((survived + 1))
    fi
    moment=$((moment + 1))
done
expect "a kill at any moment loses no committed run ($survived of $moment)" test $survived = $moment
run "$wand" check --db "$db" bad.c
expect 'the database still takes runs afterwards' both exited 1 and only_summary

# Two at once: one writer, nobody fails.
"$wand" check --db "$db" bad.c >"$work/a" 2>&1 &
first=$!
run "$wand" check --db "$db" good.c
second=$status
wait $first
expect 'two runs at once both succeed' test $? = 1 -a "$second" = 0

head -c 2000 "$db" >damaged.db
cp damaged.db copy.db
run "$wand" check --db damaged.db bad.c
expect 'a damaged database: exit 2, named' both exited 2 and err_has damaged.db
expect 'a damaged database is left as it is' cmp -s damaged.db copy.db
finish
