#!/bin/sh
# The same operations in Go, where Go is installed.
set -u
# shellcheck source=tests/support/tap.sh
. "$WAND_ROOT/tests/support/tap.sh"

if ! command -v go >/dev/null; then
    skip 'the same operations in Go' 'Go is not here'
    finish
fi
run env GOCACHE="$work/cache" GO111MODULE=off go run "$WAND_ROOT/tests/bench/runtime.go"
cat "$work/out"
expect 'the same operations in Go' exited 0
finish
