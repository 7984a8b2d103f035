#!/bin/sh
# An installed wand: the checker finds its headers, and programs find libwand by pkg-config and by CMake.
set -u
# shellcheck source=tests/e2e/lib.sh
. "$WAND_ROOT/tests/e2e/lib.sh"

prefix=$work/prefix
if ! cmake -G Ninja -S "$WAND_ROOT" -B "$work/build" -DCMAKE_INSTALL_PREFIX="$prefix" -DWAND_TESTS=OFF >"$work/log" 2>&1 ||
   ! cmake --build "$work/build" >>"$work/log" 2>&1 || ! cmake --install "$work/build" >>"$work/log" 2>&1; then
    fail 'it can be installed' "$(tail -n 40 "$work/log")"
    finish
fi
rm -rf "$work/build"
pass 'it can be installed'

fresh
wand=$prefix/bin/wand
check bad.c good.c
expect 'the installed checker finds the installed headers' both exited 1 and out_has 'bad.c:12' and err_empty

cat >x.c <<'END'
#include <wand.h>
static void hello(void *arg) { printf("hello, %s\n", (const char *)arg); }
int main(void) { return wand_run(NULL, hello, "world"); }
END
PKG_CONFIG_PATH=$(dirname "$(find "$prefix" -name wand.pc)")
export PKG_CONFIG_PATH
# shellcheck disable=SC2046
run cc x.c -o x $(pkg-config --cflags --libs wand)
expect 'a program compiles by pkg-config' exited 0
run env LD_LIBRARY_PATH="$(dirname "$(find "$prefix" -name 'libwand.so' | head -n 1)")" ./x
expect 'and runs' both exited 0 and out_has 'hello, world'
# shellcheck disable=SC2046
run cc -static x.c -o x-static $(pkg-config --cflags --libs --static wand)
expect 'a static program compiles by pkg-config' exited 0
run ./x-static
expect 'and runs, too' out_has 'hello, world'

cat >CMakeLists.txt <<'END'
cmake_minimum_required(VERSION 3.22)
project(x C)
find_package(wand REQUIRED)
add_executable(x x.c)
target_link_libraries(x PRIVATE wand::wand)
END
run cmake -B cmake-build -DCMAKE_PREFIX_PATH="$prefix" .
run cmake --build cmake-build
expect 'a program builds with the CMake package' exited 0
run cmake-build/x
expect 'and runs as well' out_has 'hello, world'
finish
