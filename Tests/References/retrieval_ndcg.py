"""nDCG@K of small sets with binary relevance by scikit-learn 1.9.1, for NormalizedDCGTests."""
import json
import pathlib

import numpy as np
from sklearn.metrics import ndcg_score

GOLDEN = pathlib.Path(__file__).resolve().parent.parent / "RetrievalTests" / "Golden"
KS = (1, 5, 10, 100)
rng = np.random.default_rng(14)
Q, N, D, C = 23, 47, 5, 4
centres = rng.normal(size=(C, D))
query_labels, gallery_labels = rng.integers(0, C, Q), rng.integers(0, C - 1, N)   # the last class has no gallery item
queries = (centres[query_labels] + 1.5 * rng.normal(size=(Q, D))).astype(np.float32)
gallery = (centres[gallery_labels] + 1.5 * rng.normal(size=(N, D))).astype(np.float32)
scores = queries.astype(np.float64) @ gallery.T.astype(np.float64)
assert all(len(set(row)) == N for row in scores), "scikit-learn averages over the orders of equal scores"
relevant = (gallery_labels[None] == query_labels[:, None]).astype(int)
assert (relevant.sum(1) == 0).any()


def matrix(values):
    return {"rows": values.shape[0], "columns": values.shape[1], "values": values.astype(np.float64).reshape(-1).tolist()}


(GOLDEN / "ndcg.json").write_text(json.dumps({
    "queries": matrix(queries), "gallery": matrix(gallery), "queryLabels": query_labels.tolist(), "galleryLabels": gallery_labels.tolist(),
    "classCount": C, "ndcg": {k: ndcg_score(relevant, scores, k=k) for k in KS},
    "perQuery": [{k: ndcg_score(relevant[q:q + 1], scores[q:q + 1], k=k) for k in KS} for q in range(Q)],
    "ranks": [(np.flatnonzero(relevant[q][np.argsort(-scores[q])]) + 1).tolist() for q in range(Q)],
}))
