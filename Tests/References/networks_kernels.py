"""Golden results of products, decompositions and convolutions, by NumPy and SciPy in double precision.

usage: networks_kernels.py OUT.json
needs: numpy, scipy
"""
import json
import sys

import numpy as np
from scipy.signal import correlate


def pattern(shape, first):
    """Numbers in [-1, 1) that a few lines of any language give: a multiplicative hash of the index."""
    index = np.arange(first, first + int(np.prod(shape)), dtype=np.uint64)
    return (((index * 2654435761 % 2**32) >> 8).astype(np.float64) / 2**23 - 1).reshape(shape)


def rounded(array):
    return [float(f"{value:.9g}") for value in np.asarray(array).ravel()]


def convolution(channels, outputs, height, width, kernel, stride, padding):
    """Bias and ReLU included; SciPy correlates each pair of channels."""
    image = pattern((channels, height, width), 1)
    weights = pattern((outputs, channels, *kernel), 5001)
    bias = pattern((outputs,), 9001)
    padded = np.pad(image, ((0, 0), (padding[0],) * 2, (padding[1],) * 2))
    sums = np.stack([sum(correlate(padded[c], weights[o, c], mode="valid") for c in range(channels)) for o in range(outputs)])
    result = np.maximum(sums[:, ::stride, ::stride] + bias[:, None, None], 0)
    return {
        "channels": channels, "outputs": outputs, "height": height, "width": width, "kernel": kernel, "stride": stride,
        "padding": padding, "shape": result.shape, "values": rounded(result),
    }


def main():
    a, b = pattern((5, 7), 1), pattern((7, 4), 101)
    tall = pattern((9, 6), 201)
    symmetric = pattern((6, 6), 301)
    symmetric = (symmetric + symmetric.T) / 2
    golden = {
        "product": rounded(a @ b),
        "singularValues": rounded(np.linalg.svd(tall, compute_uv=False)),
        "eigenvalues": rounded(np.linalg.eigvalsh(symmetric)),
        "convolutions": [
            convolution(3, 16, 9, 11, (3, 3), 1, (0, 0)),
            convolution(3, 16, 9, 11, (3, 3), 2, (0, 0)),
            convolution(1, 16, 8, 6, (3, 3), 1, (1, 1)),
            convolution(2, 8, 7, 7, (5, 5), 1, (2, 2)),
        ],
    }
    with open(sys.argv[1], "w") as file:
        json.dump(golden, file)
        file.write("\n")


if __name__ == "__main__":
    main()
