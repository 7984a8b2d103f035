#!/bin/sh
# Layers point one way: the table of floors, no circles, and each foreign library in its one place.
set -u
# shellcheck source=tests/house/lib.sh
. "$WAND_ROOT/tests/house/lib.sh"

sources()
{
    files '*.c' '*.h' '*.S' '*.def' | grep -E '^(runtime|analyzer|rules)/'
}

# The public headers are the lowest of all: whoever may see libwand sees them.
# shellcheck disable=SC2046 # no name in the tree holds a blank (see names.sh)
below_floors()
{
    awk -f "$house/floors.awk" "$house/floors.table" $(sources | grep -v '^runtime/include/')
}

public_headers()
{
    sources | grep '^runtime/include/' | xargs -r grep -HnE '^[[:space:]]*#[[:space:]]*include[[:space:]]*("|<(clang|sqlite|jansson|runtime))'
}

# Every include as a pair `from to`; tsort names the members of a circle.
circles()
{
    sources | xargs -r grep -HE '^[[:space:]]*#[[:space:]]*include[[:space:]]*"' |
        sed -E 's/^([^:]*):[^"]*"([^"]*)".*/\1 \2/' | { tsort >/dev/null; } 2>&1
}

nothing_to_see()
{
    [ -n "$(sources)" ] || echo 'there are no sources here'
}

empty 'there are sources to check' "$(nothing_to_see)"
empty 'includes follow the table of floors' "$(below_floors)"
empty 'public headers include only standard and public headers' "$(public_headers)"
empty 'no file includes itself in a circle' "$(circles)"
finish
