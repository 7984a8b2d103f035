#!/bin/sh
# SARIF output: its structure always; against the published schema with --schema, where that can be had.
set -u
# shellcheck source=tests/e2e/lib.sh
. "$WAND_ROOT/tests/e2e/lib.sh"

# The schema is not ours to keep: a package of the npm registry ships it.
fetch_schema()
{
    command -v npm >/dev/null || return 1
    (cd "$work" && npm pack --silent @microsoft/sarif-multitool-ts >/dev/null 2>&1 && tar -xzf microsoft-sarif-multitool-ts-*.tgz)
    schema=$(find "$work/package" -name 'sarif-2.1.0.schema.json' 2>/dev/null | head -n 1)
    [ -n "$schema" ]
}

validate()
{
    run python3 -c '
import json, sys, jsonschema
schema, document = (json.load(open(name)) for name in sys.argv[1:])
jsonschema.validators.validator_for(schema)(schema).validate(document)' "$schema" "$1"
}

fresh
check --format sarif bad.c good.c
cp "$work/out" bad.sarif
expect 'SARIF names its version' json_is .version 2.1.0
expect 'SARIF has one run of wand' json_is '[.runs[].tool.driver.name] | join(" ")' wand
expect 'SARIF has the finding at its place' json_is '.runs[0].results[0] |
    "\(.ruleId) \(.locations[0].physicalLocation | "\(.artifactLocation.uri) \(.region.startLine)")"' 'spawn-unbound bad.c 12'
expect 'SARIF describes every rule that it refers to' json_is '.runs[0] | [.tool.driver.rules[].id] as $known |
    all(.results[]; .ruleId as $id | $known | index($id) != null)' true
expect 'SARIF rules have a help text' json_is 'all(.runs[0].tool.driver.rules[]; (.help.text // .help.markdown) | length > 100)' true
expect 'SARIF carries the fingerprint' json_is '.runs[0].results[0].partialFingerprints | length > 0' true
check --format sarif good.c
cp "$work/out" good.sarif
expect 'SARIF without findings has an empty list' both exited 0 and json_is '.runs[0].results | length' 0

if [ "${1-}" = --schema ]; then
    check --format sarif "$WAND_ROOT/corpus"
    cp "$work/out" corpus.sarif
    if ! python3 -c 'import jsonschema' 2>/dev/null; then
        skip 'SARIF validates against the published schema' 'python3-jsonschema is not here'
    elif ! fetch_schema; then
        skip 'SARIF validates against the published schema' 'the schema cannot be fetched with npm'
    else
        for document in bad good corpus; do
            validate $document.sarif
            expect "SARIF validates against the published schema ($document)" exited 0
        done
        jq 'del(.runs[0].tool)' bad.sarif >wrong.sarif
        validate wrong.sarif
        expect 'a wrong document would be found' exited 1
    fi
fi
finish
