"""Retrieval metrics of a small two-view set by scikit-learn and NumPy, and the chance formula by simulation."""
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


def metrics(queries, gallery, query_labels, gallery_labels, pairs, ks=(1, 5, 10, 100)):
    q, g = queries.astype(np.float64), gallery.astype(np.float64)
    scores = normalize(q) @ normalize(g).T
    n = len(gallery)
    relevant = gallery_labels[None] == query_labels[:, None]
    ap = np.array([average_precision_score(r, s) if r.any() else 0 for r, s in zip(relevant, scores)])
    ranked = np.take_along_axis(relevant, np.argsort(-scores, axis=1, kind="stable"), axis=1)
    hits, totals = ranked.cumsum(1), relevant.sum(1)
    precision = hits / np.arange(1, n + 1)
    recall = hits / np.maximum(totals, 1)[:, None]
    eleven = np.array([[p[r >= t - 1e-12].max() if k else 0 for t in np.arange(11) / 10] for p, r, k in zip(precision, recall, totals)])
    first = np.where(totals > 0, 1 / (ranked.argmax(1) + 1), 0)
    ranks = sorted({r for r in [*range(1, 6), *range(10, 50, 5), *range(50, n, 50)] if r < n} | {n})
    own = (scores > np.diag(scores)[:, None]).sum(1) + 1 if pairs else None
    return {
        "map": ap.mean(), "mapPerClass": {int(c): ap[query_labels == c].mean() for c in np.unique(query_labels)},
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


def case(q, g, ql, gl, pairs):
    return {"queries": matrix(q), "gallery": matrix(g), "queryLabels": ql.tolist(), "galleryLabels": gl.tolist(), "classCount": C,
            "paired": pairs, "expected": metrics(q, g, ql, gl, pairs)}


paired = (queries + 2 * rng.normal(size=queries.shape)).astype(np.float32)
GOLDEN.mkdir(parents=True, exist_ok=True)
(GOLDEN / "metrics.json").write_text(json.dumps({
    "cases": [case(queries, gallery, query_labels, gallery_labels, False), case(queries, paired, query_labels, query_labels, True)],
    "chance": [simulated_chance(n, r) for n, r in [(2, 1), (5, 2), (12, 5), (30, 3), (30, 30)]],
}))
