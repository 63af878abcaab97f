"""Golden values of the two ways in which torchvision prepares pictures for its ImageNet weights, on preprocessing_pictures.py's pictures.

The transforms are those that belong to `ResNet50_Weights.IMAGENET1K_V1` and `IMAGENET1K_V2`, on Pillow images.

    python preprocessing_imagenet.py     writes ../ExtractorsTests/Golden/preprocessing_imagenet.json
"""
import json
import pathlib

import numpy as np
import PIL
from PIL import Image

from preprocessing_pictures import SIZES, fnv1a, picture, torchvision

STEP = 56


def main():
    weights = torchvision.models.ResNet50_Weights
    cases = []
    for width, height in SIZES:
        case = {"width": width, "height": height}
        for name, transforms in (("v1", weights.IMAGENET1K_V1.transforms()), ("v2", weights.IMAGENET1K_V2.transforms())):
            floats = transforms(Image.fromarray(picture(width, height))).numpy()
            assert floats.shape == (3, 224, 224) and floats.dtype == np.float32
            case[name] = {"digest": fnv1a(np.ascontiguousarray(floats).astype("<f4").tobytes()),
                          "samples": [float(value) for value in floats[:, ::STEP, ::STEP].ravel()]}
        cases.append(case)
    out = pathlib.Path(__file__).parent.parent / "ExtractorsTests" / "Golden" / "preprocessing_imagenet.json"
    made_by = f"preprocessing_imagenet.py, Pillow {PIL.__version__}, torchvision {torchvision.__version__}"
    out.write_text(json.dumps({"madeBy": made_by, "step": STEP, "cases": cases}) + "\n")


if __name__ == "__main__":
    main()
