#!/bin/bash
# Makes Tests/StagesTests/Golden/metrics: a table, a model, and the metrics.json that commit dbdd0a1 wrote for them with a few settings of
# 'evaluate'. MetricsFileTests checks that later versions write the same keys and values.
# It is not to be made again with a later version, which would defeat its purpose:
#   git worktree add /tmp/dbdd0a1 dbdd0a1 && (cd /tmp/dbdd0a1 && swift build)
#   bash Tests/References/metrics_file.sh /tmp/dbdd0a1/.build/debug/aadml
# Needs bash, tar, xz, Python with NumPy.
set -euo pipefail
aadml=$(realpath "${1:?the binary of commit dbdd0a1}")
here=$(cd "$(dirname "$0")" && pwd)
golden=$here/../StagesTests/Golden/metrics
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
tar -xJf "$here/../AadmlTests/Golden/workspace-b283a79.tar.xz"
python3 "$here/metrics_file.py" features.npz big.npz
cat > big.yaml <<'YAML'
name: big
workspace: big
features: big.npz
assemble: {visual: {post: none}}
train: {loss: contrastive, hidden: 8, embedding: 6, epochs: 3, batch: 15, learning_rate: 0.01, select: last, proxy: {k: 2, heads: 2}}
evaluate: {recall_at: [1, 3, 10]}
YAML
mkdir -p "$golden"
make() {
    local name=$1
    shift
    "$aadml" run big.yaml "$@"
    cp big/runs/big/metrics.json "$golden/$name.json"
}
make plain
make inverted-softmax --set evaluate.rescore=inverted-softmax --set evaluate.proxies=train
make k-reciprocal --set evaluate.rerank=k-reciprocal --set evaluate.score=posterior
cp big/runs/big/table.safetensors big/runs/big/model.safetensors "$golden"
