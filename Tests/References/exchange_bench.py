"""Throughput, peak memory and sizes of every format, for 28,103 clips (as many as VEGAS has) of 10 rows.

    python exchange_bench.py AADML FOLDER [--clips N] [--rows N] [--visual-width N] [--formats NAME,NAME] [--runner COMMAND]

FOLDER: some 9 GB of room, which is given back; prints one line a step. Two sizes show whether memory depends on the number of clips:
--clips 200000 --rows 1 --visual-width 128.

Features are made here (normal numbers, 128 and 2048 wide), written by h5py in the marked layout and imported; that cache is
exported in every format, and what takes another layout is imported again. Needs numpy, h5py and GNU time.
"""

import argparse
import pathlib
import shutil
import subprocess
import sys

import h5py
import numpy as np

AUDIO = 128
FORMATS = [
    "hdf5-split", "hdf5-marked", "hdf5-ave", "npy", "npy-cmr", "npz", "safetensors", "webdataset", "tfrecord-frames", "tfrecord-videos",
    "tfrecord-audioset",
]
WITH_SEGMENTS = {"hdf5-split", "hdf5-marked", "npz", "safetensors"}


def make(path, clips, rows, visual):
    random = np.random.default_rng(0)
    with h5py.File(path, "w") as file:
        for name, width in (("audio_feat", AUDIO), ("visual_feat", visual)):
            data = file.create_dataset(name, (clips, rows, width), "f4")
            for start in range(0, clips, 1000):
                data[start:start + 1000] = random.standard_normal((min(1000, clips - start), rows, width), dtype="f4")
        file["Label_ID"] = np.arange(clips) % 10
        file["Train_test"] = [str(int(i % 5 != 0)) for i in range(clips)]


def size(path):
    return sum(p.stat().st_size for p in path.rglob("*") if p.is_file()) if path.is_dir() else path.stat().st_size


def timed(what, command, clips, measured, runner):
    done = subprocess.run([*runner, "/usr/bin/time", "-f", "%e %M %U %S", *map(str, command)], capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)
    seconds, peak, user, system = map(float, done.stderr.strip().split("\n")[-1].split())
    megabytes = size(measured) / 1e6
    print(f"{what:26} {seconds:7.1f} s  {user + system:7.1f} CPU s  {clips / seconds:8.0f} clips/s  "
          f"{megabytes / seconds:7.0f} MB/s  {megabytes:8.0f} MB  peak {peak / 1e3:6.0f} MB", flush=True)


def remove(path):
    shutil.rmtree(path) if path.is_dir() else path.unlink()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("aadml")
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--clips", type=int, default=28_103)
    parser.add_argument("--rows", type=int, default=10)
    parser.add_argument("--visual-width", type=int, default=2048)
    parser.add_argument("--formats", default=",".join(FORMATS))
    parser.add_argument("--runner", default="", help="what runs the measured commands, such as 'nice -n -15'")
    given = parser.parse_args()
    runner = given.runner.split()
    aadml, folder, clips = given.aadml, given.folder, given.clips
    folder.mkdir(parents=True, exist_ok=True)
    source, workspace, again = folder / "source.h5", folder / "workspace", folder / "again"
    make(source, clips, given.rows, given.visual_width)
    timed("import hdf5-marked", [aadml, "features", "import", source, "--into", workspace, "--progress", "none"], clips, source, runner)
    source.unlink()
    for format in given.formats.split(","):
        out = folder / format
        options = ["--segments"] if format in WITH_SEGMENTS else []
        command = [aadml, "features", "export", workspace, "--to", out, "--format", format, "--progress", "none", *options]
        timed(f"export {format}", command, clips, out, runner)
        timed(f"import {format}", [aadml, "features", "import", out, "--into", again, "--progress", "none"], clips, out, runner)
        remove(out)
        remove(again)
    timed("verify", [aadml, "features", "verify", workspace, "--progress", "none"], clips, workspace, runner)
    timed("compare with itself", [aadml, "features", "compare", workspace, workspace, "--progress", "none"], clips, workspace, runner)
    remove(workspace)


if __name__ == "__main__":
    main()
