#!/bin/sh
# The suite again, built another way.
# usage: variant.sh NAME LABELS CMAKE-OPTION...  (LABELS: a pattern of the tests to run; `none` only builds)
set -u
# shellcheck source=tests/slow/lib.sh
. "$WAND_ROOT/tests/slow/lib.sh"

name=$1 labels=$2
shift 2
if ! build_variant "$name" "$@"; then
    fail "$name: builds" "$(tail -n 40 "$work/out")"
    finish
elif [ "$labels" = none ]; then
    pass "$name: builds"
    finish
else
    run_variant "$labels" "$name"
fi
