"""Canonical correlation analysis by NumPy and scikit-learn in double precision. Writes cca.json.

The class-wise cross-covariance is built the long way, by repeating rows for every pair of a class. scikit-learn's iterative CCA
has no ridge, so it is compared at a ridge of practically nothing.
"""
import numpy as np
import torch
from sklearn.cross_decomposition import CCA

from metric_golden import exact, tensor, write

N, A, V, C, K = 60, 6, 9, 4, 3


def root(s):
    w, v = np.linalg.eigh(s)
    return v @ np.diag(w ** -0.5) @ v.T


def directions(x, y, labels, share, ridge):
    x, y = x - x.mean(0), y - y.mean(0)
    s11, s22 = x.T @ x / (N - 1), y.T @ y / (N - 1)
    pair = x.T @ y / (N - 1)
    i, j = np.nonzero(labels[:, None] == labels[None, :])
    s12 = share * pair + (1 - share) * x[i].T @ y[j] / len(i)
    r1, r2 = (root(s + ridge * np.trace(s) / len(s) * np.eye(len(s))) for s in (s11, s22))
    u, d, vt = np.linalg.svd(r1 @ s12 @ r2)
    return r1 @ u[:, :K], r2 @ vt[:K].T, d[:K]


rng = np.random.default_rng(3)
labels = rng.integers(0, C, N)
common = rng.standard_normal((N, 3))
x = common @ rng.standard_normal((3, A)) + 0.7 * rng.standard_normal((N, A)) + 2
y = common @ rng.standard_normal((3, V)) + 0.7 * rng.standard_normal((N, V)) - 1
x, y = (exact(torch.tensor(m)).numpy() for m in (x, y))
cases = []
for share in (1.0, 0.2, 0.0):
    for ridge in (0.01, 1.0):
        a, b, d = directions(x, y, labels, share, ridge)
        cases.append(dict(share=share, ridge=ridge, correlations=d.tolist(), audio=tensor(torch.tensor((x - x.mean(0)) @ a)),
                          visual=tensor(torch.tensor((y - y.mean(0)) @ b))))
model = CCA(n_components=K, scale=False, max_iter=100_000, tol=1e-14).fit(x, y)
p, q = model.transform(x, y)
sklearn = [float(np.corrcoef(p[:, i], q[:, i])[0, 1]) for i in range(K)]
write("cca.json", dict(audio=tensor(torch.tensor(x)), visual=tensor(torch.tensor(y)), labels=labels.tolist(), cases=cases, sklearn=sklearn))
