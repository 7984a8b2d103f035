#!/bin/sh
# Every public function of libwand is documented where it is declared and has a row in the model; and every row is of one.
# A public function is a WAND_API declaration outside the blocks that the checker does not see (the variants that take the
# place of the call).
set -u
# shellcheck source=tests/house/lib.sh
. "$WAND_ROOT/tests/house/lib.sh"

# Prints `file:line name documented` for each public function; documented is 1 when a comment ends on the line before.
declarations()
{
    files '*.h' | grep '^runtime/include/' | xargs -r awk '
        FNR == 1 { hidden = 0; previous = "" }
        /^#ifndef __WAND_ANALYZER__/ { hidden = 1 }
        /^#endif/ { hidden = 0 }
        /^WAND_API / && !hidden {
            name = $0
            sub(/\(.*/, "", name)
            sub(/.*[ *]/, "", name)
            print FILENAME ":" FNR, name, (previous ~ /\*\/$/)
        }
        { previous = $0 }'
}

# `function: NAME` and `function: [NAME, NAME]`, also over several lines: the names of libwand.
rows()
{
    awk '
        { sub(/#.*/, "") }
        /^[- ]*function:/ { inside = 1 }
        inside {
            text = $0
            sub(/^[- ]*function:/, "", text)
            closed = (text !~ /\[/ && !open) || text ~ /\]/
            open = !closed
            count = split(text, names, /[^a-z0-9_]+/)
            for (i = 1; i <= count; i++)
                if (names[i] ~ /^wand_/)
                    print names[i]
            inside = open
        }' rules/model/wand.yaml 2>/dev/null
}

public=$(declarations)

none_found()
{
    [ -n "$public" ] || echo 'runtime/include declares no public function'
}

undocumented()
{
    printf '%s\n' "$public" | awk 'NF == 3 && !$3 { print $1 ": " $2 " has no comment right above it" }'
}

without_row()
{
    rows | sort -u >"$work/rows"
    printf '%s\n' "$public" | awk '{ print $2 }' | sort -u | comm -23 - "$work/rows" |
        sed 's|$|: no row in rules/model/wand.yaml|'
}

rows_of_nothing()
{
    rows | sort -u >"$work/rows"
    printf '%s\n' "$public" | awk '{ print $2 }' | sort -u | comm -13 - "$work/rows" |
        sed 's|^|rules/model/wand.yaml: no public function |'
}

rows_twice()
{
    rows | sort | uniq -d | sed 's|^|rules/model/wand.yaml: two rows for |'
}

empty 'there are public functions' "$(none_found)"
empty 'every public function is documented' "$(undocumented)"
empty 'every public function has a row in the model' "$(without_row)"
empty 'every row for libwand is of a public function' "$(rows_of_nothing)"
empty 'no function has two rows' "$(rows_twice)"
finish
