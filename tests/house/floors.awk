# floors.awk: checks #include lines against floors.table; prints one line a violation, `file:line: what is wrong`.
# usage: awk -f floors.awk floors.table FILE...  (paths relative to the root of the tree)

function folder_of(path, i, parts, count, folder, best)
{
    best = ""
    for (folder in floor) {
        if (index(path, folder "/") == 1 && length(folder) > length(best))
            best = folder
    }
    # rules/* makes every subject a folder of its own
    count = split(path, parts, "/")
    if (best == "rules" && count > 2 && ("rules/*" in floor))
        best = "rules/" parts[2]
    return best
}

function floor_of(folder)
{
    if (folder in floor)
        return floor[folder]
    return floor["rules/*"]
}

function house_of(folder)
{
    return (folder in house) ? house[folder] : house["rules/*"]
}

function complain(text)
{
    print FILENAME ":" FNR ": " text
}

function check_system_header(name)
{
    if (name ~ /^clang-c\// && FILENAME !~ /^analyzer\/frontend\//)
        complain("libclang is known to analyzer/frontend only")
    if (name ~ /^sqlite3/ && FILENAME !~ /^analyzer\/store\//)
        complain("SQLite is known to analyzer/store only")
    if (name ~ /^wand(\.h|\/)/ && FILENAME ~ /^(analyzer|rules)\//)
        complain("the checker never includes libwand")
}

function check_own_header(name, from, to)
{
    if (FILENAME ~ /^rules\/[^\/]+\/[^\/]+\.c$/ && FILENAME !~ /^rules\/model\// && name != "analyzer/rule/rule.h") {
        complain("a rule includes analyzer/rule/rule.h and libc, not " name)
        return
    }
    from = folder_of(FILENAME)
    to = folder_of(name)
    if (from == "")
        complain("stands on no floor of floors.table")
    else if (to == "" || name !~ /\//)
        complain("\"" name "\" is not the path of a file on a floor, from the root of the tree")
    else if (house_of(from) != house_of(to))
        complain("runtime and analyzer never include each other: " name)
    else if (from != to && floor_of(to) >= floor_of(from))
        complain(from " (floor " floor_of(from) ") may not include " name " (floor " floor_of(to) ")")
}

FNR == 1 { in_table = (FILENAME ~ /floors\.table$/) }

in_table {
    if ($0 !~ /^#/ && NF == 3) {
        house[$2] = $1
        floor[$2] = $3
    }
    next
}

/^[ \t]*#[ \t]*include[ \t]*[<"]/ {
    name = $0
    sub(/^[ \t]*#[ \t]*include[ \t]*[<"]/, "", name)
    sub(/[>"].*/, "", name)
    if ($0 ~ /include[ \t]*</)
        check_system_header(name)
    else
        check_own_header(name)
}

# Conditions on the operating system or the processor have their places.
/^[ \t]*#[ \t]*(if|ifdef|ifndef|elif)/ &&
/__linux|__gnu_linux|__APPLE__|__FreeBSD__|__OpenBSD__|__NetBSD__|_WIN32|__CYGWIN__|__ANDROID__|__unix__|__x86_64__|__aarch64__/ {
    if (FILENAME !~ /^runtime\/(base\/port|stack\/|sched\/poll)/ && FILENAME !~ /^analyzer\/base\//)
        complain("a condition on the system belongs in runtime/base/port, runtime/stack, the poller or analyzer/base")
}
