# shellcheck shell=sh
# tap.sh: what the shell tests share: TAP lines, a temporary folder of one's own, running a command and looking at it.
# shellcheck disable=SC2317 # conditions are called through `expect`
# Source it after `set -u`, from a script that runs with WAND_ROOT and WAND_BUILD set, and end with `finish`.

tap_number=0
tap_failed=0
work=$(mktemp -d "${TMPDIR:-/tmp}/wand-test.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM

pass()
{
    tap_number=$((tap_number + 1))
    printf 'ok %d - %s\n' "$tap_number" "$1"
}

# fail NAME [EXPLANATION]
fail()
{
    tap_number=$((tap_number + 1))
    tap_failed=$((tap_failed + 1))
    printf 'not ok %d - %s\n' "$tap_number" "$1"
    [ -z "${2-}" ] || printf '%s\n' "$2" | sed 's/^/#   /'
}

# skip NAME REASON
skip()
{
    tap_number=$((tap_number + 1))
    printf 'ok %d - %s # SKIP %s\n' "$tap_number" "$1" "$2"
}

# A measurement or a count that a reader wants to see even when all is well.
note()
{
    printf '# note: %s\n' "$*"
}

# empty NAME TEXT: passes when there is nothing to complain about.
empty()
{
    if [ -z "$2" ]; then
        pass "$1"
    else
        fail "$1" "$2"
    fi
}

# run COMMAND...: its exit status in $status, its output in $work/out and $work/err.
run()
{
    status=0
    "$@" >"$work/out" 2>"$work/err" </dev/null || status=$?
}

# What the last run did, for the explanation of a failure.
last_run()
{
    printf 'exit status %s\n--- standard output ---\n' "$status"
    head -n 20 "$work/out"
    printf -- '--- standard error ---\n'
    head -n 20 "$work/err"
}

# expect NAME CONDITION...: passes when the condition (a command) holds; shows the last run otherwise.
expect()
{
    expectation=$1
    shift
    if "$@"; then
        pass "$expectation"
    else
        fail "$expectation" "$(last_run)"
    fi
}

# exited STATUS; err_has TEXT; out_has TEXT; out_empty; err_empty: conditions on the last run.
exited()
{
    [ "$status" = "$1" ]
}

err_has()
{
    grep -qF -- "$1" "$work/err"
}

out_has()
{
    grep -qF -- "$1" "$work/out"
}

out_empty()
{
    [ ! -s "$work/out" ]
}

err_empty()
{
    [ ! -s "$work/err" ]
}

# both CONDITION... and CONDITION...: the conditions are commands with their words, split by `and`.
both()
{
    words=
    for word in "$@"; do
        if [ "$word" = and ]; then
            eval "$words" || return 1
            words=
        else
            words="$words '$(printf '%s' "$word" | sed "s/'/'\\\\''/g")'"
        fi
    done
    eval "$words"
}

finish()
{
    printf '1..%d\n' "$tap_number"
    [ "$tap_failed" = 0 ]
    exit
}
