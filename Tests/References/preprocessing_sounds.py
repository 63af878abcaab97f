"""Golden log-mel examples on sounds any language can make from integers.

Two references: torchvggish's own front end (float64), and a NumPy FFT reading of the same definition, which have to agree.

    python preprocessing_sounds.py       writes ../ExtractorsTests/Golden/preprocessing_sounds_*.f32 (little-endian float32)
"""

import pathlib

import numpy as np
from torchvggish import vggish_input

EXAMPLES = 3
LENGTH = 15600 + (EXAMPLES - 1) * 15360


def triangle(phase):
    """A triangle wave of period 65536 between -16384 and 16384."""
    return np.abs((phase & 65535) - 32768) - 16384


def noise(count):
    state, values = 1, np.empty(count, dtype=np.int64)
    for index in range(count):
        state = (state * 1103515245 + 12345) % 2**31
        values[index] = (state >> 15) - 32768
    return values


def sounds():
    """16-bit samples: a rising tone over noise; a pure tone; and a loud click in faint noise."""
    n = np.arange(LENGTH, dtype=np.int64)
    rising = triangle(n * 400 + n * n // 2) // 2 + noise(LENGTH) // 16
    tone = triangle(n * 4096)
    click = noise(LENGTH) // 1024 + np.where(n % 20000 < 40, 16000, 0)
    return {"rising": rising, "tone": tone, "click": click}


def numpy_reference(samples):
    starts = np.arange(0, len(samples) - 400 + 1, 160)
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(400) / 400)
    spectrum = np.abs(np.fft.rfft(samples[starts[:, None] + np.arange(400)] * window, 512))
    mel = 1127 * np.log(1 + np.arange(257) * 8000 / 256 / 700)
    edges = np.linspace(1127 * np.log(1 + 125 / 700), 1127 * np.log(1 + 7500 / 700), 66)
    rising = (mel[:, None] - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - mel[:, None]) / (edges[2:] - edges[1:-1])
    weights = np.maximum(0, np.minimum(rising, falling))
    weights[0] = 0
    frames = np.log(spectrum @ weights + 0.01)
    return frames[: len(frames) // 96 * 96].reshape(-1, 96, 64)


def main():
    folder = pathlib.Path(__file__).parent.parent / "ExtractorsTests" / "Golden"
    for name, samples in sounds().items():
        assert np.abs(samples).max() < 32768
        samples = samples / 32768.0
        expected = vggish_input.waveform_to_examples(samples, 16000, return_tensor=False)
        assert expected.shape == (EXAMPLES, 96, 64)
        assert np.abs(expected - numpy_reference(samples)).max() < 1e-9
        expected.astype("<f4").tofile(folder / f"preprocessing_sounds_{name}.f32")


if __name__ == "__main__":
    main()
