#!/bin/sh
# Code style: clang-format for C, shellcheck for shell.
set -u
# shellcheck source=tests/support/tap.sh
. "$WAND_ROOT/tests/support/tap.sh"
cd "$WAND_ROOT" || exit 1

# Formatters of different versions disagree; this is the one that the tree is formatted with.
format=clang-format-14
if command -v $format >/dev/null; then
    unformatted=$(find runtime analyzer rules tests corpus -name '*.[ch]' ! -path '*/golden/*' -print0 |
        xargs -0 $format --dry-run 2>&1 | grep 'code should be clang-formatted' | cut -d: -f1 | sort | uniq -c)
    empty 'C code is formatted' "$unformatted"
else
    skip 'C code is formatted' "$format is not here"
fi
if command -v shellcheck >/dev/null; then
    complaints=$({ echo wandw; echo .ci/run; find tests -name '*.sh'; echo tests/want/selftest/checker; } |
        xargs shellcheck -x -f gcc -S warning 2>&1)
    empty 'shell scripts are clean' "$complaints"
else
    skip 'shell scripts are clean' 'shellcheck is not here'
fi
finish
