#!/bin/sh
# One idea a file, said in its first comment; nothing too long; nothing unfinished; nothing of one machine.
set -u
# shellcheck source=tests/house/lib.sh
. "$WAND_ROOT/tests/house/lib.sh"

file_lines=800
rule_lines=350
function_lines=70
readme_lines=90

without_first_comment()
{
    files '*.c' '*.h' '*.S' | grep -v '/golden/' | xargs -r awk '
        FNR == 1 && !/^(\/\*|\/\/) ?.*[A-Za-z]/ { print FILENAME ":1: does not begin with a comment that says what it is" }'
    own_files '*.sh' '*.awk' CMakeLists.txt '*.cmake' | xargs -r awk '
        FNR == 1 { said = 0 }
        FNR <= 2 && /^# .*[a-z]/ { said = 1 }
        FNR == 2 && !said { print FILENAME ":1: does not begin with a comment that says what it is" }'
}

too_long()
{
    own_files '*.c' '*.h' '*.S' '*.sh' '*.awk' '*.yaml' | xargs -r wc -l |
        awk -v limit=$file_lines '$2 != "total" && $1 > limit { print $2 ": " $1 " lines; the limit is " limit }'
    own_files '*.c' | grep '^rules/' | grep -v '^rules/model/' | xargs -r wc -l |
        awk -v limit=$rule_lines '$2 != "total" && $1 > limit { print $2 ": a rule of " $1 " lines; the limit is " limit }'
}

# The code style puts a function's braces in the first column, and only those.
long_functions()
{
    own_files '*.c' '*.h' | xargs -r awk -v limit=$function_lines '
        FNR == 1 { start = 0 }
        /^{/ { start = FNR }
        /^}/ && start {
            if (FNR - start - 1 > limit)
                print FILENAME ":" start ": a function of " FNR - start - 1 " lines; the limit is " limit
            start = 0
        }'
}

# Folders of the first two levels. Rules and the corpus folders beside them are described by the rule documents.
without_readme()
{
    files '*' | awk -F / '
        { folders[$1]; if (NF > 2) folders[$1 "/" $2] }
        /README\.md$/ { readme[substr($0, 1, length($0) - length("/README.md"))] }
        END {
            for (folder in folders) {
                described = folder ~ /^(rules|corpus)\// && folder !~ /^(rules\/model|corpus\/(tour|kernels|real|statements))$/
                if (!(folder in readme) && !described)
                    print folder ": has no README.md"
            }
        }' | sort
}

long_readmes()
{
    own_files README.md | xargs -r wc -l |
        awk -v limit=$readme_lines '$2 != "total" && $1 > limit { print $2 ": " $1 " lines are more than a screen (" limit ")" }'
}

# The patterns are written so that they don't match themselves.
unfinished()
{
    files '*' | xargs -r grep -nIE '(^|[^A-Za-z_])(TO[D]O|FIX[M]E|XX[X]|HA[C]K)([^A-Za-z_]|$)|(not |un)implemente[d]'
}

machine_paths()
{
    { files '*'; ls CMakeLists.txt README.md wandw .ci/run 2>/dev/null; } |
        xargs -r grep -nIE '/(wor[k]|far[m]|roo[t]|tmp/[a-z]+_job[s])/'
}

odd_names()
{
    files '*' | grep -E '[^A-Za-z0-9_./+-]' | sed 's/$/: an odd character in a name/'
}

# The top of the tree is fixed.
strangers()
{
    find . -mindepth 1 -maxdepth 1 ! -name '.*' ! -name 'build*' | sed 's|^\./||' | sort |
        grep -vxE 'analyzer|rules|runtime|tests|corpus|CMakeLists.txt|README.md|LICENSE|wandw' |
        sed 's/$/: does not belong at the top of the tree/'
}

empty 'every file begins by saying what it is' "$(without_first_comment)"
empty "no file is longer than $file_lines lines, no rule than $rule_lines" "$(too_long)"
empty "no function is longer than $function_lines lines" "$(long_functions)"
empty 'every folder has a README.md' "$(without_readme)"
empty 'every README.md below the top fits a screen' "$(long_readmes)"
empty 'nothing is marked as unfinished' "$(unfinished)"
empty 'no path of one machine is in the tree' "$(machine_paths)"
empty 'file names are plain' "$(odd_names)"
empty 'nothing strange is at the top of the tree' "$(strangers)"
finish
