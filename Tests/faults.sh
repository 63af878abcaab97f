#!/bin/bash
# Runs the pipeline on real small disks: a tmpfs that is full, full but for a little, read-only, or whose files go away under the run.
# Each run must end with an error that names its file, and once there is room the next one must end as an undisturbed run does.
# Needs root (to mount) and a built aadml. Usage: faults.sh [AADML] [TRIALS]
set -euo pipefail
aadml=$(realpath "${1:-$(dirname "$0")/../.build/release/aadml}")
trials=${2:-12}
[ "$(id -u)" = 0 ] || { echo "faults.sh mounts small disks, and needs root for it" >&2; exit 2; }
work=$(mktemp -d)
trap 'umount "$work/disk" 2> /dev/null || true; rm -rf "$work"' EXIT
mkdir "$work/disk"
cd "$work"
"$aadml" dataset synthesize --clips 40 --seconds 1 --to v.tar > /dev/null 2>&1

pipeline() { cat > "$1.yaml" <<YAML
name: run
workspace: $2
dataset: {layout: vegas, sources: [v.tar], categories: [dog, drum], split: {ratio: [0.5, 0, 0.5]}}
extract: {audio: {weights: {synthesize: 3}}, visual: {weights: {synthesize: 3}}}
assemble: {visual: {post: {pca: 4}}}
train: {hidden: 16, embedding: 8, epochs: 4, batch: 8}
YAML
}
results() { (cd "$1/runs/run" && sha256sum table.safetensors transform.safetensors model.safetensors metrics.json rankings.json); }
failures=0
report() { printf '%-34s %s\n' "$1" "$2"; }
fail() { failures=$((failures + 1)); report "$1" "FAILED: $2"; }

# Runs it on the small disk, which must fail clearly or succeed; then with room, which must end as the undisturbed run.
# With a stage, the workspace is removed while that runs.
try() {
    local what=$1 stage=${2:-} code=0
    "$aadml" run small.yaml --progress none > out.txt 2> err.txt &
    [ -z "$stage" ] || remove_during "$stage" $!
    wait $! || code=$?
    [ -z "$stage" ] || [ "$code" = 1 ] || { echo "exit code $code" > err.txt; code=99; }
    local words; words=$(tail -n 1 err.txt)
    if [ "$code" -gt 1 ]; then fail "$what" "exit code $code: $words"
    elif [ "$code" = 1 ] && ! grep -Eq "^aadml: .*disk/w.*(No space|space|full|[Rr]ead.only|Read-only|readonly|unable to open|I/O error|No such file|is missing)" <<< "$words"; then fail "$what" "unclear: $words"; fi
    mount -o remount,rw,size=100M disk
    if ! "$aadml" run small.yaml --progress plain > out.txt 2> again.txt; then fail "$what" "the next run: $(tail -n 1 again.txt)"
    elif ! diff <(results disk/w) expected.txt > /dev/null; then fail "$what" "the results differ"
    elif grep -q "damage found" again.txt; then fail "$what" "something was spoilt: $(grep 'damage found' again.txt)"
    else report "$what" "${words:-it was enough}"; fi
    umount disk
}

remove_during() {
    until grep -qs "\"decision\":\"run\".*\"stage\":\"$1\"" disk/w/runs/run/log.jsonl; do
        [ -e "/proc/$2" ] || return 0
        sleep 0.005
    done
    kill -STOP "$2"   # a file that is made meanwhile would make its folder stay
    rm -rf disk/w
    kill -CONT "$2"
}

pipeline whole whole
"$aadml" run whole.yaml --progress none > /dev/null
results whole > expected.txt
need=$(du -sk whole | cut -f 1)
pipeline small disk/w

for trial in $(seq 1 "$trials"); do
    size=$((need * (trials + 1 - trial) / trials + 16))
    mount -t tmpfs -o size="${size}k" none disk
    try "a disk of $size KiB (of $need)"
done
for left in 0 8 16 32 64 96 128 192 256; do
    mount -t tmpfs -o size=2M none disk
    "$aadml" run small.yaml --to extract --progress none > /dev/null
    dd if=/dev/zero of=disk/other bs=1k status=none 2> /dev/null || true
    truncate -s "-${left}k" disk/other
    try "$left KiB left from assemble on"
done
mount -t tmpfs -o size=100M none disk
mkdir disk/w && mount -o remount,ro disk
try "a read-only disk"
mount -t tmpfs -o size=100M none disk
"$aadml" run small.yaml --to extract --progress none > /dev/null
mount -o remount,ro disk
try "read-only from assemble on"
for stage in ingest extract assemble train; do
    mount -t tmpfs -o size=100M none disk
    try "a workspace removed in $stage" "$stage"
done
echo "$failures failures in $((trials + 15)) trials"
[ "$failures" = 0 ]
