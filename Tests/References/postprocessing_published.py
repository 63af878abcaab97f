"""AudioSet's and YouTube-8M's post-processing by their published formulas in NumPy, on small parameters made here.

    python postprocessing_published.py      writes ../FeaturesTests/Golden/published_*
"""

import io
import pathlib
import tarfile

import numpy as np

FOLDER = pathlib.Path(__file__).parent.parent / "FeaturesTests" / "Golden"


def codes(values, rounding):
    """Clip to [-2, 2] and multiply by 255 / 4; TensorFlow's VGGish truncates in the cast, YouTube-8M and torchvggish round."""
    scaled = (np.clip(values, -2, 2) + 2) * (255 / 4)
    return (np.rint(scaled) if rounding == "round" else scaled).astype("u1")


def main():
    random = np.random.default_rng(5)
    rows = random.standard_normal((7, 6)).astype("f4")
    np.save(FOLDER / "published_rows.npy", rows)

    matrix, means = random.standard_normal((6, 6)), random.standard_normal(6)
    np.savez(FOLDER / "published_audioset.npz", pca_eigen_vectors=matrix, pca_means=means)
    audio = np.float32(np.dot(matrix, (rows.astype("f8").T - means[:, None])).T)
    np.save(FOLDER / "published_audioset_rows.npy", audio)
    for rounding in ("round", "truncate"):
        np.save(FOLDER / f"published_audioset_{rounding}.npy", codes(audio.astype("f8"), rounding))

    # The tgz holds columns: the extractor takes the first of mean and eigenvals, and the transpose of eigenvecs.
    mean, values, vectors = random.standard_normal((6, 2)), random.random((4, 2)), random.standard_normal((5, 6))
    with tarfile.open(FOLDER / "published_youtube8m.tgz", "w:gz") as archive:
        for name, array in (("mean", mean), ("eigenvals", values), ("eigenvecs", vectors)):
            buffer = io.BytesIO()
            np.save(buffer, array)
            entry = tarfile.TarInfo(f"yt8m_pca/{name}.npy")
            entry.size = buffer.tell()
            buffer.seek(0)
            archive.addfile(entry, buffer)
    visual = (rows - mean[:, 0]).dot(vectors.T[:, :4]) / np.sqrt(values[:, 0] + 1e-4)
    np.save(FOLDER / "published_youtube8m_rows.npy", np.float32(visual))


if __name__ == "__main__":
    main()
