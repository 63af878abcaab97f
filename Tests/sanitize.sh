#!/usr/bin/env bash
# Builds the tests with a sanitizer and runs them. Other arguments go to `swift test`.
#   bash Tests/sanitize.sh address [--filter X]      every suite
#   bash Tests/sanitize.sh thread [--filter X]       every suite but those of the network kernels, whose libraries race by design
#   AADML_SUITES=WorkflowTests,StoreTests bash Tests/sanitize.sh thread      these alone, built without the rest of the house
# Each has a build folder of its own (.build-address, .build-thread); the first build takes as long as that of Tests/run.sh.
set -euo pipefail
cd "$(dirname "$0")/.."

kind=${1:-}
case $kind in
    address) skipped=() ;;
    thread) skipped=(--skip KernelsTests --skip InferenceTests --skip ExtractorsTests) ;;
    *) echo "usage: bash Tests/sanitize.sh address|thread [arguments of swift test]" >&2; exit 2 ;;
esac
shift

# Optimised: networks take minutes a picture otherwise.
options=(-c release --scratch-path ".build-$kind${AADML_SUITES:+-some}" -Xswiftc -enable-testing -Xswiftc -DSANITIZED --sanitize="$kind")
swift build --build-tests "${options[@]}"

# Reports go on after the first finding, and the run fails for any. Leaks are looked for by Tests/fuzz.sh and leaks.sh: a test
# process ends with caches and threads alive.
export ASAN_OPTIONS=detect_leaks=0:halt_on_error=1
export TSAN_OPTIONS="suppressions=$PWD/Tests/thread-suppressions.txt halt_on_error=0 exitcode=66 second_deadlock_stack=1"
TMPDIR=$(mktemp -d)   # what tests write to temporary folders goes with them
export TMPDIR
trap 'rm -rf "$TMPDIR"' EXIT
swift test --skip-build "${options[@]}" "${skipped[@]}" "$@"
