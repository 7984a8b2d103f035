# shellcheck shell=sh
# lib.sh: the files that the house tests look at, in the tree named by their first argument (default: this one).
# shellcheck source=tests/support/tap.sh
. "$WAND_ROOT/tests/support/tap.sh"
# shellcheck disable=SC2034 # used by those who source this
house=$WAND_ROOT/tests/house
cd "${1:-$WAND_ROOT}" || exit 1

# files PATTERN...: the files below the tree's folders whose names match one of the shell patterns, sorted.
files()
{
    for pattern in "$@"; do
        shift
        set -- "$@" -o -name "$pattern"
    done
    shift # the first -o
    find runtime analyzer rules tests corpus -name .wand -prune -o -type f \( "$@" \) -print 2>/dev/null | sort
}

# The same without the corpus, whose programs are bad on purpose.
own_files()
{
    files "$@" | grep -v '^corpus/'
}
