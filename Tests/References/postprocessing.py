"""Principal components and normalisations of a small set of rows by scikit-learn."""
import json
import pathlib

import numpy as np
from sklearn.decomposition import PCA
from sklearn.preprocessing import MinMaxScaler, StandardScaler

GOLDEN = pathlib.Path(__file__).resolve().parent.parent / "FeaturesTests" / "Golden"
rng = np.random.default_rng(5)
rows = (rng.normal(size=(14, 4)) @ rng.normal(size=(4, 6)) + 3 * rng.normal(size=6) + 50).astype(np.float32)   # rank 4 in 6 columns
others = (rows[:5] + rng.normal(size=(5, 6))).astype(np.float32)
pca = PCA(n_components=4, svd_solver="full").fit(rows.astype(np.float64))
signs = np.sign(pca.components_[np.arange(4), np.abs(pca.components_).argmax(1)])   # the largest entry positive
standard, minmax = StandardScaler().fit(rows.astype(np.float64)), MinMaxScaler().fit(rows.astype(np.float64))
GOLDEN.mkdir(parents=True, exist_ok=True)
(GOLDEN / "postprocessing.json").write_text(json.dumps({
    "rows": rows.astype(float).tolist(), "others": others.astype(float).tolist(),
    "components": (pca.components_ * signs[:, None]).tolist(), "variances": pca.explained_variance_.tolist(),
    "projected": (pca.transform(others) * signs).tolist(),
    "standard": standard.transform(others).tolist(), "minmax": minmax.transform(others).tolist(),
    "vggish": ((others.astype(np.float64) - 128) / 256).tolist(),
    "global": ((others.astype(np.float64) - rows.mean(0)) / np.sqrt(rows.astype(np.float64).var(0).mean())).tolist(),
}))
