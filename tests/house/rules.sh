#!/bin/sh
# A rule is one .c, one .md, one corpus folder and one line of rules.def, all the same words; its document has every section.
set -u
# shellcheck source=tests/house/lib.sh
. "$WAND_ROOT/tests/house/lib.sh"

# Every rule as `subject/bad_pattern`, from each place that has to know it.
from_sources()
{
    files '*.c' | grep -E '^rules/[^/]+/[^/]+\.c$' | grep -v '^rules/model/' | sed 's|^rules/||; s|\.c$||'
}

from_documents()
{
    files '*.md' | grep -E '^rules/[^/]+/[^/]+\.md$' | grep -vE '^rules/model/|/README\.md$' | sed 's|^rules/||; s|\.md$||'
}

# Lines like RULE(subject, bad_pattern).
from_list()
{
    sed -nE 's|^RULE\(([a-z_]+), *([a-z_]+)\).*|\1_\2|p' rules/rules.def 2>/dev/null
}

in_c()
{
    printf '%s\n' "$1" | tr / _
}

in_words()
{
    printf '%s\n' "$1" | tr /_ --
}

rules=$(from_sources)

disagreements()
{
    [ -n "$rules" ] || echo 'rules/: there are no rules'
    for rule in $rules; do
        [ -f "rules/$rule.md" ] || echo "rules/$rule.md is missing"
        [ -n "$(find "corpus/$rule" -name '*.c' 2>/dev/null | head -n 1)" ] || echo "corpus/$rule has no programs"
        from_list | grep -qx "$(in_c "$rule")" || echo "rules/rules.def: no line for $(in_c "$rule")"
        grep -qF "\"$(in_words "$rule")\"" "rules/$rule.c" || echo "rules/$rule.c does not name itself $(in_words "$rule")"
    done
    for rule in $(from_documents); do
        [ -f "rules/$rule.c" ] || echo "rules/$rule.md documents no rule"
    done
    for name in $(from_list); do
        for rule in $rules; do
            [ "$(in_c "$rule")" != "$name" ] || continue 2
        done
        echo "rules/rules.def: $name has no source"
    done
}

# The form of a document; `check_document FILE NAME`.
check_document()
{
    head -n 1 "$1" | grep -qE "^# $2: .+" || echo "$1:1: does not begin with '# $2: title'"
    grep -qE '^- Dimension: (start|lifetime|observation|termination)$' "$1" || echo "$1: no proper '- Dimension:'"
    grep -qE '^- Severity: (error|warning)$' "$1" || echo "$1: no proper '- Severity:'"
    grep -qE '^- CWE: (CWE-[0-9]+|none)' "$1" || echo "$1: no proper '- CWE:'"
    grep -qE '^- Fix: (safe|ask|none)' "$1" || echo "$1: no proper '- Fix:'"
    for section in 'Why it matters' Bad Good Exactly 'Known limits' 'How to fix' References; do
        awk -v title="## $section" '
            $0 == title { inside = 1; next }
            /^## / { inside = 0 }
            inside && NF { lines++ }
            END { exit lines == 0 }' "$1" || echo "$1: the section '$section' is missing or empty"
    done
    # shellcheck disable=SC2016 # backticks of Markdown
    [ "$(grep -c '^```c$' "$1")" -ge 2 ] || echo "$1: a bad and a good example are needed, as code"
}

bad_documents()
{
    for rule in $rules; do
        [ ! -f "rules/$rule.md" ] || check_document "rules/$rule.md" "$(in_words "$rule")"
    done
}

# The rule's own corpus has to show it at work, and its silence.
thin_corpus()
{
    for rule in $rules; do
        wants=$(cat "corpus/$rule"/*.c "corpus/$rule"/*/*.c 2>/dev/null | grep -cE "// want .*$(in_words "$rule")")
        thens=$(cat "corpus/$rule"/*.c "corpus/$rule"/*/*.c 2>/dev/null | grep -cE "// (then .*$(in_words "$rule") by|insert )")
        [ "$wants" -ge 2 ] || echo "corpus/$rule wants $(in_words "$rule") $wants times; at least 2 are needed"
        [ "$thens" -ge 1 ] || echo "corpus/$rule has no mutation"
    done
}

# What a function does stands in rules/model; a rule never compares names.
named_functions()
{
    for rule in $rules; do
        grep -nE '"(wand|pthread)_[a-z_]+"' "rules/$rule.c" /dev/null
    done
}

empty 'sources, documents, corpus and rules.def know the same rules' "$(disagreements)"
empty 'every rule is documented in the settled form' "$(bad_documents)"
empty "every rule's corpus shows it at work, with mutations" "$(thin_corpus)"
empty 'no rule compares the names of functions' "$(named_functions)"
finish
