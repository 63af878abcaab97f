"""Golden values of torchvision's ResNet-50 on weights that `aadml weights synthesize` wrote with seed 7.

usage: networks_resnet50.py WEIGHTS.safetensors
needs: torch, torchvision, safetensors, numpy, pillow

Writes ../ExtractorsTests/Golden/embeddings-resnet-50.json and resnet-50-names.json. The weights of both variants have the same
names, so synthesis gives the same values for both; what differs is how torchvision's own transforms prepare a picture.

    rows        embeddings of two patterns, in double precision
    lastValues  the last value of every tensor, which tells changed weights from a wrong network
    variants    for each of torchvision's published weights: where they are, and the embeddings of two pictures as its
                transforms prepare them, every 8th number

resnet-50-names.json holds the shape of every tensor of the state dictionary.
"""
import json
import pathlib
import sys

import numpy as np
import torch
from PIL import Image
from safetensors.torch import load_file

from networks_embeddings import import_torchvision, pattern
from preprocessing_pictures import picture

GOLDEN = pathlib.Path(__file__).resolve().parent.parent / "ExtractorsTests" / "Golden"
PICTURES = [(320, 240), (270, 480)]


def write(name, value):
    with open(GOLDEN / name, "w") as file:
        json.dump(value, file)
        file.write("\n")


def rounded(rows, step=1):
    return [[float(f"{value:.7g}") for value in row[::step]] for row in rows.numpy()]


def main():
    models = import_torchvision().models
    network = models.resnet50(weights=None)
    write("resnet-50-names.json", {key: list(value.shape) for key, value in network.state_dict().items()})
    network.fc = torch.nn.Identity()
    parameters = load_file(sys.argv[1])
    missing, unexpected = network.load_state_dict(parameters, strict=False)
    missing = [key for key in missing if not key.endswith("num_batches_tracked")]
    assert not missing and not unexpected, (missing, unexpected)
    network.double().eval()
    size = 3 * 224 * 224
    patterns = np.stack([pattern(size, 1 + size * number).reshape(3, 224, 224) for number in range(2)])
    images = [Image.fromarray(picture(width, height)) for width, height in PICTURES]
    with torch.inference_mode():
        rows = network(torch.from_numpy(patterns).double())
        variants = {}
        for weights in models.ResNet50_Weights:
            prepared = torch.stack([weights.transforms()(image) for image in images])
            variants[weights.name.lower().replace("_", "-")] = {"address": weights.url, "rows": rounded(network(prepared.double()), 8)}
    write("embeddings-resnet-50.json", {
        "network": "resnet-50", "rows": rounded(rows),
        "lastValues": {key: float(parameters[key].flatten()[-1]) for key in sorted(parameters)},
        "pictures": PICTURES, "variants": variants,
    })


if __name__ == "__main__":
    main()
