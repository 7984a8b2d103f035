# shellcheck shell=sh
# lib.sh: what the tests of the command line share: the checker, a good and a bad program, a folder to work in.
# shellcheck source=tests/support/tap.sh
. "$WAND_ROOT/tests/support/tap.sh"
wand=$WAND_BUILD/bin/wand
mkdir "$work/here"
cd "$work/here" || exit 1
NO_COLOR=1
export NO_COLOR

# A worker that nothing ever stops, spawned bare. The spawn is on line 12.
bad_program()
{
    cat <<'END'
#include <wand.h>

static void tick(void *arg)
{
    int *ticks = arg;
    for (;;) {
        wand_sleep(WAND_MS(10));
        ++*ticks;
    }
}

void start_ticking(int *ticks) { (void)wand_go(tick, ticks); }
END
}

good_program()
{
    cat <<'END'
#include <wand.h>

static void tick(void *arg)
{
    int *ticks = arg;
    while (wand_sleep(WAND_MS(10)) == 0)
        ++*ticks;
}

int start_ticking(wand_ctx *ctx, int *ticks)
{
    return wand_go_ctx(ctx, tick, ticks);
}
END
}

# fresh: an empty folder with bad.c and good.c in it, and we are in it.
fresh()
{
    cd "$work" && rm -rf here && mkdir here && cd here || exit 1
    bad_program >bad.c
    good_program >good.c
}

# check ARGUMENT...: runs the checker with a throw-away database.
check()
{
    rm -f "$work/e2e.db"*
    run "$wand" check --db "$work/e2e.db" "$@"
}

# json FILTER: the last run's output through jq; json_is FILTER TEXT compares.
json()
{
    jq -r "$1" "$work/out" 2>/dev/null
}

json_is()
{
    [ "$(json "$1")" = "$2" ]
}

# only_summary: standard error of the last run holds nothing but the line that counts findings.
only_summary()
{
    ! grep -qvE '^wand: [0-9]+ findings? in ' "$work/err"
}

# No control character but newline and tab: neither in the output nor among the errors.
no_control_characters()
{
    ! LC_ALL=C grep -qP '[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]' "$work/out" "$work/err"
}
