#!/bin/sh
# libwand on the other processor that it knows: cross-compiled, and every corpus program run under emulation.
set -u
# shellcheck source=tests/slow/lib.sh
. "$WAND_ROOT/tests/slow/lib.sh"

if ! command -v aarch64-linux-gnu-gcc >/dev/null || ! command -v qemu-aarch64 >/dev/null; then
    skip 'libwand runs on AArch64' 'no cross compiler or no emulator'
    finish
fi
if ! build_variant aarch64 -DCMAKE_SYSTEM_NAME=Linux -DCMAKE_SYSTEM_PROCESSOR=aarch64 \
    -DCMAKE_C_COMPILER=aarch64-linux-gnu-gcc -DWAND_CHECKER=OFF -DWAND_TESTS=OFF; then
    fail 'libwand builds for AArch64' "$(tail -n 40 "$work/out")"
    finish
fi
cd "$WAND_ROOT" || exit 1
"$WAND_BUILD/tests/want/want" --only-run --emulator qemu-aarch64 --emulator -L --emulator /usr/aarch64-linux-gnu \
    --cc aarch64-linux-gnu-gcc --include runtime/include --library "$variant/lib/libwand.a" --corpus corpus
