"""Golden pixels of the two ways Inception V3 is fed, on pictures any language can make from integers.

torchvision: its own resize and centre crop of a Pillow image. tensorflow-2015: a NumPy transcription of TensorFlow 1's
ResizeBilinear (legacy scaler) in single precision.

    python preprocessing_pictures.py     writes ../ExtractorsTests/Golden/preprocessing_pictures.json
"""

import json
import pathlib

import numpy as np
import PIL
import torch
from PIL import Image

# A torchvision whose compiled operators do not fit the installed torch still has working transforms.
register_fake = torch.library.register_fake
torch.library.register_fake = lambda name, *rest, **named: (
    (lambda function: function) if str(name).startswith("torchvision::") else register_fake(name, *rest, **named))
import torchvision
from torchvision.transforms import InterpolationMode, functional

SIZES = [(320, 240), (1920, 1080), (1080, 1920), (641, 479), (299, 299), (342, 342), (342, 501), (456, 342),
         (17, 23), (1, 1), (1, 40), (40, 1), (1, 700), (2000, 3)]


def picture(width, height):
    x, y, c = np.meshgrid(np.arange(width), np.arange(height), np.arange(3), indexing="xy")
    smooth = x * 3 + y * 5 + c * 71
    waves = (x * x + 2 * y * y) >> 5
    noise = ((x * 7919 + y * 104729 + c * 1299709) * 31 >> 3) & 63
    return ((smooth ^ waves) + noise & 255).astype(np.uint8)


def torchvision_pixels(pixels):
    resized = functional.resize(Image.fromarray(pixels), 342, InterpolationMode.BILINEAR)
    return np.asarray(functional.center_crop(resized, [299, 299])).transpose(2, 0, 1)


def tensorflow_floats(pixels, side=299):
    def positions(inputs):
        at = np.arange(side, dtype=np.float32) * (np.float32(inputs) / np.float32(side))
        lower = np.floor(at).astype(np.int64)
        return lower, np.minimum(lower + 1, inputs - 1), at - lower.astype(np.float32)

    source = pixels.astype(np.float32)
    top, bottom, down = positions(pixels.shape[0])
    left, right, across = positions(pixels.shape[1])
    across, down = across[None, :, None], down[:, None, None]
    above = source[top][:, left] + (source[top][:, right] - source[top][:, left]) * across
    below = source[bottom][:, left] + (source[bottom][:, right] - source[bottom][:, left]) * across
    return (((above + (below - above) * down) - np.float32(128)) / np.float32(128)).transpose(2, 0, 1)


def fnv1a(data):
    value = 0xCBF29CE484222325
    for byte in data:
        value = (value ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return f"{value:016x}"


def main():
    cases = []
    for width, height in SIZES:
        pixels = picture(width, height)
        cropped, floats = torchvision_pixels(pixels), tensorflow_floats(pixels)
        assert cropped.shape == floats.shape == (3, 299, 299) and floats.dtype == np.float32
        cases.append({
            "width": width, "height": height,
            "torchvision": {"digest": fnv1a(np.ascontiguousarray(cropped).tobytes()),
                            "samples": cropped[:, ::46, ::46].ravel().tolist()},
            "tensorflow2015": {"digest": fnv1a(np.ascontiguousarray(floats).astype("<f4").tobytes()),
                               "samples": [float(value) for value in floats[:, ::46, ::46].ravel()]},
        })
    out = pathlib.Path(__file__).parent.parent / "ExtractorsTests" / "Golden" / "preprocessing_pictures.json"
    made_by = f"preprocessing_pictures.py, Pillow {PIL.__version__}, torchvision {torchvision.__version__}, NumPy {np.__version__}"
    out.write_text(json.dumps({"madeBy": made_by, "step": 46, "cases": cases}) + "\n")


if __name__ == "__main__":
    main()
