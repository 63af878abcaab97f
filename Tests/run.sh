#!/usr/bin/env bash
# Installs what is missing, builds everything in release mode, and runs all tests.
# Arguments go to `swift test`, e.g.  bash Tests/run.sh --filter RetrievalTests
set -euo pipefail
cd "$(dirname "$0")/.."

bash Pipelines/setup.sh
# A build folder of their own: tests are built with other flags, and neither build should undo the other.
options=(-c release --scratch-path .build-tests -Xswiftc -enable-testing)
swift build --build-tests "${options[@]}"
# What tests write to temporary folders goes with them.
TMPDIR=$(mktemp -d)
export TMPDIR
trap 'rm -rf "$TMPDIR"' EXIT
swift test --skip-build "${options[@]}" "$@"
