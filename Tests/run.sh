#!/usr/bin/env bash
# Installs what is missing, builds everything in release mode, and runs all tests.
# Arguments go to `swift test`, e.g.  bash Tests/run.sh --filter RetrievalTests
set -euo pipefail
cd "$(dirname "$0")/.."

bash Pipelines/setup.sh
swift build -c release --build-tests -Xswiftc -enable-testing
exec swift test -c release --skip-build -Xswiftc -enable-testing "$@"
