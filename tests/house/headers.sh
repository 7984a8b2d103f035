#!/bin/sh
# The public headers compile alone and without a warning: as C11 and, <wand.h>, as C++17, with every compiler that is here.
set -u
# shellcheck source=tests/house/lib.sh
. "$WAND_ROOT/tests/house/lib.sh"

# compiles COMPILER LANGUAGE STANDARD HEADER: what the compiler has against it.
complaints()
{
    printf '#include <%s>\n' "$4" | "$1" -x "$2" -std="$3" -Wall -Wextra -Wpedantic -Werror -fsyntax-only \
        -I runtime/include - 2>&1
}

headers=$(cd runtime/include && find . -name '*.h' | sed 's|^\./||' | sort)
for compiler in gcc clang-19 clang; do
    command -v $compiler >/dev/null || continue
    for header in $headers; do
        empty "<$header> is C11 for $compiler" "$(complaints $compiler c c11 "$header")"
    done
    empty "<wand.h> is GNU C for $compiler" "$(complaints $compiler c gnu11 wand.h)"
done
for compiler in g++ clang++-19 clang++; do
    command -v $compiler >/dev/null || continue
    empty "<wand.h> is C++17 for $compiler" "$(complaints $compiler c++ c++17 wand.h)"
done
finish
