"""Retrieval metrics of small two-view sets by scikit-learn and NumPy, tie-aware average precision by enumeration, chance by simulation."""
import itertools
import json
import pathlib

import numpy as np
from sklearn.metrics import average_precision_score
from sklearn.preprocessing import normalize

GOLDEN = pathlib.Path(__file__).resolve().parent.parent / "RetrievalTests" / "Golden"
rng = np.random.default_rng(11)
Q, N, D, C = 37, 61, 6, 5
centres = rng.normal(size=(C, D))
query_labels, gallery_labels = rng.integers(0, C, Q), rng.integers(0, C - 1, N)   # the last class has no gallery item
queries = (centres[query_labels] + 1.5 * rng.normal(size=(Q, D))).astype(np.float32)
gallery = (centres[gallery_labels] + 1.5 * rng.normal(size=(N, D))).astype(np.float32)


def tie_aware(relevant, scores):
    """McSherry and Najork 2008, equation for average precision: tie groups one by one."""
    if not relevant.any():
        return 0.0
    total, above, hits = 0.0, 0, 0
    for value in np.unique(scores)[::-1]:
        group = relevant[scores == value]
        n, r = len(group), int(group.sum())
        for i in range(1, n + 1):
            inner = (i - 1) * (r - 1) / (n - 1) if n > 1 else 0
            total += r / n * (hits + inner + 1) / (above + i)
        above, hits = above + n, hits + r
    return total / relevant.sum()


def enumerated(relevant, scores):
    """Mean of the average precision over every order of the tied items."""
    groups = [np.flatnonzero(scores == value) for value in np.unique(scores)[::-1]]
    values = []
    for orders in itertools.product(*(itertools.permutations(group) for group in groups)):
        ranked = relevant[[i for order in orders for i in order]]
        values.append((ranked.cumsum() / np.arange(1, len(ranked) + 1) * ranked).sum() / ranked.sum())
    return float(np.mean(values))


def metrics(queries, gallery, query_labels, gallery_labels, pairs, cosine=True, ks=(1, 5, 10, 100)):
    q, g = queries.astype(np.float64), gallery.astype(np.float64)
    scores = normalize(q) @ normalize(g).T if cosine else q @ g.T
    n = len(gallery)
    relevant = gallery_labels[None] == query_labels[:, None]
    ranked = np.take_along_axis(relevant, np.argsort(-scores, axis=1, kind="stable"), axis=1)
    hits, totals = ranked.cumsum(1), relevant.sum(1)
    precision = hits / np.arange(1, n + 1)
    ap = (precision * ranked).sum(1) / np.maximum(totals, 1)
    if cosine:   # no ties: scikit-learn must agree
        peer = np.array([average_precision_score(r, s) if r.any() else 0 for r, s in zip(relevant, scores)])
        assert np.allclose(ap, peer, atol=1e-12)
    ap_at_r = np.array([(p * h)[:r].sum() / r if r else 0 for p, h, r in zip(precision, ranked, totals)])
    recall = hits / np.maximum(totals, 1)[:, None]
    eleven = np.array([[p[r >= t - 1e-12].max() if k else 0 for t in np.arange(11) / 10] for p, r, k in zip(precision, recall, totals)])
    first = np.where(totals > 0, 1 / (ranked.argmax(1) + 1), 0)
    ranks = sorted({r for r in [*range(1, 6), *range(10, 50, 5), *range(50, n, 50)] if r < n} | {n})
    before = np.arange(n)[None] < np.arange(len(q))[:, None]
    own = ((scores > np.diag(scores)[:, None]) | ((scores == np.diag(scores)[:, None]) & before)).sum(1) + 1 if pairs else None
    return {
        "map": ap.mean(), "mapAtR": ap_at_r.mean(), "tieAwareMap": np.mean([tie_aware(r, s) for r, s in zip(relevant, scores)]),
        "mapPerClass": {int(c): ap[query_labels == c].mean() for c in np.unique(query_labels)},
        "macroMap": np.mean([ap[query_labels == c].mean() for c in np.unique(query_labels)]),
        "recall": {k: ranked[:, :k].any(1).mean() for k in ks}, "precision": {k: (ranked[:, :k].sum(1) / k).mean() for k in ks},
        "reciprocalRank": first.mean(), "elevenPoint": eleven.mean(0).tolist(),
        "instanceRecall": {k: (own <= k).mean() for k in ks} if pairs else {},
        "precisionRecall": [{"rank": r, "precision": precision[:, r - 1].mean(), "recall": recall[:, r - 1].mean()} for r in ranks],
    }


def simulated_chance(n, r, draws=200_000):
    relevant = np.zeros((draws, n), bool)
    relevant[:, :r] = True
    relevant = rng.permuted(relevant, axis=1)
    ap = (relevant.cumsum(1) / np.arange(1, n + 1) * relevant).sum(1) / r
    return {"gallery": n, "relevant": r, "mean": ap.mean(), "standardError": ap.std() / draws ** 0.5}


def matrix(values):
    return {"rows": values.shape[0], "columns": values.shape[1], "values": values.astype(np.float64).reshape(-1).tolist()}


def case(q, g, ql, gl, pairs, cosine=True):
    return {"queries": matrix(q), "gallery": matrix(g), "queryLabels": ql.tolist(), "galleryLabels": gl.tolist(), "classCount": C,
            "paired": pairs, "cosine": cosine, "expected": metrics(q, g, ql, gl, pairs, cosine)}


def tied(relevant, scores):
    relevant, scores = np.array(relevant, bool), np.array(scores, float)
    return {"relevant": relevant.tolist(), "scores": scores.tolist(), "expected": enumerated(relevant, scores)}


paired = (queries + 2 * rng.normal(size=queries.shape)).astype(np.float32)
# whole numbers from a small range: products are exact in any order of summation, so ties are exact too
coarse, coarse_pair = (np.rint(v / 2).clip(-1, 1).astype(np.float32) for v in (queries, paired))
other_labels = np.where(np.arange(Q) % 4 == 0, rng.integers(0, C, Q), query_labels)   # pairs that disagree on the class
GOLDEN.mkdir(parents=True, exist_ok=True)
(GOLDEN / "metrics.json").write_text(json.dumps({
    "cases": [case(queries, gallery, query_labels, gallery_labels, False), case(queries, paired, query_labels, query_labels, True),
              case(coarse, coarse_pair, query_labels, other_labels, True, cosine=False)],
    "ties": [tied([1, 0, 0, 1, 0], [1, 1, 1, 1, 1]), tied([0, 1, 0, 1, 1, 0, 0], [3, 2, 2, 2, 1, 1, 0]), tied([1, 0, 1, 0], [2, 2, 1, 1]),
             tied([0, 0, 1], [1, 1, 0]), tied([1, 1, 1, 0, 0, 0, 1], [5, 5, 4, 4, 4, 4, 0])],
    "chance": [simulated_chance(n, r) for n, r in [(2, 1), (5, 2), (12, 5), (30, 3), (30, 30)]],
}))
