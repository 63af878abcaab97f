"""Golden embeddings of VGGish and of two variants of Inception V3, by PyTorch, on weights that `aadml weights synthesize` wrote with seed 7.

usage: networks_embeddings.py vggish|vggish-pre-activation|torchvision|tf2015 WEIGHTS.safetensors OUT.json
needs: torch, torchvision, torchvggish, pytorch-fid, safetensors, numpy

The architectures are those packages' own; only their parameters are replaced, strictly: every name must match. The last
value of every tensor is kept, so that a test can tell changed weights from a wrong network.
"""
import json
import sys

import numpy as np
import torch
from safetensors.torch import load_file


def import_torchvision():
    """torchvision's compiled operators may be missing beside a CPU build of torch; its models do not need them."""
    register = torch.library.register_fake

    def skipping(name, *arguments, **options):
        if isinstance(name, str) and name.startswith("torchvision::"):
            return lambda function: function
        return register(name, *arguments, **options)

    torch.library.register_fake = skipping
    import torchvision

    return torchvision


def pattern(count, first):
    """Numbers in [-1, 1) that a few lines of any language give: a multiplicative hash of the index."""
    index = np.arange(first, first + count, dtype=np.uint64)
    return ((index * 2654435761 % 2**32) >> 8).astype(np.float32) / 2**23 - 1


def vggish():
    from torchvggish.torchvggish import VGG, make_layers

    return VGG(make_layers(), postprocess=False)


def pre_activation():
    network = vggish()
    assert isinstance(network.embeddings[-1], torch.nn.ReLU)
    network.embeddings = network.embeddings[:-1]
    return network


def torchvision_inception():
    network = import_torchvision().models.inception_v3(weights=None, init_weights=False, aux_logits=True)
    network.fc = torch.nn.Identity()
    network.AuxLogits = None
    network.aux_logits = False
    return network


def tf2015():
    network = torchvision_inception()
    from pytorch_fid import inception as fid

    network.Mixed_5b = fid.FIDInceptionA(192, pool_features=32)
    network.Mixed_5c = fid.FIDInceptionA(256, pool_features=64)
    network.Mixed_5d = fid.FIDInceptionA(288, pool_features=64)
    network.Mixed_6b = fid.FIDInceptionC(768, channels_7x7=128)
    network.Mixed_6c = fid.FIDInceptionC(768, channels_7x7=160)
    network.Mixed_6d = fid.FIDInceptionC(768, channels_7x7=160)
    network.Mixed_6e = fid.FIDInceptionC(768, channels_7x7=192)
    network.Mixed_7b = fid.FIDInceptionE_1(1280)
    network.Mixed_7c = fid.FIDInceptionE_2(2048)
    return network


NETWORKS = {
    "vggish": (vggish, (1, 96, 64)),
    "vggish-pre-activation": (pre_activation, (1, 96, 64)),
    "torchvision": (torchvision_inception, (3, 299, 299)),
    "tf2015": (tf2015, (3, 299, 299)),
}


def main():
    name, weights, out = sys.argv[1:]
    make, shape = NETWORKS[name]
    network = make()
    parameters = load_file(weights)
    missing, unexpected = network.load_state_dict(parameters, strict=False)
    missing = [key for key in missing if not key.endswith("num_batches_tracked")]
    assert not missing and not unexpected, (missing, unexpected)
    network.double().eval()
    size = int(np.prod(shape))
    inputs = np.stack([pattern(size, 1 + size * number).reshape(shape) for number in range(2)])
    with torch.inference_mode():
        rows = network(torch.from_numpy(inputs).double()).numpy()
    with open(out, "w") as file:
        json.dump({
            "network": name,
            "rows": [[float(f"{value:.7g}") for value in row] for row in rows],
            "lastValues": {key: float(parameters[key].flatten()[-1]) for key in sorted(parameters)},
        }, file)
        file.write("\n")


if __name__ == "__main__":
    main()
