"""Golden pixels of TF-slim's evaluation preprocessing, by TensorFlow itself: convert_image_dtype, central_crop 0.875, TensorFlow 1's
resize_bilinear to 299 x 299, (x - 0.5) * 2.

    python preprocessing_slim.py     writes ../ExtractorsTests/Golden/preprocessing_slim.json
needs: tensorflow, and what preprocessing_pictures.py needs, whose pictures are used
"""

import json
import os
import pathlib

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import numpy as np
import tensorflow as tf

from preprocessing_pictures import fnv1a, picture

SIZES = [(320, 240), (1920, 1080), (1080, 1920), (641, 479), (299, 299), (342, 501), (17, 23), (1, 1), (1, 40), (8, 7), (2000, 3)]


def prepared(pixels):
    image = tf.image.convert_image_dtype(tf.constant(pixels), tf.float32)
    image = tf.image.central_crop(image, 0.875)
    image = tf.compat.v1.image.resize_bilinear(image[None], [299, 299], align_corners=False, half_pixel_centers=False)[0]
    return ((image - 0.5) * 2.0).numpy().transpose(2, 0, 1)


def main():
    cases = []
    for width, height in SIZES:
        floats = prepared(picture(width, height))
        assert floats.shape == (3, 299, 299) and floats.dtype == np.float32
        cases.append({"width": width, "height": height, "digest": fnv1a(np.ascontiguousarray(floats).astype("<f4").tobytes()),
                      "samples": [float(value) for value in floats[:, ::46, ::46].ravel()]})
    out = pathlib.Path(__file__).parent.parent / "ExtractorsTests" / "Golden" / "preprocessing_slim.json"
    made_by = f"preprocessing_slim.py, TensorFlow {tf.__version__}, NumPy {np.__version__}"
    out.write_text(json.dumps({"madeBy": made_by, "step": 46, "cases": cases}) + "\n")


if __name__ == "__main__":
    main()
