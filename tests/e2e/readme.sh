#!/bin/sh
# What the README says, executed: its commands print what stands below them, its program compiles as it says and prints what
# it says. A line `...` in an output stands for any lines.
set -u
# shellcheck source=tests/support/tap.sh
. "$WAND_ROOT/tests/support/tap.sh"
readme=$WAND_ROOT/README.md

# A folder in which the README's paths mean what they mean to a reader, without touching the tree.
mkdir "$work/clone" && cd "$work/clone" || exit 1
cp -r "$WAND_ROOT/corpus" corpus
printf '#!/bin/sh\nexec "%s/bin/wand" "$@"\n' "$WAND_BUILD" >wandw
chmod +x wandw
ln -s "$WAND_BUILD" build

# The README's console blocks, one file a command: N.command and N.wanted.
split_blocks()
{
    awk -v folder="$work" '
        /^```console$/ { inside = 1; next }
        /^```$/ { inside = 0; next }
        inside && /^\$ / {
            number++
            print substr($0, 3) >(folder "/" number ".command")
            printf "" >(folder "/" number ".wanted")
            next
        }
        inside && number { print >(folder "/" number ".wanted") }
        END { print number + 0 }' "$readme"
}

# matches WANTED GOT: line by line, where `...` swallows any number of lines.
matches()
{
    awk '
        NR == FNR { wanted[++count] = $0; next }
        { got[++lines] = $0 }
        function fits(w, g) {
            if (w > count)
                return g > lines
            if (wanted[w] == "...")
                return fits(w + 1, g) || (g <= lines && fits(w, g + 1))
            return g <= lines && wanted[w] == got[g] && fits(w + 1, g + 1)
        }
        END { exit !fits(1, 1) }' "$1" "$2"
}

# The first C program of the README is x.c.
awk '/^```c$/ && !done { inside = 1; next } /^```$/ { if (inside) done = 1; inside = 0 } inside' "$readme" >x.c
expect 'the README has a program of about 20 lines' test "$(wc -l <x.c)" -ge 10 -a "$(wc -l <x.c)" -le 24
PKG_CONFIG_PATH=$WAND_BUILD
export PKG_CONFIG_PATH
status=0
: >"$work/out" && : >"$work/err"

count=$(split_blocks)
number=0
while [ "$number" -lt "$count" ]; do
    number=$((number + 1))
    command=$(cat "$work/$number.command")
    case $command in
    './wandw test'* | './wandw build' | git*) continue ;; # this is what runs us
    esac
    # the programs of the README are compiled as it says, and with the sanitizer's own needs where there is one
    status=0
    sh -c "$command" >"$work/got" 2>&1 </dev/null || status=$?
    if matches "$work/$number.wanted" "$work/got"; then
        pass "README: $command"
    else
        fail "README: $command" "$(diff -u "$work/$number.wanted" "$work/got")"
    fi
done
expect 'the README has commands' test "$count" -ge 5

# Files and folders that the README links to are there.
missing=$(grep -oE '\]\([^)#]+' "$readme" | sed 's/^](//' | grep -v '^http' | while IFS= read -r path; do
    [ -e "$WAND_ROOT/$path" ] || echo "$path"
done)
empty 'what the README links to is there' "$missing"
finish
