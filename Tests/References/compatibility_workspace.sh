#!/bin/bash
# Makes Tests/AadmlTests/Golden/workspace-b283a79.tar.xz: a small workspace as the release b283a79 wrote it, with its sources and
# pipeline files. CompatibilityTests checks that later versions take it over without work and with the same figures.
# It is not to be made again with a later version, which would defeat its purpose; to add a case, add it here and run this
# with the binary of b283a79:
#   git worktree add /tmp/b283a79 b283a79 && (cd /tmp/b283a79 && swift build -c release)
#   bash Tests/References/compatibility_workspace.sh /tmp/b283a79/.build/release/aadml
# Needs bash, ffmpeg, tar, xz, zip. Made with FFmpeg 5.1 (Debian 12).
set -euo pipefail
export LC_ALL=C.UTF-8 TZ=UTC
aadml=$(realpath "${1:?the binary of commit b283a79}")
golden=$(cd "$(dirname "$0")/../AadmlTests/Golden" && pwd)
# The catalogue names sources by absolute path: the test replaces this one by its own.
work=/tmp/aadml-compatibility
[ ! -e "$work" ] || { echo "$work exists: remove it first" >&2; exit 1; }
mkdir "$work"
trap 'rm -rf "$work"' EXIT
cd "$work"

# Clips of 64 x 48 pixels and 1.5 s: a box on a ground for the picture, a tone in noise for the sound.
clip() { # name, ground, box, left edge, hertz, seed, seconds of sound
    ffmpeg -v error -f lavfi -i "color=c=$2:s=64x48:r=4:d=1.5,drawbox=x=$4+t*6:y=$4/2:w=24:h=20:c=$3:t=fill" \
        -f lavfi -i "sine=f=$5:r=16000:d=$7[tone];anoisesrc=a=0.05:r=16000:d=$7:seed=$6[noise];[tone][noise]amix" \
        -c:v libx264 -profile:v baseline -pix_fmt yuv420p -crf 34 -threads 1 -c:a aac -b:a 8k -ac 1 \
        -fflags +bitexact -flags:v +bitexact -flags:a +bitexact \
        -movflags +faststart "$1.mp4"
}
mkdir -p AVE_Dataset/AVE more
echo 'Category&VideoID&Quality&StartTime&EndTime' > AVE_Dataset/Annotations.txt
annotate() { echo "$1&$2&good&$3&$4" >> AVE_Dataset/Annotations.txt; }
for i in 0 1 2 3 4; do
    # The last clips of each class lie in a folder beside the archive.
    folder=AVE_Dataset/AVE
    [ $i -lt 3 ] || folder=more
    # The last event of each class takes up a part of its clip.
    end=$([ $i = 4 ] && echo 1 || echo 2)
    clip $folder/bell$i "0x2030$((20 + 5 * i))" "0xe0c0$((40 + 5 * i))" $((4 + 5 * i)) $((880 + 40 * i)) $((1 + i)) 1.5
    annotate bell bell$i 0 $end
    clip $folder/horn$i "0x50$((10 + 5 * i))20" "0xf0$((20 + 7 * i))80" $((6 + 4 * i)) $((220 + 15 * i)) $((11 + i)) 1.5
    annotate horn horn$i 0 $end
    clip $folder/wind$i "0x$((60 + 5 * i))8090" "0x$((20 + 4 * i))3050" $((8 + 3 * i)) $((3000 + 90 * i)) $((21 + i)) 1.5
    annotate wind wind$i 0 $end
done
# One whose sound is too short, so that a failure is on record.
clip AVE_Dataset/AVE/short 0x303030 0xc0c0c0 10 500 31 0.5
annotate bell short 0 2
zip -qrX0 AVE.zip AVE_Dataset
rm -r AVE_Dataset
# A source's size and modification time tell whether it has changed: the test sets the same times.
dated() { touch -d '2026-01-01 00:00:00' "$@"; }
dated AVE.zip more/*.mp4

# 'direct' for every layer of both networks: without it, fingerprints depend on the class of processor.
"$aadml" bench network --tune algorithms.json > /dev/null
sed -i -E 's/"winograd(-tiles)?"/"direct"/; s/"machine" : .*/"machine" : "any: direct is computed everywhere",/' algorithms.json

cat > dataset.yaml <<'END'
# All six stages.
name: dataset
workspace: workspace
dataset: {layout: ave, sources: [AVE.zip, more], split: {ratio: [0.6, 0, 0.4], seed: 1}}
extract:
  algorithms: algorithms.json
  audio: {weights: {synthesize: 7}, hop: 0.48}
  visual: {weights: {synthesize: 7}, tap: Mixed_5b}
assemble:
  audio: {post: {pca: 5}}
  visual: {post: {pca: 5}}
train: {hidden: 12, embedding: 8, epochs: 4, batch: 6, learning_rate: 0.003, proxy: {k: 2, heads: 2}}
evaluate: {recall_at: [1, 3], score: cosine}
END
cat > file.yaml <<'END'
# From a file of features that 'features export' wrote.
name: file
workspace: workspace
features: features.npz
until: evaluate
train: {loss: contrastive, hidden: 8, embedding: 8, epochs: 5, batch: 6, learning_rate: 0.01, select: last, proxy: {k: 2, heads: 2}}
evaluate: {recall_at: [1, 3], score: posterior}
END
cat > experiment.yaml <<'END'
# From a workspace's features: rows of the events alone, lined up.
experiment: experiment
base:
  workspace: workspace
  features: workspace
  assemble: {interval: event, align: nearest, audio: {post: {pca: 4}}, visual: {post: {pca: 4}}}
  train: {hidden: 12, embedding: 8, epochs: 5, batch: 6, learning_rate: 0.01, select: last}
  evaluate: {recall_at: [1, 3]}
control: {train.proxy.kind: none}
variants:
  mean: {train.proxy: {kind: mean, k: 2}}
seeds: [0]
END

# Exit code 3: finished, with a clip that failed.
"$aadml" run dataset.yaml --progress plain || [ $? = 3 ]
"$aadml" features export workspace --to features.npz --format npz --pooled
dated features.npz
"$aadml" run file.yaml --progress plain
"$aadml" run experiment.yaml --progress plain
"$aadml" features export workspace --to segments --format webdataset --segments --align trim
"$aadml" features export dataset.yaml --table --to table.npz --format npz

# Two names of one file become two files: an archive's links are no files to a reader of clips.
tar --hard-dereference --owner=0 --group=0 --numeric-owner --sort=name --mtime='2026-01-01' -cf - -- * \
    | xz -9e > "$golden/workspace-b283a79.tar.xz"
ls -l "$golden/workspace-b283a79.tar.xz"
