#!/usr/bin/env bash
# Measures aadml's feature extraction beside Python's (PyAV with ONNX Runtime, PyTorch or OpenVINO) on the same twenty
# clips, in turn, and prints a table in Markdown.
#
#   bash Tests/References/bench_extraction.sh [ROUNDS]       (default: 3 rounds, about five minutes each on two cores)
#
# AADML: the command (default: .build/release/aadml). VENV: a Python environment with the peers in it; without one, a
# throw-away environment is made and about 2 GB of packages are downloaded. THREADS: threads of each side (default: 2).
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
aadml="$(realpath "${AADML:-$here/../../.build/release/aadml}")"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

if [ -z "${VENV:-}" ]; then
    VENV="$work/venv"
    python3 -m venv "$VENV"
    "$VENV/bin/pip" install --quiet --extra-index-url https://download.pytorch.org/whl/cpu \
        "torch==2.13.0+cpu" numpy onnx onnxruntime openvino av
    # Its compiled operations do not load beside CPU PyTorch, and are not needed: see bench_extraction_peer.py.
    "$VENV/bin/pip" install --quiet --no-deps torchvision==0.28.0
fi

"$aadml" dataset synthesize --layout vegas --clips 20 --seconds 8 --to "$work/demo.tar"
mkdir -p "$work/clips/all"
tar -xf "$work/demo.tar" -C "$work" --wildcards '*.mp4' --transform 's|^VEGAS/\(.*\)/videos/|clips/all/\1_|'
(cd "$work" && "$VENV/bin/python" "$here/bench_extraction_peer.py" export)
cd "$work" && exec "$VENV/bin/python" "$here/bench_extraction.py" "$aadml" clips "${1:-3}"
