"""Makes the small clips and the expected values of MediaTests in ../MediaTests/Golden.

The clips are encoded by the ffmpeg command line (5.1). Expected values come from
- exact formulas in numpy for colours (ITU-R BT.601, BT.709, BT.2020; limited and full range) on flat patches,
- PyAV's decoded time stamps and a brute-force search over fractions for the choice of frames,
- the ffmpeg command line for turned pictures and for samples.
Needs: ffmpeg, numpy, av.
"""
import json
import subprocess
import tempfile
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

GOLDEN = Path(__file__).resolve().parent.parent / "MediaTests" / "Golden"
QUIET = ["ffmpeg", "-hide_banner", "-loglevel", "error", "-y", "-threads", "1"]
EXACT = ["-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact", "-threads", "1"]
expected = {}


def ffmpeg(*arguments, data=None):
    return subprocess.run([*QUIET, *map(str, arguments)], input=data, check=True, stdout=subprocess.PIPE).stdout


# ---- colours: eight flat patches, a row of 16 x 16 squares -------------------------------------------------

WEIGHTS = {"bt601": (0.299, 0.114), "bt709": (0.2126, 0.0722), "bt2020": (0.2627, 0.0593)}
TAGS = {"bt601": "smpte170m", "bt709": "bt709", "bt2020": "bt2020nc"}
# Codes of an 8-bit limited-range picture that stay inside the RGB cube.
PATCHES = [(16, 128, 128), (235, 128, 128), (126, 128, 128), (80, 100, 180),
           (150, 60, 110), (60, 170, 120), (180, 120, 90), (100, 128, 150)]


def to_rgb(y, u, v, matrix, full, depth):
    kr, kb = WEIGHTS[matrix]
    scale = 1 << (depth - 8)
    if full:
        peak = (1 << depth) - 1
        y, u, v = y / peak, (u - 128 * scale) / peak, (v - 128 * scale) / peak
    else:
        y, u, v = (y - 16 * scale) / (219 * scale), (u - 128 * scale) / (224 * scale), (v - 128 * scale) / (224 * scale)
    r, b = y + 2 * (1 - kr) * v, y + 2 * (1 - kb) * u
    g = (y - kr * r - kb * b) / (1 - kr - kb)
    return [int(np.clip(np.rint(255 * c), 0, 255)) for c in (r, g, b)]


def yuv_clip(name, fmt, matrix, full=False, tag_matrix=True, tag_range=True, height=16, codec=("ffv1",), container="matroska"):
    """Writes one frame of flat patches; what the reader should see is computed from the codes."""
    depth = 10 if "10" in fmt else 8
    scale = 1 << (depth - 8)
    sub = {"420": (2, 2), "422": (2, 1), "444": (1, 1), "411": (4, 1)}
    width = 16 * len(PATCHES)
    kind = "<u2" if depth > 8 else "u1"
    planes = [np.repeat([p[0] * scale for p in PATCHES], 16)[None].repeat(height, 0)]
    if not fmt.startswith("gray"):
        dx, dy = sub[next(key for key in sub if key in fmt)]
        for index in (1, 2):
            planes.append(np.repeat([p[index] * scale for p in PATCHES], 16 // dx)[None].repeat(height // dy, 0))
    if fmt.startswith("yuva"):
        planes.append(np.full((height, width), 200))
    raw = b"".join(plane.astype(kind).tobytes() for plane in planes)
    tags = ["-color_range", "pc" if full else "tv"] if tag_range else []
    tags += ["-colorspace", TAGS[matrix]] if tag_matrix else []
    ffmpeg("-f", "rawvideo", "-pix_fmt", fmt, "-s", f"{width}x{height}", "-r", "1", *tags, "-i", "-",
           "-c:v", *codec, *tags, *EXACT, "-f", container, GOLDEN / name, data=raw)
    patches = [(p[0] * scale, 128 * scale, 128 * scale) if fmt.startswith("gray") else tuple(c * scale for c in p) for p in PATCHES]
    expected.setdefault("colours", {})[name] = [to_rgb(*p, matrix, full, depth) for p in patches]


def rgb_clip(name, fmt, codec, container):
    colours = [(0, 0, 0), (255, 255, 255), (200, 30, 60), (20, 180, 90), (40, 60, 220), (250, 200, 10), (128, 128, 128), (90, 10, 130)]
    row = np.repeat(np.array(colours, "u1"), 16, 0)
    raw = row[None].repeat(16, 0).tobytes()
    source = ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{16 * len(colours)}x16", "-r", "1", "-i", "-"]
    palette = "split[a][b];[a]palettegen=max_colors=16:reserve_transparent=0[p];[b][p]paletteuse=dither=none"
    filters = ["-lavfi", palette] if fmt == "pal8" else []
    ffmpeg(*source, *filters, "-pix_fmt", fmt, "-c:v", *codec, *EXACT, "-f", container, GOLDEN / name, data=raw)
    expected.setdefault("colours", {})[name] = [list(c) for c in colours]


def colours():
    for fmt in ("yuv420p", "yuv422p", "yuv444p", "yuv411p", "yuv420p10le", "yuv444p10le", "yuva420p"):
        yuv_clip(f"colour-{fmt}.mkv", fmt, "bt601")
    yuv_clip("colour-bt709.mkv", "yuv444p", "bt709")
    yuv_clip("colour-bt2020.mkv", "yuv420p10le", "bt2020")
    yuv_clip("colour-full.mkv", "yuv420p", "bt601", full=True)
    yuv_clip("colour-full709.mkv", "yuv444p", "bt709", full=True)
    yuv_clip("colour-untagged-sd.mkv", "yuv420p", "bt601", tag_matrix=False, tag_range=False)
    yuv_clip("colour-untagged-hd.mkv", "yuv420p", "bt709", tag_matrix=False, tag_range=False, height=720)
    yuv_clip("colour-h264.mp4", "yuv420p", "bt709", codec=("libx264", "-qp", "1", "-bf", "0"), container="mp4")
    yuv_clip("colour-h264-gray.mp4", "gray", "bt601", tag_matrix=False, tag_range=False, codec=("libx264", "-qp", "1"), container="mp4")
    yuv_clip("colour-gray-limited.mkv", "gray", "bt601", tag_matrix=False)
    yuv_clip("colour-gray.mkv", "gray", "bt601", full=True, tag_matrix=False, tag_range=False)
    yuv_clip("colour-gray10.mkv", "gray10le", "bt601", full=True, tag_matrix=False, tag_range=False)
    rgb_clip("colour-pal8.mov", "pal8", ("png",), "mov")
    rgb_clip("colour-rgba.mov", "rgba", ("png",), "mov")
    rgb_clip("colour-rgb48.mov", "rgb48be", ("png",), "mov")
    rgb_clip("colour-gbrp.mkv", "gbrp", ("ffv1",), "matroska")
    rgb_clip("colour-bgr0.avi", "bgr24", ("rawvideo",), "avi")


# ---- the choice of frames ---------------------------------------------------------------------------------

def frame_levels(count):
    """Frame i is flat, of level 20 + 2 i: it can be told from its neighbours after any codec here."""
    return b"".join(np.full((32, 32), 20 + 2 * i, "u1").tobytes() for i in range(count))


def choice(name, rates):
    """Rows by definition, over PyAV's presented frames."""
    with av.open(str(GOLDEN / name)) as container:
        stream = container.streams.video[0]
        frames = [(f.pts * Fraction(stream.time_base), (f.duration or 0) * Fraction(stream.time_base),
                   int(np.rint(f.to_ndarray(format="gray").mean()))) for f in container.decode(stream)]
    start = frames[0][0]
    end = frames[-1][0] + frames[-1][1]
    rows = {}
    for text in rates:
        rate = Fraction(text)
        levels, i = [], 0
        while Fraction(i) / rate < end - start:
            levels.append([level for time, _, level in frames if time <= start + Fraction(i) / rate][-1])
            i += 1
        rows[text] = levels
    expected.setdefault("choices", {})[name] = {"duration": float(end - start), "rows": rows}


def choices():
    rates = ["1", "2", "0.5", "25", "29.97", "7.3"]
    gray = ["-f", "rawvideo", "-pix_fmt", "gray", "-s", "32x32"]
    full = ["-vf", "format=gray,setparams=range=pc,format=yuvj420p", "-color_range", "pc"]
    # Variable rate: gaps of 40, 80, 200, 1400 ms ... between 60 frames.
    ffmpeg(*gray, "-r", "25", "-i", "-", "-vf", full[1] + ",setpts='(N*40+10*mod(N*N,7)+if(gt(N,30),1400,0))/1000/TB'", *full[2:],
           "-vsync", "vfr", "-enc_time_base", "1:1000", "-c:v", "libx264", "-qp", "4", "-bf", "2", *EXACT, "-video_track_timescale", "1000",
           GOLDEN / "choice-vfr.mp4", data=frame_levels(60))
    choice("choice-vfr.mp4", rates)
    ffmpeg("-i", GOLDEN / "choice-vfr.mp4", "-c", "copy", *EXACT, GOLDEN / "choice-vfr.mkv")
    choice("choice-vfr.mkv", rates)
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.mp4"
        ffmpeg(*gray, "-r", "30000/1001", "-i", "-", *full, "-c:v", "libx264", "-qp", "4", "-bf", "3", "-b_strategy", "0",
               "-g", "40", *EXACT, whole, data=frame_levels(100))
        # Cut inside a group of pictures without encoding: an edit list hides the frames before the cut.
        ffmpeg("-ss", "0.51", "-i", whole, "-c", "copy", "-t", "2", *EXACT, GOLDEN / "choice-editlist.mp4")
        choice("choice-editlist.mp4", rates)
        ffmpeg("-i", whole, "-c", "copy", "-t", "2", "-muxdelay", "0.7", *EXACT, GOLDEN / "choice-offset.ts")
        choice("choice-offset.ts", rates)
    # Ten seconds exactly, and a rate below the sampling rate.
    ffmpeg(*gray, "-r", "10", "-i", "-", *full, "-c:v", "libx264", "-qp", "4", *EXACT, GOLDEN / "choice-ten-seconds.mp4",
           data=frame_levels(100))
    choice("choice-ten-seconds.mp4", rates)
    ffmpeg(*gray, "-r", "0.4", "-i", "-", *full, "-c:v", "mpeg4", "-q:v", "2", *EXACT, GOLDEN / "choice-slow.avi", data=frame_levels(4))
    choice("choice-slow.avi", ["1", "0.5"])


# ---- turned pictures --------------------------------------------------------------------------------------

def turns():
    rng = np.random.default_rng(0)
    small = rng.integers(0, 256, (5, 9, 3), "u1")
    raw = small.repeat(8, 0).repeat(8, 1).tobytes()   # 72 x 40, no symmetry
    with tempfile.TemporaryDirectory() as folder:
        for angle in (0, 90, 180, 270):
            path = Path(folder) / f"{angle}.mp4"
            ffmpeg("-f", "rawvideo", "-pix_fmt", "rgb24", "-s", "72x40", "-r", "1", "-i", "-",
                   "-vf", "format=yuv444p", "-c:v", "libx264", "-qp", "4", *EXACT, Path(folder) / "upright.mp4", data=raw)
            ffmpeg("-i", Path(folder) / "upright.mp4", "-c", "copy", "-metadata:s:v", f"rotate={angle}", *EXACT, path)
            (GOLDEN / f"turn-{angle}.mp4").write_bytes(path.read_bytes())
            mirrored = bytearray(path.read_bytes())
            # The matrix stands 40 bytes into the version 0 track header: mirror the shown picture left and right.
            at = mirrored.index(b"tkhd") + 4 + 40
            matrix = np.frombuffer(bytes(mirrored[at:at + 36]), ">i4").copy()
            matrix[[0, 3]] = -matrix[[0, 3]]
            mirrored[at:at + 36] = matrix.astype(">i4").tobytes()
            (GOLDEN / f"turn-{angle}-mirrored.mp4").write_bytes(bytes(mirrored))
    for path in sorted(GOLDEN.glob("turn-*.mp4")):
        with av.open(str(path)) as container:
            size = (container.streams.video[0].width, container.streams.video[0].height)
        shown = (40, 72) if "90" in path.name or "270" in path.name else size
        raw = ffmpeg("-i", path, "-vf", "scale=flags=accurate_rnd+full_chroma_int+bitexact", "-pix_fmt", "rgb24", "-f", "rawvideo", "-")
        rgb = np.frombuffer(raw, "u1")
        picture = rgb.reshape(shown[1], shown[0], 3)
        centres = picture[4::8, 4::8]
        expected.setdefault("turns", {})[path.name] = {"width": shown[0], "height": shown[1], "centres": centres.reshape(-1, 3).tolist()}


# ---- sound ------------------------------------------------------------------------------------------------

def tone(rate, channels, seconds):
    t = np.arange(int(rate * seconds)) / rate
    return np.stack([0.5 / (c + 1) * np.sin(2 * np.pi * (300 + 170 * c) * t + c) for c in range(channels)], 1)


def sound(name, rate, channels, seconds, encoder):
    ffmpeg("-f", "f32le", "-ar", rate, "-ac", channels, "-i", "-", *encoder, *EXACT, GOLDEN / name,
           data=tone(rate, channels, seconds).astype("<f4").tobytes())
    weights = "+".join(f"{1 / channels}*c{c}" for c in range(channels))
    raw = ffmpeg("-i", GOLDEN / name, "-vn", "-af",
                 f"aformat=sample_fmts=fltp,pan=mono|c0={weights},aresample=16000:internal_sample_fmt=fltp", "-f", "f32le", "-")
    samples = np.frombuffer(raw, "<f4")
    count = len(samples)
    at = np.unique(np.concatenate([np.arange(0, 40), np.arange(40, count - 40, 37), np.arange(count - 40, count)])).tolist()
    expected.setdefault("sound", {})[name] = {"count": count, "at": at, "samples": [round(float(samples[i]), 7) for i in at]}


def sounds():
    sound("sound-stereo-44100.wav", 44100, 2, 0.12, ["-c:a", "pcm_s16le"])
    sound("sound-stereo-48000.flac", 48000, 2, 0.2, ["-c:a", "flac"])
    sound("sound-mono-8000.wav", 8000, 1, 0.3, ["-c:a", "pcm_u8"])
    sound("sound-mono-16000.wav", 16000, 1, 0.2, ["-c:a", "pcm_s16le"])
    sound("sound-aac-priming.mp4", 44100, 2, 0.7, ["-c:a", "aac", "-b:a", "96k"])
    sound("sound-opus.webm", 48000, 2, 0.7, ["-c:a", "libopus", "-b:a", "64k"])
    sound("sound-mp3.mp3", 22050, 1, 0.6, ["-c:a", "libmp3lame", "-b:a", "32k"])
    sound("sound-ac3-5.1.mkv", 48000, 6, 0.5, ["-c:a", "ac3", "-b:a", "256k"])
    sound("sound-vorbis.ogg", 32000, 2, 0.5, ["-c:a", "libvorbis", "-q:a", "1"])


if __name__ == "__main__":
    GOLDEN.mkdir(parents=True, exist_ok=True)
    for old in GOLDEN.iterdir():
        old.unlink()
    colours()
    choices()
    turns()
    sounds()
    (GOLDEN / "expected.json").write_text(json.dumps(expected, separators=(",", ":"), sort_keys=True) + "\n")
    print(sum(f.stat().st_size for f in GOLDEN.iterdir()), "bytes; largest:",
          sorted(((f.stat().st_size, f.name) for f in GOLDEN.iterdir()), reverse=True)[:4])
