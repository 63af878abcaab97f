"""Golden outputs of single layers and of two small networks, with branches and with residuals, by PyTorch in double precision.

usage: networks_layers.py OUT.json
needs: torch, numpy
"""
import json
import sys

import numpy as np
import torch
import torch.nn.functional as F


def pattern(shape, first):
    """Numbers in [-1, 1) that a few lines of any language give: a multiplicative hash of the index."""
    index = np.arange(first, first + int(np.prod(shape)), dtype=np.uint64)
    return torch.from_numpy((((index * 2654435761 % 2**32) >> 8).astype(np.float64) / 2**23 - 1).reshape(shape))


def filters(outputs, inputs, kernel, first):
    """Weights scaled so that activations keep their size from layer to layer, and a bias."""
    scale = (2 / (inputs * kernel[0] * kernel[1])) ** 0.5
    return pattern((outputs, inputs, *kernel), first) * scale, pattern((outputs,), first + 1000) / 4


def linear(x, outputs, kernel, stride, padding, first):
    weights, bias = filters(outputs, x.shape[1], kernel, first)
    return F.conv2d(x, weights, bias, stride, padding)


def convolution(x, outputs, kernel, stride, padding, first):
    return F.relu(linear(x, outputs, kernel, stride, padding, first))


def pooling(x, rule, window, stride, padding):
    if rule == "maximum":
        return F.max_pool2d(x, window, stride, padding)
    return F.avg_pool2d(x, window, stride, padding, count_include_pad=rule == "averageCountingPadding")


def case(name, height, width, body):
    x = convolution(pattern((1, 2, height, width), 1), 32, (1, 1), 1, (0, 0), 2001)
    y = body(x)
    values = y[0].permute(1, 2, 0).reshape(-1)
    return {"name": name, "height": height, "width": width, "shape": list(y.shape[1:]), "values": [float(f"{v:.7g}") for v in values]}


def branches(x):
    left = convolution(x, 16, (1, 1), 1, (0, 0), 3001)
    middle = convolution(x, 16, (3, 3), 1, (1, 1), 4001)
    fork = torch.cat([convolution(middle, 16, (1, 3), 1, (0, 1), 5001), convolution(middle, 16, (3, 1), 1, (1, 0), 6001)], 1)
    pooled = convolution(pooling(x, "averageWithoutPadding", 3, 1, 1), 16, (1, 1), 1, (0, 0), 7001)
    whole = torch.cat([left, fork, pooled], 1)
    return convolution(whole, 16, (3, 3), 2, (0, 0), 8001)


def bottleneck(x, channels, outputs, stride, first):
    y = convolution(x, channels, (1, 1), 1, (0, 0), first)
    y = convolution(y, channels, (3, 3), stride, (1, 1), first + 10000)
    residual = x if x.shape[1] == outputs else linear(x, outputs, (1, 1), stride, (0, 0), first + 20000)
    return F.relu(linear(y, outputs, (1, 1), 1, (0, 0), first + 30000) + residual)


def residuals(x):
    x = bottleneck(x, 16, 32, 1, 100001)
    x = bottleneck(x, 16, 64, 2, 200001)
    x = bottleneck(x, 16, 64, 1, 300001)
    return pooling(bottleneck(x, 16, 64, 1, 400001), "maximum", 3, 2, 1)


def main():
    cases = [
        case("convolution 3x3", 7, 6, lambda x: convolution(x, 16, (3, 3), 1, (1, 1), 3001)),
        case("convolution 3x3 stride 2", 9, 8, lambda x: convolution(x, 16, (3, 3), 2, (0, 0), 3001)),
        case("convolution 1x7", 5, 9, lambda x: convolution(x, 16, (1, 7), 1, (0, 3), 3001)),
        case("convolution 7x1", 9, 5, lambda x: convolution(x, 16, (7, 1), 1, (3, 0), 3001)),
        case("convolution 5x5", 6, 7, lambda x: convolution(x, 16, (5, 5), 1, (2, 2), 3001)),
        case("maximum 3 stride 2, odd side", 9, 7, lambda x: pooling(x, "maximum", 3, 2, 0)),
        case("maximum 3 stride 2, even side", 8, 6, lambda x: pooling(x, "maximum", 3, 2, 0)),
        case("maximum 2 stride 2, odd side", 7, 5, lambda x: pooling(x, "maximum", 2, 2, 0)),
        case("convolution without ReLU", 7, 6, lambda x: linear(x, 16, (3, 3), 1, (1, 1), 3001)),
        case("convolution 3x3 with residual", 7, 6, lambda x: F.relu(linear(x, 32, (3, 3), 1, (1, 1), 3001) + F.max_pool2d(x, 3, 1, 1))),
        case("residual without ReLU", 7, 6, lambda x: linear(x, 32, (1, 1), 1, (0, 0), 3001) + F.max_pool2d(x, 3, 1, 1)),
        case("maximum 3 stride 2 padded, odd side", 9, 7, lambda x: pooling(x, "maximum", 3, 2, 1)),
        case("maximum 3 stride 2 padded, even side", 8, 6, lambda x: pooling(x, "maximum", 3, 2, 1)),
        case("maximum 3 stride 1 padded", 5, 5, lambda x: pooling(x, "maximum", 3, 1, 1)),
        case("average counting padding", 5, 6, lambda x: pooling(x, "averageCountingPadding", 3, 1, 1)),
        case("average without padding", 5, 6, lambda x: pooling(x, "averageWithoutPadding", 3, 1, 1)),
        case("global average", 5, 6, lambda x: x.mean((2, 3), keepdim=True)),
        case("branches", 9, 9, branches),
        case("residual blocks", 9, 8, residuals),
    ]
    with open(sys.argv[1], "w") as file:
        json.dump(cases, file)
        file.write("\n")


if __name__ == "__main__":
    main()
