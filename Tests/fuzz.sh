#!/usr/bin/env bash
# Fuzzes the parsers of untrusted bytes with libFuzzer, which comes with Swift; address and leak sanitizers on.
#   bash Tests/fuzz.sh [TARGET|all] [RUNS|full] [SECONDS]      default: all targets, 20,000 inputs each, however long that takes
# full: 10 million inputs for each of our own parsers, 1 million for those that go through a library.
# Inputs that break something are kept in .build-fuzz/artifacts; what was found interesting in .build-fuzz/corpus/TARGET.
set -euo pipefail
cd "$(dirname "$0")/.."

target=${1:-all} runs=${2:-20000} seconds=${3:-0}
# libFuzzer as a library: `-sanitize=fuzzer` would bring a second main.
library=$(find "$(dirname "$(readlink -f "$(command -v swiftc)")")/../lib/clang" -name 'libclang_rt.fuzzer_no_main-x86_64.a' | head -1)
options=(
    -c release --scratch-path .build-fuzz -Xswiftc -enable-testing
    -Xswiftc -sanitize=address -Xswiftc -sanitize-coverage=edge,inline-8bit-counters,pc-table,trace-cmp
    -Xlinker "$library" -Xlinker -lstdc++ --disable-dead-strip --product fuzz)
AADML_FUZZ=1 swift build "${options[@]}" >&2
tool=$(AADML_FUZZ=1 swift build "${options[@]}" --show-bin-path)/fuzz

arrays=Tests/ArrayFilesTests/Golden checkpoints=Tests/CheckpointsTests/Golden
declare -A seeds=(
    [annotations]=Tests/Fuzz/Seeds/annotations/* [archive]=Tests/ArchivesTests/Golden/* [byte-source]=Tests/Fuzz/Seeds/byte-source/*
    [checkpoint]="$checkpoints/*.ckpt $checkpoints/*.index $checkpoints/*.snappy" [decoder-answer]=Tests/Fuzz/Seeds/decoder-answer/*
    [example]=Tests/Fuzz/Seeds/example/* [graph]=$checkpoints/*.pb [media]="Tests/MediaTests/Golden/*-* Tests/Fuzz/Seeds/media/*" [npy]=$arrays/*.npy [npz]=$arrays/*.npz [pth]=$checkpoints/*.pth
    [safetensors]=$arrays/*.safetensors [settings]=Pipelines/*.yaml [tfrecord]=Tests/Fuzz/Seeds/tfrecord/*)
# Our own parsers may allocate 4 MiB at once for at most 16 KiB of input: 256 times its size. What goes through a library gets
# 64 KiB and 512 MiB, since libraries have tables and windows of their own. The whole process, with what has been found so far, is bound too.
own=(-max_len=16384 -malloc_limit_mb=4 -rss_limit_mb=768 -timeout=5)
through=(-max_len=65536 -malloc_limit_mb=512 -rss_limit_mb=2048 -timeout=20)
declare -A libraries=([archive]=libarchive [media]=FFmpeg [npz]=libarchive [settings]=libyaml)

# Files that parsers read, and the seeds, lie in memory.
TMPDIR=$(mktemp -d -p /dev/shm aadml-fuzz-XXXXXX)
export TMPDIR
trap 'rm -rf "$TMPDIR"' EXIT

failed=()
for name in $([ "$target" = all ] && printf '%s\n' "${!seeds[@]}" | sort || echo "$target"); do
    mkdir -p .build-fuzz/corpus/"$name" .build-fuzz/artifacts "$TMPDIR/seeds/$name"
    cp ${seeds[$name]} "$TMPDIR/seeds/$name"
    # Swift frees what is not referred to any more, so memory that is kept poisoned for long finds nothing: a quarter faster without.
    bounds=("${own[@]}") goal=10000000 sanitizer=quarantine_size_mb=1:max_malloc_fill_size=0:malloc_context_size=2
    [ -z "${libraries[$name]:-}" ] || { bounds=("${through[@]}") goal=1000000 sanitizer=quarantine_size_mb=16; }
    [ "$runs" = full ] || goal=$runs
    echo "== $name: $goal inputs" >&2
    ASAN_OPTIONS=$sanitizer "$tool" "$name" -runs="$goal" -max_total_time="$seconds" "${bounds[@]}" \
        -artifact_prefix=.build-fuzz/artifacts/"$name"- -print_final_stats=1 -verbosity=0 \
        .build-fuzz/corpus/"$name" "$TMPDIR/seeds/$name" || failed+=("$name")
done
[ ${#failed[@]} -eq 0 ] || { echo "failed: ${failed[*]}" >&2; exit 1; }
