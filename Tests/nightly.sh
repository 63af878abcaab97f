#!/usr/bin/env bash
# What takes too long for every change: 200 kills, 60 moments at which writing fails, real small disks, both sanitizers, every fuzz
# target to its full count, 2,000 clips in one process. Each part needs a build of its own kind, so none of it fits into continuous
# integration.
#   bash Tests/nightly.sh
set -uo pipefail
cd "$(dirname "$0")/.."

failed=()
part() {
    echo "== $*" >&2
    "$@" || failed+=("$*")
}
part env AADML_KILLS=200 bash Tests/run.sh --filter KilledAnywhereTests
part env AADML_FAULTS=60 bash Tests/run.sh --filter FaultTests
if [ "$(id -u)" = 0 ]; then part bash Tests/faults.sh .build-tests/release/aadml; else echo "Tests/faults.sh needs root: left out" >&2; fi
part bash Tests/References/leaks.sh .build-tests/release/aadml 2000 .build-tests/leaks both
part bash Tests/sanitize.sh address
part bash Tests/sanitize.sh thread
part bash Tests/fuzz.sh all full
[ ${#failed[@]} -eq 0 ] || { printf 'failed: %s\n' "${failed[@]}" >&2; exit 1; }
