#!/usr/bin/env bash
# Runs aadml's networks and their peers in turn and prints the table of ratios.
# usage: Tests/References/bench_networks.sh [ROUNDS] [SECONDS]
# AADML: the command (default .build/release/aadml); VENV: a Python environment that has the peers (default: a throw-away one).
set -euo pipefail
here=$(dirname "$0")
aadml=${AADML:-$here/../../.build/release/aadml}
if [ -z "${VENV:-}" ]; then
  VENV=$(mktemp -d)
  trap 'rm -rf "$VENV"' EXIT
  python3 -m venv "$VENV"
  "$VENV/bin/pip" install --quiet torch --index-url https://download.pytorch.org/whl/cpu
  "$VENV/bin/pip" install --quiet --no-deps torchvision
  "$VENV/bin/pip" install --quiet numpy pillow safetensors onnx onnxruntime openvino
fi
"$VENV/bin/python" "$here/bench_networks.py" "$aadml" "$@"
