"""Golden embeddings of Inception V3 as TF-slim trained it in 2016, and of each of its blocks, by Keras, on weights that
`aadml weights synthesize inception-v3-slim2016 --seed 7` wrote.

usage: networks_keras.py WEIGHTS.safetensors OUT.json
needs: tensorflow, safetensors, numpy

The architecture is tf.keras.applications.InceptionV3, in double precision: batch normalisations without a scale, average
pools that leave the padding out, as in TF-slim. Of every block every 8th mean is kept.
"""
import json
import os
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import numpy as np
import tensorflow as tf
from safetensors.numpy import load_file

A = ["branch1x1", "branch5x5_1", "branch5x5_2", "branch3x3dbl_1", "branch3x3dbl_2", "branch3x3dbl_3", "branch_pool"]
B = ["branch3x3", "branch3x3dbl_1", "branch3x3dbl_2", "branch3x3dbl_3"]
C = ["branch1x1", *(f"branch7x7_{n}" for n in (1, 2, 3)), *(f"branch7x7dbl_{n}" for n in (1, 2, 3, 4, 5)), "branch_pool"]
D = ["branch3x3_1", "branch3x3_2", *(f"branch7x7x3_{n}" for n in (1, 2, 3, 4))]
E = ["branch1x1", "branch3x3_1", "branch3x3_2a", "branch3x3_2b", "branch3x3dbl_1", "branch3x3dbl_2", "branch3x3dbl_3a", "branch3x3dbl_3b", "branch_pool"]
# In the order in which Keras makes the layers, which is how it numbers them.
BLOCKS = {"Mixed_5b": A, "Mixed_5c": A, "Mixed_5d": A, "Mixed_6a": B, "Mixed_6b": C, "Mixed_6c": C, "Mixed_6d": C, "Mixed_6e": C,
          "Mixed_7a": D, "Mixed_7b": E, "Mixed_7c": E}
STEM = ["Conv2d_1a_3x3", "Conv2d_2a_3x3", "Conv2d_2b_3x3", "Conv2d_3b_1x1", "Conv2d_4a_3x3"]
LAYERS = STEM + [f"{block}.{branch}" for block, branches in BLOCKS.items() for branch in branches]


def pattern(count, first):
    """As in networks_embeddings.py."""
    index = np.arange(first, first + count, dtype=np.uint64)
    return ((index * 2654435761 % 2**32) >> 8).astype(np.float32) / 2**23 - 1


def network(weights):
    tf.keras.backend.set_floatx("float64")
    tf.keras.backend.clear_session()
    model = tf.keras.applications.InceptionV3(include_top=False, weights=None, input_shape=(299, 299, 3))
    for number, name in enumerate(LAYERS):
        suffix = f"_{number}" if number else ""
        model.get_layer("conv2d" + suffix).set_weights([weights[name + ".conv.weight"].transpose(2, 3, 1, 0)])
        model.get_layer("batch_normalization" + suffix).set_weights(
            [weights[f"{name}.bn.{part}"] for part in ("bias", "running_mean", "running_var")])
    return tf.keras.Model(model.inputs, [model.get_layer(f"mixed{n}").output for n in range(len(BLOCKS))])


def rounded(values):
    return [float(f"{value:.7g}") for value in values]


def main():
    weights, out = sys.argv[1:]
    parameters = load_file(weights)
    assert set(parameters) == {f"{name}.{part}" for name in LAYERS for part in ("conv.weight", "bn.bias", "bn.running_mean", "bn.running_var")}
    size = 3 * 299 * 299
    pictures = np.stack([pattern(size, 1 + size * number).reshape(3, 299, 299) for number in range(2)])
    blocks = network(parameters)(pictures.transpose(0, 2, 3, 1).astype(np.float64), training=False)
    means = {name: np.asarray(block).mean(axis=(1, 2)) for name, block in zip(BLOCKS, blocks)}
    with open(out, "w") as file:
        json.dump({
            "network": "slim2016",
            "rows": [rounded(row) for row in means["Mixed_7c"]],
            "lastValues": {key: float(parameters[key].flatten()[-1]) for key in sorted(parameters)},
            "taps": {name: [rounded(row[::8]) for row in rows] for name, rows in means.items()},
        }, file)
        file.write("\n")


if __name__ == "__main__":
    main()
