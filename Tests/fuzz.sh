#!/usr/bin/env bash
# Fuzzes the parsers of untrusted bytes with libFuzzer, which comes with Swift; address sanitizer on.
#   bash Tests/fuzz.sh [TARGET|all] [RUNS]      default: all targets, 20,000 inputs each
# Inputs that break something are kept in .build-fuzz/artifacts; what was found interesting in .build-fuzz/corpus/TARGET.
set -euo pipefail
cd "$(dirname "$0")/.."

target=${1:-all} runs=${2:-20000}
# libFuzzer as a library: `-sanitize=fuzzer` would bring a second main.
library=$(find "$(dirname "$(readlink -f "$(command -v swiftc)")")/../lib/clang" -name 'libclang_rt.fuzzer_no_main-x86_64.a' | head -1)
options=(
    -c release --scratch-path .build-fuzz -Xswiftc -sanitize=address -Xswiftc -sanitize-coverage=edge,inline-8bit-counters,pc-table,trace-cmp
    -Xlinker "$library" -Xlinker -lstdc++ --disable-dead-strip --product fuzz)
AADML_FUZZ=1 swift build "${options[@]}" >&2
tool=$(AADML_FUZZ=1 swift build "${options[@]}" --show-bin-path)/fuzz

# Files that tests hold are the seeds.
declare -A seeds=(
    [annotations]=Tests/Fuzz/Seeds/annotations [archive]=Tests/ArchivesTests/Golden [media]=Tests/MediaTests/Golden
    [npy]=Tests/TensorFilesTests/Golden [npz]=Tests/TensorFilesTests/Golden [safetensors]=Tests/TensorFilesTests/Golden
    [settings]=Pipelines)
# Our own parsers may allocate 16 MiB at once for inputs of at most 64 KiB; libraries have tables and windows of their own.
declare -A allocation=([archive]=512 [media]=512 [npz]=512)

failed=()
for name in $([ "$target" = all ] && printf '%s\n' "${!seeds[@]}" | sort || echo "$target"); do
    mkdir -p .build-fuzz/corpus/"$name" .build-fuzz/artifacts
    echo "== $name: $runs inputs" >&2
    "$tool" "$name" -runs="$runs" -max_len=65536 -timeout=20 -rss_limit_mb=4096 -malloc_limit_mb="${allocation[$name]:-16}" \
        -artifact_prefix=.build-fuzz/artifacts/"$name"- -print_final_stats=1 -verbosity=0 \
        .build-fuzz/corpus/"$name" "${seeds[$name]}" || failed+=("$name")
done
[ ${#failed[@]} -eq 0 ] || { echo "failed: ${failed[*]}" >&2; exit 1; }
