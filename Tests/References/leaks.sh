#!/usr/bin/env bash
# Runs many short clips through one process and samples its memory and file descriptors every second, and those of its decoders;
# decoding in the process itself, then in processes of their own. Prints, for each: resident memory at clip 100 and at the end, its
# slope from clip 100 on, the least and most descriptors, and the same of the decoders. The samples stay in
# FOLDER/samples-{false,true}.tsv, for a plot.
#   bash Tests/References/leaks.sh AADML [CLIPS] [FOLDER] [MODALITIES]      e.g. .build/release/aadml 2000 Data/leaks audio
# Fails for more than 2 MiB per 1,000 clips, in the run or all its decoders, or where the descriptors of one vary by more than two: a clip
# that is open and a folder that is read. SQLite's page cache fills up to 2 MiB on the way.
# MODALITIES: audio (the default: the cheaper network, and every clip is opened all the same) or both.
set -euo pipefail

aadml=$(realpath "${1:?which aadml?}") clips=${2:-2000} folder=${3:-Data/leaks} modalities=${4:-audio}
[ "$modalities" = both ] && visual='{weights: {synthesize: 1}}' || visual=none
mkdir -p "$folder"
cd "$folder"
[ -e clips.tar ] || "$aadml" dataset synthesize --clips "$clips" --seconds 1 --to clips.tar

# Most that one of the processes given holds.
descriptors() {
    local most=0 own
    for process in "$@"; do
        own=$(ls "/proc/$process/fd" 2>/dev/null | wc -l)
        [ "$own" -le "$most" ] || most=$own
    done
    echo "$most"
}

# Sum over the processes given, KiB.
resident() { for process in "$@"; do awk '/^VmRSS/ { print $2 }' "/proc/$process/status" 2>/dev/null || true; done | awk '{ sum += $1 } END { print sum + 0 }'; }

failed=0
for isolate in false true; do
    rm -rf "work-$isolate"
    cat > "leaks-$isolate.yaml" <<YAML
name: leaks
workspace: work-$isolate
until: extract
dataset: {layout: vegas, sources: [clips.tar], split: {ratio: [0.5, 0, 0.5]}}
decode: {isolate: $isolate}
extract: {audio: {weights: {synthesize: 1}}, visual: $visual}
YAML
    samples=samples-$isolate.tsv events=events-$isolate.jsonl
    printf 'seconds\tclips\trss_kib\tdescriptors\tdecoders_rss_kib\tdecoders_descriptors\n' > "$samples"
    "$aadml" run "leaks-$isolate.yaml" --progress json 2> "$events" &
    process=$! started=$SECONDS
    while sleep 1 && [ -e "/proc/$process/status" ] && rss=$(resident "$process") && [ "$rss" -gt 0 ]; do
        done=$(grep -a '"stage":"extract"' "$events" | grep -ao '"done":[0-9]*' | tail -1 | cut -d: -f2 || true)
        held=$(descriptors "$process")
        children=$(cat "/proc/$process/task/"*/children 2>/dev/null || true)
        [ "$held" -eq 0 ] || [ -z "$done" ] || printf '%s\t%s\t%s\t%s\t%s\t%s\n' \
            $((SECONDS - started)) "$done" "$rss" "$held" "$(resident $children)" "$(descriptors $children)" >> "$samples"
    done
    wait "$process" || failed=$?
    # The last sample may be of a process that is tidying up; it counts all the same.
    awk -F '\t' -v isolate="$isolate" '
        function slope(y, xy) { return (n * xy - x * y) / (n * xx - x * x) * 1000 / 1024 }
        NR > 1 && $2 >= 100 {
            if (!n) { first = $3; at = $2; low = high = $4; decoders_first = $5 }
            n++; x += $2; xx += $2 * $2; y += $3; xy += $2 * $3; dy += $5; dxy += $2 * $5
            last = $3; end = $2; decoders_last = $5
            if ($3 > peak) peak = $3
            if ($4 < low) low = $4
            if ($4 > high) high = $4
            if ($6 > 0 && (!least || $6 < least)) least = $6   # they end before the run does
            if ($6 > most) most = $6
        }
        END {
            if (n < 10) { print "isolate " isolate ": only " n " samples"; exit 1 }
            own = slope(y, xy); theirs = slope(dy, dxy)
            printf "isolate %s: rss %.1f MiB at clip %d, %.1f at clip %d, most %.1f; slope %.2f MiB per 1,000 clips; descriptors %d to %d\n",
                isolate, first / 1024, at, last / 1024, end, peak / 1024, own, low, high
            printf "    decoders: rss %.1f MiB, then %.1f; slope %.2f MiB per 1,000 clips; descriptors %d to %d\n",
                decoders_first / 1024, decoders_last / 1024, theirs, least + 0, most + 0
            exit own > 2 || theirs > 2 || high - low > 2 || most - least > 2
        }' "$samples" || failed=1
done
exit "$failed"
