"""The first normals of a stream, in double precision: what Weights' own single-precision polynomials have to come near.

xoshiro256++ seeded through SplitMix64 (Blackman and Vigna), then Box-Muller on the 64 bits of each draw.

    python weights_normals.py            writes ../WeightsTests/Golden/weights_normals.json
"""

import json
import math
import pathlib

MASK = 2**64 - 1


def split_mix(state):
    while True:
        state = state + 0x9E3779B97F4A7C15 & MASK
        z = (state ^ state >> 30) * 0xBF58476D1CE4E5B9 & MASK
        z = (z ^ z >> 27) * 0x94D049BB133111EB & MASK
        yield z ^ z >> 31


def rotate(x, k):
    return (x << k | x >> 64 - k) & MASK


def xoshiro(seed):
    mixer = split_mix(seed)
    s = [next(mixer) for _ in range(4)]
    while True:
        yield rotate(s[0] + s[3] & MASK, 23) + s[0] & MASK
        t = s[1] << 17 & MASK
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= t
        s[3] = rotate(s[3], 45)


def fnv1a(text):
    value = 0xCBF29CE484222325
    for byte in text.encode():
        value = (value ^ byte) * 0x100000001B3 & MASK
    return value


def pair(bits):
    radius = math.sqrt(-2 * math.log(((bits >> 40) + 1) / 2**24))
    angle = ((bits & 0x0FFFFFFF) - 2**27) / 2**27 * math.pi / 4
    if bits >> 29 & 1:
        angle += math.pi
    if bits >> 28 & 1:
        angle -= math.pi / 2
    return radius * math.cos(angle), radius * math.sin(angle)


def main():
    streams = []
    for seed, name in [(7, "Conv2d_1a_3x3.conv.weight"), (0, ""), (MASK, "é")]:
        generator = xoshiro(seed ^ fnv1a(name))
        pairs = [pair(next(generator)) for _ in range(50)]
        streams.append({"seed": str(seed), "name": name, "first": [a for a, _ in pairs], "second": [b for _, b in pairs]})
    out = pathlib.Path(__file__).parent.parent / "WeightsTests" / "Golden" / "weights_normals.json"
    out.write_text(json.dumps(streams) + "\n")


if __name__ == "__main__":
    main()
