"""Retrieval-time options of a small two-view set in NumPy, written from the formulas: proxies, CSLS, inverted softmax, diffusion,
k-reciprocal re-ranking; and the paired bootstrap's distribution."""
import json
import pathlib

import numpy as np

GOLDEN = pathlib.Path(__file__).resolve().parent.parent / "RetrievalTests" / "Golden"
rng = np.random.default_rng(5)
C, D, N, T = 4, 6, 40, 50
centres = rng.normal(size=(C, D))


def view(labels, shift):
    return (centres[labels] + shift + 1.2 * rng.normal(size=(len(labels), D))).astype(np.float32)


labels, train_labels = rng.integers(0, C, N), rng.integers(0, C, T)
shift = 0.3 * rng.normal(size=D)
queries, gallery = view(labels, 0), view(labels, shift)
train_queries, train_gallery = view(train_labels, 0), view(train_labels, shift)


def unit(x):
    return x.astype(np.float64) / np.linalg.norm(x.astype(np.float64), axis=1, keepdims=True)


def nearest(s, k):
    return np.argsort(-s, axis=1, kind="stable")[:, :k]


def proxies(x, bank, k, own=False):
    s = unit(x) @ unit(bank).T
    if own:
        np.fill_diagonal(s, -np.inf)
    return (unit(x) + unit(bank)[nearest(s, k)].mean(1)) / 2


def csls(s, k):
    top = lambda m: -np.sort(-m, axis=1)[:, :k].mean(1)
    return 2 * s - top(s)[:, None] - top(s.T)[None]


def inverted_softmax(s, bank, b, dynamic):
    corrected = b * s - np.log(np.exp(b * bank).sum(0))[None]
    if not dynamic:
        return corrected
    hubs = set(bank.argmax(1))
    return np.array([c if plain.argmax() in hubs else plain for c, plain in zip(corrected, s)])


def diffusion(s, within, k, alpha, steps):
    n = len(within)
    masked = within.copy()
    np.fill_diagonal(masked, -np.inf)
    knn = np.zeros((n, n), bool)
    np.put_along_axis(knn, nearest(masked, k), True, 1)
    a = np.where(knn & knn.T, np.maximum(within, 0) ** 3, 0)
    d = a.sum(1)
    scale = np.divide(1, np.sqrt(d), out=np.zeros(n), where=d > 0)
    w = scale[:, None] * a * scale[None]
    y = np.zeros_like(s)
    np.put_along_axis(y, nearest(s, k), np.take_along_axis(np.maximum(s, 0) ** 3, nearest(s, k), 1), 1)
    f = y.copy()
    for _ in range(steps):
        f = alpha * f @ w.T + (1 - alpha) * y
    return f


def k_reciprocal(q, g, k1, k2, share):
    x = np.concatenate([unit(q), unit(g)])
    d = 1 - x @ x.T
    m = len(x)
    first = d.copy()
    np.fill_diagonal(first, -np.inf)   # every item is its own nearest
    rank = np.argsort(first, axis=1, kind="stable")

    def reciprocal(i, k):
        return {j for j in rank[i, :k + 1] if i in rank[j, :k + 1]}

    v = np.zeros((m, m))
    for i in range(m):
        core = reciprocal(i, k1)
        members = set(core)
        for j in core:
            theirs = reciprocal(j, int(np.around(k1 / 2)))
            if len(theirs & core) > 2 / 3 * len(theirs):
                members |= theirs
        members = sorted(members)
        e = np.exp(-d[i, members])
        v[i, members] = e / e.sum()
    v = np.stack([v[rank[i, :k2]].mean(0) for i in range(m)])
    vq, vg = v[:len(q)], v[len(q):]
    jaccard = np.array([[1 - np.minimum(a, b).sum() / np.maximum(a, b).sum() for b in vg] for a in vq])
    return -((1 - share) * jaccard + share * d[:len(q), len(q):])


def mean_ap(s):
    relevant = labels[None] == labels[:, None]
    ranked = np.take_along_axis(relevant, np.argsort(-s, axis=1, kind="stable"), axis=1)
    return float(((ranked.cumsum(1) / np.arange(1, N + 1) * ranked).sum(1) / ranked.sum(1)).mean())


def matrix(values):
    return {"rows": values.shape[0], "columns": values.shape[1], "values": values.astype(np.float64).reshape(-1).round(9).tolist()}


def scores(s):
    return {"scores": matrix(s), "map": mean_ap(s)}


s, within, bank = unit(queries) @ unit(gallery).T, unit(gallery) @ unit(gallery).T, unit(train_queries) @ unit(gallery).T
own_q, own_g = proxies(queries, queries, 3, own=True), proxies(gallery, gallery, 3, own=True)
train_q, train_g = proxies(queries, train_queries, 5), proxies(gallery, train_gallery, 5)
a, b = rng.uniform(size=60), rng.uniform(size=60)
b = np.clip(a + 0.05 * (b - 0.3), 0, 1)
means = (b - a)[rng.integers(0, 60, (200_000, 60))].mean(1)
GOLDEN.mkdir(parents=True, exist_ok=True)
(GOLDEN / "rescoring.json").write_text(json.dumps({
    "queries": matrix(queries), "gallery": matrix(gallery), "trainQueries": matrix(train_queries), "trainGallery": matrix(train_gallery),
    "labels": labels.tolist(), "classCount": C,
    "galleryProxies": {"neighbours": 3, "queries": matrix(own_q), "gallery": matrix(own_g), "map": mean_ap(unit(own_q) @ unit(own_g).T)},
    "trainProxies": {"neighbours": 5, "queries": matrix(train_q), "gallery": matrix(train_g), "map": mean_ap(unit(train_q) @ unit(train_g).T)},
    "plain": scores(s), "csls": scores(csls(s, 4)),
    "invertedSoftmax": scores(inverted_softmax(s, bank, 20, False)), "dynamicInvertedSoftmax": scores(inverted_softmax(s, bank, 20, True)),
    "diffusion": scores(diffusion(s, within, 7, 0.9, 20)), "kReciprocal": scores(k_reciprocal(queries, gallery, 6, 3, 0.3)),
    "bootstrap": {"a": a.tolist(), "b": b.tolist(), "mean": float((b - a).mean()), "low": float(np.quantile(means, 0.025)),
                  "high": float(np.quantile(means, 0.975)), "p": float(2 * min((means <= 0).mean(), (means >= 0).mean()))},
}))
