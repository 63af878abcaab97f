"""xoshiro256++ seeded by SplitMix64, and the draws that SeededGenerator derives from it, in plain Python integers and floats.

Transcribed from the C of Blackman and Vigna (https://prng.di.unimi.it/xoshiro256plusplus.c, splitmix64.c; public domain).
Writes ../TensorsTests/Golden/random.json.
"""
import json
import math
from pathlib import Path

MASK = (1 << 64) - 1


def splitmix64(state):
    while True:
        state = (state + 0x9E3779B97F4A7C15) & MASK
        z = state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        yield z ^ (z >> 31)


def xoshiro256plusplus(seed):
    seeds = splitmix64(seed)
    s = [next(seeds) for _ in range(4)]

    def rotl(x, k):
        return ((x << k) | (x >> (64 - k))) & MASK

    while True:
        result = (rotl((s[0] + s[3]) & MASK, 23) + s[0]) & MASK
        t = (s[1] << 17) & MASK
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= t
        s[3] = rotl(s[3], 45)
        yield result


def fnv1a(text):
    value = 0xCBF29CE484222325
    for byte in text.encode():
        value = ((value ^ byte) * 0x100000001B3) & MASK
    return value


def uniform(words):
    return (next(words) >> 11) * 2.0**-53


def normal(words):
    radius = math.sqrt(-2 * math.log(1 - uniform(words)))
    return radius * math.cos(2 * math.pi * uniform(words))


def permutation(words, count):
    order = list(range(count))
    for last in range(count - 1, 0, -1):
        other = next(words) * (last + 1) >> 64
        order[last], order[other] = order[other], order[last]
    return order


def draws(function, seed, *arguments, count=8):
    words = xoshiro256plusplus(seed)
    return [function(words, *arguments) for _ in range(count)]


golden = {
    # As text: JSON numbers do not hold 64 bits everywhere.
    "words": {str(seed): [str(word) for word in draws(next, seed)] for seed in (0, 1, 42, MASK)},
    "streams": {name: [str(word) for word in draws(next, 42 ^ fnv1a(name), count=4)] for name in ("", "batches", "dropout", "größe")},
    "uniform": draws(uniform, 7),
    "normal": draws(normal, 7),
    "permutation": permutation(xoshiro256plusplus(7), 20),
}
folder = Path(__file__).resolve().parent.parent / "TensorsTests" / "Golden"
folder.mkdir(parents=True, exist_ok=True)
(folder / "random.json").write_text(json.dumps(golden, indent=1, ensure_ascii=False) + "\n")
