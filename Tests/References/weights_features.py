"""Whether features extracted with synthesised weights are fit to be told apart, in PyTorch's reading of the networks.

Takes safetensors files that `aadml weights synthesize` wrote. For Inception V3 (torchvision's graph and pytorch-fid's) and
VGGish (torchvggish's) it prints and bounds: the activations' RMS over all layers, the share of dead channels, the cosine
between features of unlike inputs, and how often the nearest neighbour is of the same kind (chance 1/8; twice that is three
deviations above it). It also prints the cosine of centred features within a kind and across kinds.

    python weights_features.py inception.safetensors vggish.safetensors
"""

import colorsys
import sys

import numpy as np
import torch
from safetensors.torch import load_file
from scipy.ndimage import gaussian_filter
from scipy.signal import butter, sosfilt
from torch import nn

# A torchvision whose compiled operators do not fit the installed torch still has working models.
register_fake = torch.library.register_fake
torch.library.register_fake = lambda name, *rest, **named: (
    (lambda function: function) if str(name).startswith("torchvision::") else register_fake(name, *rest, **named))
import pytorch_fid.inception as fid
from torchvggish import vggish_input
from torchvggish.torchvggish import VGG, make_layers
from torchvision.models import inception_v3

SIDE, KINDS = 299, 8


def pattern(kind, r):
    y, x = np.mgrid[0:SIDE, 0:SIDE] / SIDE
    u = r.uniform
    match kind:
        case 0: return 0.5 + 0.5 * np.sin(2 * np.pi * (u(8, 14) * (x + u(-0.2, 0.2) * y) + u(0, 1)))
        case 1: return 0.5 + 0.5 * np.sin(2 * np.pi * (u(8, 14) * (y + u(-0.2, 0.2) * x) + u(0, 1)))
        case 2:
            squares = u(6, 12)
            return (np.floor(x * squares) + np.floor(y * squares)) % 2
        case 3: return r.random((SIDE, SIDE))
        case 4: return np.max([(x - u(0, 1)) ** 2 + (y - u(0, 1)) ** 2 < u(0.003, 0.01) for _ in range(12)], axis=0).astype(float)
        case 5: return x * u(0.5, 1) + y * u(0, 0.3)
        case 6: return 0.5 + 0.5 * np.sin(2 * np.pi * u(6, 12) * np.hypot(x - u(0.3, 0.7), y - u(0.3, 0.7)))
    clouds = gaussian_filter(r.standard_normal((SIDE, SIDE)), u(8, 14))
    return (clouds - clouds.min()) / np.ptp(clouds)


def pictures(each, by_colour):
    r, images, labels = np.random.default_rng(by_colour), [], []
    for label in np.tile(np.arange(KINDS), each):
        if by_colour:
            light = np.array(colorsys.hsv_to_rgb((label / KINDS + r.uniform(-0.04, 0.04)) % 1, r.uniform(0.6, 1), r.uniform(0.7, 1)))
            dark = light * r.uniform(0.1, 0.7)
        else:
            light, dark = 0.8 + r.uniform(-0.2, 0.2, 3), 0.2 + r.uniform(-0.2, 0.2, 3)
        p = pattern(r.integers(KINDS) if by_colour else label, r)[..., None]
        image = np.clip(p * light + (1 - p) * dark + r.normal(0, 0.02, (SIDE, SIDE, 3)), 0, 1)
        images.append(np.round(image * 255) / 127.5 - 1)
        labels.append(label)
    return torch.from_numpy(np.stack(images).transpose(0, 3, 1, 2).astype("f4")), np.array(labels)


def sound(kind, r):
    t = np.arange(15600) / 16000
    u, noise = r.uniform, r.standard_normal(len(t))
    match kind:
        case 0: return np.sin(2 * np.pi * u(300, 700) * t)
        case 1: return np.sin(2 * np.pi * u(2000, 3500) * t)
        case 2: return noise
        case 3: return noise * (np.sin(2 * np.pi * u(4, 8) * t + u(0, 6)) > 0)
        case 4: return np.sin(2 * np.pi * (u(400, 800) * t + u(600, 1500) * t * t))
        case 5: return noise * ((t * u(8, 14) + u(0, 1)) % 1 < 0.03)
        case 6:
            pitch = u(100, 220)
            return sum(np.sin(2 * np.pi * pitch * k * t) / k for k in range(1, 12))
    return sosfilt(butter(4, [500, 900], "band", fs=16000, output="sos"), noise)


def sounds(each):
    r, examples, labels = np.random.default_rng(2), [], np.tile(np.arange(KINDS), each)
    for label in labels:
        wave = sound(label, r)
        wave = wave / np.abs(wave).max() * r.uniform(0.1, 0.9) + r.normal(0, 0.001, len(wave))
        examples.append(vggish_input.waveform_to_examples(wave, 16000, return_tensor=False))
    return torch.from_numpy(np.stack(examples).astype("f4")), labels


def inception(variant):
    model = inception_v3(weights=None, init_weights=False, aux_logits=False, transform_input=False)
    if variant == "tf2015":
        for name, block in {"5b": fid.FIDInceptionA(192, 32), "5c": fid.FIDInceptionA(256, 64), "5d": fid.FIDInceptionA(288, 64),
                            "6b": fid.FIDInceptionC(768, 128), "6c": fid.FIDInceptionC(768, 160), "6d": fid.FIDInceptionC(768, 160),
                            "6e": fid.FIDInceptionC(768, 192), "7b": fid.FIDInceptionE_1(1280), "7c": fid.FIDInceptionE_2(2048)}.items():
            setattr(model, f"Mixed_{name}", block)
    model.fc = nn.Identity()
    return model.eval()


def check(title, model, inputs, labels, measured, highest_cosine):
    rms, dead = [], []

    def look(_, __, output):
        active = output.clamp(min=0)
        rms.append(active.square().mean().sqrt().item())
        dead.append((active.amax((0, *range(2, active.ndim))) == 0).float().mean().item())

    hooks = [layer.register_forward_hook(look) for layer in model.modules() if isinstance(layer, measured)]
    with torch.no_grad():
        model(inputs[::3])
        for hook in hooks:
            hook.remove()
        features = np.concatenate([model(inputs[i:i + 8]).numpy() for i in range(0, len(inputs), 8)])
    same, self_ = labels[:, None] == labels, np.eye(len(labels), dtype=bool)

    def cosines(rows):
        rows = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return rows @ rows.T

    raw, centred = cosines(features), cosines(features - features.mean(0))
    hits, centred_hits = ((labels[np.where(self_, -2, c).argmax(1)] == labels).mean() for c in (raw, centred))
    print(f"{title}: RMS {min(rms):.2f} to {max(rms):.2f}, dead at most {max(dead):.0%}, cosine of unlike inputs mean {raw[~same].mean():.2f} "
          f"max {raw[~same].max():.2f}, nearest neighbour right {hits:.0%} (centred {centred_hits:.0%}), centred cosine within {centred[same & ~self_].mean():.2f} "
          f"across {centred[~same].mean():.2f}")
    assert 0.1 < min(rms) and max(rms) < 10 and max(dead) < 0.3 and raw[~same].mean() < highest_cosine and min(hits, centred_hits) > 2 / KINDS


def main():
    for path in sys.argv[1:]:
        weights = load_file(path)
        if "embeddings.0.weight" in weights:
            model = VGG(make_layers(), False).eval()
            model.load_state_dict(weights)
            check(path, model, *sounds(8), (nn.Conv2d, nn.Linear), 0.95)
            continue
        for variant in ("torchvision", "tf2015"):
            model = inception(variant)
            keys = model.load_state_dict(weights, strict=False)
            assert not keys.unexpected_keys and all(key.endswith("num_batches_tracked") for key in keys.missing_keys), keys
            for by_colour in (False, True):
                what = "colours" if by_colour else "textures"
                check(f"{path} {variant} {what}", model, *pictures(8, by_colour), nn.BatchNorm2d, 0.95)


if __name__ == "__main__":
    main()
