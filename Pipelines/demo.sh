#!/usr/bin/env bash
# From nothing to a report: installs what is missing, builds, makes the demo archives, runs the demo pipeline.
# Run it again and it goes on from where it was; everything it makes is under Data/.
set -euo pipefail
cd "$(dirname "$0")/.."

bash Pipelines/setup.sh
swift build -c release --product aadml
aadml=.build/release/aadml

mkdir -p Data/demo
[ -f Data/demo/VEGAS.tar ] || "$aadml" dataset synthesize --layout vegas --to Data/demo/VEGAS.tar
[ -f Data/demo/AVE_Dataset.zip ] || "$aadml" dataset synthesize --layout ave --clips 60 --to Data/demo/AVE_Dataset.zip

exec "$aadml" run Pipelines/demo.yaml "$@"
