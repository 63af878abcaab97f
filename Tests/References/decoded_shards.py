"""Reads the shards that `decode: {persist: true}` keeps with webdataset, Pillow and PyAV.

    python decoded_shards.py AADML          needs webdataset, pillow, av, numpy

Demo clips are made and decoded first. Frames must be those PyAV decodes at the recorded times, within 2 levels of 255 in the mean
(it interpolates chroma otherwise, which shows at edges); the sound must have the recorded number of 16 kHz samples in float32, and correlate with the source's.
"""

import io
import json
import pathlib
import subprocess
import sys
import tarfile
import tempfile

import av
import numpy as np
import webdataset
from PIL import Image

PIPELINE = """
name: kept
workspace: workspace
until: extract
dataset: {{layout: vegas, sources: [clips.tar]}}
decode: {{persist: {persist}}}
extract: {{audio: {{weights: {{synthesize: 1}}}}, visual: {{weights: {{synthesize: 1}}}}}}
"""


def source_frames(data, times):
    """Pictures on display at the times, from the first presented frame on."""
    with av.open(io.BytesIO(data)) as container:
        frames = [(frame.time, frame.to_ndarray(format="rgb24")) for frame in container.decode(video=0)]
    start = frames[0][0]
    return [[picture for time, picture in frames if time - start <= at + 1e-6][-1] for at in times]


def source_sound(data):
    with av.open(io.BytesIO(data)) as container:
        resampler = av.AudioResampler(format="flt", layout="mono", rate=16000)
        pieces = [out.to_ndarray()[0] for frame in container.decode(audio=0) for out in resampler.resample(frame)]
    return np.concatenate(pieces)


def kept_sound(data):
    with av.open(io.BytesIO(data)) as container:
        stream = container.streams.audio[0]
        sound = np.concatenate([frame.to_ndarray().reshape(-1) for frame in container.decode(audio=0)])
        return (sound if sound.dtype == np.float32 else sound / 32768), stream.rate, stream.format.name


def check(folder, persist, lossless):
    (folder / "pipeline.yaml").write_text(PIPELINE.format(persist=persist))
    subprocess.run([sys.argv[1], "run", "pipeline.yaml", "--progress", "none"], cwd=folder, check=True)
    with tarfile.open(folder / "clips.tar") as archive:
        members = {m.name: archive.extractfile(m).read() for m in archive.getmembers() if m.isfile()}
    shards = sorted(str(path) for path in (folder / "workspace/decoded").glob("clips-*.tar"))
    count, worst = 0, 0.0
    for sample in webdataset.WebDataset(shards, shardshuffle=False, empty_check=False):
        entry = json.loads(sample["json"])
        source = members[entry["member"]]
        sound, rate, kind = kept_sound(sample[entry["sound"]["ending"]])
        assert kind == ("flt" if lossless else "s16") and rate == entry["sound"]["sample_rate"] == 16000
        assert sound.shape == (entry["sound"]["samples"],)
        expected = source_sound(source)
        length = min(len(sound), len(expected))
        assert np.corrcoef(sound[:length], expected[:length])[0, 1] > 0.999
        frames = entry["frames"]
        pictures = [np.asarray(Image.open(io.BytesIO(sample[ending]))) for ending in frames["endings"]]
        assert len(pictures) == len(frames["times"]) > 0
        difference = max(float(np.abs(a.astype(int) - b).mean()) for a, b in zip(pictures, source_frames(source, frames["times"])))
        worst = max(worst, difference)
        assert difference <= (2 if lossless else 4), (entry["member"], difference)
        assert entry["samples"][0]["labels"] and len(entry["sha256"]) == 64
        count += 1
    print(f"{persist}: {count} clips in {len(shards)} shards, frames within {worst:.2f} levels of PyAV's in the mean")
    assert count == 6


def main():
    for persist, lossless in (("true", True), ("{sound: flac, frames: jpg, quality: 95}", False)):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            command = ["dataset", "synthesize", "--clips", "6", "--seconds", "3", "--to", "clips.tar"]
            subprocess.run([sys.argv[1], *command], cwd=folder, check=True, stdout=subprocess.DEVNULL)
            check(folder, persist, lossless)


if __name__ == "__main__":
    sys.argv[1] = str(pathlib.Path(sys.argv[1]).resolve())
    main()
