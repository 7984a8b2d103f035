#!/bin/sh
# The corpus harness's own tests: each plants one defect in a small corpus and expects the harness to name it. The checker
# is a stand-in (see `checker`), because what it says has to be exactly what the test needs.
set -u
# shellcheck source=tests/support/tap.sh
. "$WAND_ROOT/tests/support/tap.sh"

: >"$work/empty.c"
cc -c "$work/empty.c" -o "$work/empty.o" && ar rcs "$work/libwand.a" "$work/empty.o"

# corpus FILE: takes the text of a corpus file from standard input.
corpus()
{
    mkdir -p "$work/corpus/$(dirname "$1")"
    cat >"$work/corpus/$1"
}

# harness NAME STATUS TEXT: runs the harness over the planted corpus and forgets it.
harness()
{
    run "$WAND_BUILD/tests/want/want" --wand "$WAND_ROOT/tests/want/selftest/checker" --include "$WAND_ROOT/runtime/include" \
        --library "$work/libwand.a" --corpus "$work/corpus"
    expect "$1" both exited "$2" and out_has "$3"
    rm -rf "$work/corpus"
}

corpus wg/a.c <<'END'
// run: clean
/* A program with one good and one bad function. */
static int done(void) { return 0; }
static int good(void)
{
    done(); // delete early
    return 0; // then wg-missing-done by early
}
static int bad(void)
{
    // insert early2: done();
    return 0; /* report: wg-missing-done */ // want wg-missing-done unless early2
}
int main(void) { return good() + bad(); }
END
harness 'a mutant that changes nothing is named (deleting)' 1 "without 'early'"

corpus wg/a.c <<'END'
// run: clean
int main(void) { return 0; /* report: wg-missing-done */ } // want wg-missing-done
END
harness 'claims that hold pass' 0 'ok 4 - findings in'

corpus wg/a.c <<'END'
// run: clean
int main(void) { return 0; /* report: wg-missing-done */ }
END
harness 'a surplus finding fails' 1 'a.c:2: surplus: wg-missing-done'

corpus wg/a.c <<'END'
// run: clean
int main(void) { return 0; } // want wg-missing-done
END
harness 'a missing finding fails' 1 'a.c:2: missing: wg-missing-done'

corpus wg/a.c <<'END'
// run: clean
int main(void)
{ // want wg-missing-done
    return 0; /* report: wg-missing-done */
}
END
harness 'a finding on the wrong line fails' 1 'a.c:4: surplus: wg-missing-done'

corpus wg/a.c <<'END'
// run: clean
int main(void) { return 0; /* report: spawn-unbound */ } // want wg-missing-done
END
harness 'a finding of another rule fails' 1 'a.c:2: missing: wg-missing-done'

corpus wg/a.c <<'END'
// run: clean
int main(void) { return 0; /* report: spawn-unbound */ /* report: spawn-unbound */ } // want spawn-unbound
END
harness 'a finding reported twice fails' 1 'a.c:2: surplus: spawn-unbound'

corpus wg/a.c <<'END'
// run: clean
int main(void) { return 0; } // want no-such-rule
END
harness 'a rule that does not exist is named' 1 "the rule 'no-such-rule' wanted in"

corpus wg/a.c <<'END'
// run: clean
int main(void) { return 0; } // known-miss spawn-unbound: not yet
END
harness 'a known miss passes while it is true' 0 '1 known gaps'

corpus wg/a.c <<'END'
// run: clean
int main(void) { return 0; /* report: spawn-unbound */ } // known-miss spawn-unbound: not yet
END
harness 'a known miss fails when it stops being true' 1 'now reported: spawn-unbound'

corpus wg/a.c <<'END'
// run: clean
int main(void) { return 0; } // known-false spawn-unbound: not yet
END
harness 'a known false alarm fails when it stops being true' 1 'no longer reported: spawn-unbound'

corpus wg/a.c <<'END'
// run: clean
int main(void) { return 0; } // known-miss spawn-unbound
END
harness 'a known gap needs a reason' 1 'a known gap needs'

corpus wg/a.c <<'END'
// run: clean
int main(void) { return 0; } // want
END
harness 'a want without a rule is named' 1 "a rule's name is missing"

corpus wg/a.c <<'END'
int main(void) { return 0; }
END
harness 'a program without a run header is named' 1 ' header'

corpus wg/a.c <<'END'
// run: perhaps
int main(void) { return 0; }
END
harness 'an unknown run header is named' 1 'is followed by clean, leak N'

corpus wg/a.c <<'END'
// run: clean
int main(void) { return 1; }
END
harness 'a program that is not clean fails' 1 'ended with exit status 1'

corpus wg/a.c <<'END'
// run: leak 2
#include <stdio.h>
int main(void) { fprintf(stderr, "1 coroutine leaked\n"); return 1; }
END
harness 'a wrong number of leaks fails' 1 'ended with exit status 1, 1 leaks reported'

corpus wg/a.c <<'END'
// run: leak 1
int main(void) { return 1; }
END
harness 'leaks without a report fail' 1 'ended with exit status 1, 0 leaks reported'

corpus wg/a.c <<'END'
// run: deadlock
int main(void) { return 100; }
END
harness 'a deadlock without its report fails' 1 'ended with exit status 100'

corpus wg/a.c <<'END'
// run: panic
#include <stdio.h>
int main(void) { fprintf(stderr, "panic\n"); return 134; }
END
harness 'a panic that does not abort fails' 1 'ended with exit status 134'

corpus wg/a.c <<'END'
// run: clean
int main(void) { return missing; }
END
harness 'a program that does not compile fails' 1 'does not compile'

corpus wg/a.c <<'END'
// run: clean
int main(void) { return 0; } /* crash */
END
harness 'a checker that gives up fails' 1 'the checker ended with exit status 2'

corpus wg/a.c <<'END'
// run: clean
int main(void) { return 0; } /* garble */
END
harness 'output that is no JSON fails' 1 'output is no JSON'

corpus wg/a.c <<'END'
// run: clean
int main(void)
{
    int kept = 0; // delete kept
    return kept; // then spawn-unbound by kept
}
END
harness 'a mutant that does not compile fails' 1 'does not compile'

corpus wg/a.c <<'END'
// run: clean
int main(void)
{
    // insert fix: return 0;
    return 0; /* report: spawn-unbound */ // want spawn-unbound unless fix
}
END
harness 'an insertion that does not silence fails' 1 'surplus: spawn-unbound'

corpus wg/a.c <<'END'
// run: clean
int main(void)
{
    return 0; // delete alone
}
END
harness 'an id without its partner is named' 1 "the id 'alone' stands alone"

corpus wg/two/a.c <<'END'
// run: clean
int other(void);
int main(void) { return other(); }
END
corpus wg/two/b.c <<'END'
/* The other half: compiled, analysed and run together with a.c. */
int other(void);
int other(void) { return 0; /* report: spawn-unbound */ }
END
harness 'a folder can be one program, and all its files count' 1 'b.c:3: surplus: spawn-unbound'

corpus wg/a.c <<'END'
// run: clean
int main(int argc, char **argv) { return argc == 3 && argv[1][0] == 'x'; } /* report: spawn-unbound */
END
printf '#!/bin/sh\nprogram=$2\nexec "$program" "$1" y\n' >"$work/emulator"
chmod +x "$work/emulator"
run "$WAND_BUILD/tests/want/want" --only-run --emulator "$work/emulator" --emulator x --include "$work" \
    --library "$work/libwand.a" --corpus "$work/corpus"
expect 'programs run under an emulator, and then nothing is checked' both exited 1 and out_has 'not ok 3 - running' and \
    test "$(grep -c findings "$work/out")" = 0
rm -rf "$work/corpus"

mkdir -p "$work/corpus"
harness 'an empty corpus fails' 1 'nothing to do'
finish
