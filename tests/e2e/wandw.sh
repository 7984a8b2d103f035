#!/bin/sh
# The front door: how it finds itself, what it says where, when it builds, and what it does when something is missing.
# A small copy of the tree stands in for the project: the same wandw, and a build that makes a checker which prints its
# arguments. So each build takes a second, and it can be made to fail.
set -u
# shellcheck source=tests/support/tap.sh
. "$WAND_ROOT/tests/support/tap.sh"

tree="$work/a tree"

plant_tree()
{
    mkdir -p "$tree/runtime" "$tree/analyzer" "$tree/rules" "$tree/tests"
    cp "$WAND_ROOT/wandw" "$tree/wandw"
    cat >"$tree/CMakeLists.txt" <<'END'
cmake_minimum_required(VERSION 3.22)
project(stand_in C)
file(GLOB sources CONFIGURE_DEPENDS analyzer/*.c)
add_executable(wand ${sources})
set_target_properties(wand PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
add_custom_target(products DEPENDS wand)
END
    cat >"$tree/analyzer/main.c" <<'END'
#include <stdio.h>
#include <stdlib.h>
int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        printf("<%s>", argv[i]);
    putchar('\n');
    return getenv("EXIT") ? atoi(getenv("EXIT")) : 0;
}
END
}

out_is()
{
    [ "$(cat "$work/out")" = "$1" ]
}

said_building()
{
    grep -q 'wandw: building' "$work/err"
}

plant_tree
run "$tree/wandw"
expect 'without a command: exit 2, usage on standard error' both exited 2 and out_empty and err_has 'usage:'
run "$tree/wandw" --help
expect '--help prints the usage' both exited 0 and out_has 'usage:' and err_empty
run "$tree/wandw" build now
expect 'build with an argument: exit 2, named' both exited 2 and err_has now and out_empty
run "$tree/wandw" test --fast
expect 'an unknown option of test: exit 2, named' both exited 2 and err_has --fast and out_empty

run "$tree/wandw" check 'a b' '' "it's"
expect 'the first command builds, and says so on standard error only' both exited 0 and said_building and \
    out_is "<check><a b><><it's>"
run "$tree/wandw" check x
expect 'the second one only runs' both exited 0 and err_empty and out_is '<check><x>'
run env EXIT=1 "$tree/wandw" check x
expect 'exit status 1 is passed on' exited 1
run env EXIT=2 "$tree/wandw" explain x
expect 'exit status 2 is passed on, and any other word too' both exited 2 and out_is '<explain><x>'

ln -s "$tree/wandw" "$work/link"
ln -s "$work/link" "$work/link to link"
cd / || exit 1
run "$work/link to link" check x
expect 'through symbolic links, from elsewhere' both exited 0 and err_empty and out_is '<check><x>'
cd "$tree/analyzer" || exit 1
run sh ../wandw check x
expect 'through sh, by a relative path' both exited 0 and err_empty and out_is '<check><x>'
cd "$work" || exit 1

sleep 0.02
sed -i 's/<%s>/[%s]/' "$tree/analyzer/main.c"
run "$tree/wandw" check x
expect 'a changed file is noticed' both said_building and out_is '[check][x]'
sleep 0.02
echo 'int extra; /* a file that came */' >"$tree/analyzer/extra.c"
touch -d '2001-01-01' "$tree/analyzer/extra.c"
run "$tree/wandw" check x
expect 'a file that came is noticed, old as it may be' both said_building and out_is '[check][x]'
sleep 0.02
rm "$tree/analyzer/extra.c"
run "$tree/wandw" check x
expect 'a file that went is noticed' both said_building and out_is '[check][x]'
run "$tree/wandw" check x
expect 'and then nothing is left to do' err_empty

sleep 0.02
echo 'int broken' >>"$tree/analyzer/main.c"
run "$tree/wandw" check x
expect 'a build that fails: exit 2, the compiler on standard error' both exited 2 and out_empty and \
    err_has main.c and err_has 'the build failed'
run "$tree/wandw" check x
expect 'and it fails again, it does not run the old one' both exited 2 and out_empty
sed -i '$d' "$tree/analyzer/main.c"
run "$tree/wandw" check x
expect 'mended, it builds and runs' both exited 0 and out_is '[check][x]'

mv "$tree" "$work/moved"
tree=$work/moved
run "$tree/wandw" check x
expect 'a moved checkout builds afresh' both exited 0 and said_building and out_is '[check][x]'

rm -rf "$tree/build"
"$tree/wandw" check one >"$work/one" 2>"$work/one.err" &
first=$!
run "$tree/wandw" check two
wait $first
expect 'two at once both run, and one of them builds' both test $? = 0 and exited 0 and out_is '[check][two]' and \
    test "$(cat "$work/one")" = '[check][one]' and \
    test "$(cat "$work/one.err" "$work/err" | grep -c 'wandw: building')" = 1

# Without root and sudo, and with the libraries out of sight.
if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null; then
    chmod 711 "$work"
    without_root='setpriv --reuid 65534 --regid 65534 --clear-groups'
    # shellcheck disable=SC2086
    run $without_root "$tree/wandw" check x
    expect 'without root it runs what is built' both exited 0 and err_empty and out_is '[check][x]'
    sleep 0.02
    touch "$tree/analyzer/main.c"
    # shellcheck disable=SC2086
    run $without_root "$tree/wandw" check x
    expect 'without the right to write it says so' both exited 2 and err_has 'cannot write' and out_empty
    rm -rf "$tree/build"
    chmod 777 "$tree"
    # shellcheck disable=SC2086
    run $without_root env PKG_CONFIG_LIBDIR=/nonexistent PATH=/usr/bin:/bin "$tree/wandw" check x
    expect 'without root a missing package is named' both exited 2 and err_has libsqlite3-dev and err_has libyaml-dev and out_empty
    # shellcheck disable=SC2086
    run $without_root "$tree/wandw" check x
    expect 'without root it builds when everything is there' both exited 0 and out_is '[check][x]'
else
    skip 'without root' 'only root can stop being root here'
fi
finish
