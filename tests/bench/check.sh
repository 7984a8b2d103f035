#!/bin/sh
# How long the checker takes: against the compiler's own look at the same file, and the README's first command, warm.
set -u
# shellcheck source=tests/support/tap.sh
. "$WAND_ROOT/tests/support/tap.sh"
cd "$WAND_ROOT" || exit 1
median=$WAND_BUILD/tests/bench/median

clang=
for candidate in clang-19 clang-20 clang-18 clang-17 clang; do
    command -v $candidate >/dev/null && clang=$candidate && break
done
largest=$(find corpus -name '*.c' -exec wc -c {} + | grep -v total | sort -rn | awk 'NR == 1 { print $2 }')

rm -f "$work/bench.db"*
checked=$($median 5 "$WAND_BUILD/bin/wand" check --db "$work/bench.db" "$largest") || checked=
tour=$($median 5 "$WAND_BUILD/bin/wand" check --db "$work/bench.db" corpus/tour) || tour=
expect 'the checker runs on the largest corpus file' test -n "$checked"
expect 'the checker runs on the tour' test -n "$tour"
[ -z "$tour" ] || note "wand check corpus/tour, warm: $((tour / 1000)) ms (median of 5)"
if [ -z "$clang" ]; then
    skip 'the checker against the compiler' 'clang is not here'
elif [ -n "$checked" ]; then
    compiled=$($median 5 "$clang" -fsyntax-only -Iruntime/include "$largest")
    ratio=$(awk "BEGIN { printf \"%.2f\", $checked / $compiled }")
    note "wand check / $clang -fsyntax-only on $largest: $((checked / 1000)) ms / $((compiled / 1000)) ms = $ratio (median of 5)"
    expect 'the compiler runs on the largest corpus file' test -n "$compiled"
fi
finish
