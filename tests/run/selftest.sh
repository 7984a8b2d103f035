#!/bin/sh
# The test runner's own tests: whatever way a test program goes wrong, the closing line has to say so.
set -u
# shellcheck source=tests/support/tap.sh
. "$WAND_ROOT/tests/support/tap.sh"

# program NAME SHELL-TEXT: adds a test program to the plan.
programs=
program()
{
    json=$(jq -cn --arg name "$1" --arg text "$2" --argjson limit "${3:-20}" \
        '{name: $name, command: ["sh", "-c", $text], properties: [{name: "TIMEOUT", value: $limit}]}')
    programs="$programs${programs:+,}$json"
}

run_plan()
{
    printf '{"tests": [%s]}' "$programs" >"$work/plan.json"
    programs=
    run "$WAND_BUILD/bin/test-runner" "$@" "$work/plan.json"
}

closes_with()
{
    [ "$(tail -n 1 "$work/out")" = "$1" ]
}

# one NAME SHELL-TEXT CLOSING-LINE EXIT-STATUS [LIMIT]
one()
{
    program p "$2" "${5-}"
    run_plan
    expect "$1" both closes_with "$3" and exited "$4"
}

one 'passed tests are counted' 'echo "1..2"; echo "ok 1 - a"; echo "ok 2 - b"' '2 passed, 0 failed' 0
one 'a failed test fails the run' 'echo "1..2"; echo "ok 1"; echo "not ok 2 - b"; exit 1' '1 passed, 1 failed' 1
one 'a skipped test is counted apart' 'echo "ok 1 - a"; echo "ok 2 - b # SKIP no"; echo "1..2"' \
    '1 passed, 0 failed, 1 skipped' 0
one 'the skip of cmocka is a skip' 'echo "1..2"; echo "ok 1 - a"; echo "not ok 2 # SKIP b"' \
    '1 passed, 0 failed, 1 skipped' 0
one 'a crash is a failure' 'echo "1..1"; echo "ok 1 - a"; kill -SEGV $$' '1 passed, 1 failed' 1
one 'no plan is a failure' 'echo "ok 1 - a"' '1 passed, 1 failed' 1
one 'no output is a failure' 'true' '0 passed, 1 failed' 1
one 'a missing result is a failure' 'echo "1..3"; echo "ok 1 - a"; echo "ok 2 - b"' '2 passed, 1 failed' 1
one 'an exit status without a failed test is a failure' 'echo "1..1"; echo "ok 1 - a"; exit 3' '1 passed, 1 failed' 1
one 'a failed test with exit status 0 is two failures' 'echo "1..1"; echo "not ok 1 - a"' '0 passed, 2 failed' 1
one 'running out of time is a failure' 'echo "1..1"; echo "ok 1 - a"; sleep 30' '1 passed, 1 failed' 1 0.3
one 'a program that leaves a child behind does not hold up the run' \
    'sleep 30 & echo "1..1"; echo "ok 1 - a"' '1 passed, 0 failed' 0
one 'nothing run is no success' 'echo "1..0"' '0 passed, 0 failed' 1

program p 'echo "1..1"; echo "not ok 1 - sum"; echo "# wanted 4"; echo "details" >&2; exit 1'
run_plan
expect 'a failure is shown with its output' both out_has 'not ok 1 - sum' and out_has '# wanted 4' and out_has details

program a 'echo "1..1"; echo "ok 1 - x"'
program b 'echo "1..2"; echo "not ok 1 - y"; echo "ok 2 - z # SKIP no"; exit 1'
run_plan --tap --prefix inner: --jobs 1
expect 'a runner can be a test program of another' both out_has 'ok 1 - inner:a: x' and \
    out_has 'not ok 2 - inner:b: y' and out_has 'ok 3 - inner:b: z # SKIP no' and out_has '1..3' and exited 1

printf 'not json' >"$work/plan.json"
run "$WAND_BUILD/bin/test-runner" "$work/plan.json"
expect 'a broken plan is named' both exited 2 and err_has plan.json and out_empty
finish
