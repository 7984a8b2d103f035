# shellcheck shell=sh
# lib.sh: what the slow tests share: building the project another way in a folder of its own below the build folder.
# shellcheck source=tests/support/tap.sh
. "$WAND_ROOT/tests/support/tap.sh"

# build_variant NAME CMAKE-OPTION...: configures and builds in $variant, which is kept for the next run; 0 when that worked.
build_variant()
{
    variant=$WAND_BUILD/variants/$1
    shift
    mkdir -p "$variant"
    run cmake -G Ninja -S "$WAND_ROOT" -B "$variant" "$@"
    [ "$status" = 0 ] || return 1
    run cmake --build "$variant"
    [ "$status" = 0 ]
}

# run_variant LABELS NAME: runs the variant's tests that have one of the labels, as tests of ours.
run_variant()
{
    ctest --test-dir "$variant" --show-only=json-v1 -L "$1" -LE '^(slow|bench)$' >"$work/plan.json"
    "$WAND_BUILD/bin/test-runner" --tap --prefix "$2/" "$work/plan.json"
}
