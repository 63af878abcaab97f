"""Every format of `aadml features export` and `import`, held bit for bit against the tools people read them with.

    python exchange_check.py AADML          AADML: the built command, e.g. .build/release/aadml

Needs numpy, h5py, safetensors, torch, webdataset and tensorflow (or, for the records, the package tfrecord).
Both ways: files the tools write are imported, and the cache (read with sqlite3) must hold their bits; the cache is exported
in every format, and what the tools read must be the cache's bits. Prints a line a check and exits 1 if one fails.
"""

import io
import json
import pathlib
import sqlite3
import subprocess
import sys
import tempfile

import h5py
import numpy as np
import safetensors
import safetensors.numpy
import torch  # noqa: F401  webdataset's loaders are torch's
import webdataset

try:
    import tensorflow as tf
except ImportError:
    tf = None
    from tfrecord.reader import example_loader, sequence_loader

CLASSES = ["dog", "Violin, fiddle", "bébé"]
CLIPS, ROWS, AUDIO, VISUAL = 60, 10, 128, 1024
failures = 0


def check(what, passed):
    global failures
    failures += not passed
    print("ok    " if passed else "WRONG ", what)


def same(a, b):
    a, b = np.asarray(a), np.asarray(b)
    return a.shape == b.shape and a.dtype == b.dtype and a.tobytes() == b.tobytes()


def run(*arguments, code=0):
    done = subprocess.run([sys.argv[1], "features", *map(str, arguments), "--progress", "none"], capture_output=True, text=True)
    if done.returncode != code:
        sys.exit(f"aadml features {arguments}: {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout + done.stderr


def made():
    """Features as a field's file would hold them: float32, some of them negative, one split of each kind."""
    random = np.random.default_rng(0)
    return {
        "ids": [f"{CLASSES[i % 3]}/clip_{i:05d}" for i in range(CLIPS)],
        "audio": random.standard_normal((CLIPS, ROWS, AUDIO)).astype("f4"),
        "visual": random.standard_normal((CLIPS, ROWS, VISUAL)).astype("f4"),
        "labels": np.arange(CLIPS) % 3, "train": (np.arange(CLIPS) % 5 != 0),
    }


def cache(workspace):
    """The cache as Python's own sqlite3 reads it: id -> modality -> rows x columns."""
    features = {}
    catalogue = sqlite3.connect(workspace / "catalogue.sqlite")
    database = sqlite3.connect(workspace / "features" / "features.sqlite")
    for name, digest in catalogue.execute("SELECT name, sha256 FROM member"):
        features[name] = {
            modality: np.frombuffer(data, "<f4").reshape(rows, columns)
            for modality, rows, columns, data in database.execute(
                "SELECT modality, rows, columns, data FROM feature WHERE sha256 = ?", (digest,))}
    return features


# --- what the tools write, imported ---------------------------------------------------------------------------------


def write_marked(path, data, marker):
    with h5py.File(path, "w") as file:
        file["audio_feat"], file["visual_feat"] = data["audio"], data["visual"]
        file["Label_ID"] = data["labels"].reshape(-1, 1)
        file["Train_test"] = marker(data["train"])
        file["ids"] = data["ids"]


def write_split(path, data):
    with h5py.File(path, "w") as file:
        for part, rows in (("train", data["train"]), ("test", ~data["train"])):
            file[f"audio_{part}"], file[f"visual_{part}"] = data["audio"][rows], data["visual"][rows]
            file[f"lab_{part}"] = data["labels"][rows]
            file[f"ids_{part}"] = [i for i, chosen in zip(data["ids"], rows) if chosen]


def write_ave(folder, data):
    folder.mkdir()
    labels = np.zeros((CLIPS, ROWS, len(CLASSES) + 1))
    labels[np.arange(CLIPS), :, data["labels"]] = 1
    for name, values in (("audio_feature", data["audio"]), ("visual_feature_vec", data["visual"]), ("labels", labels)):
        with h5py.File(folder / f"{name}.h5", "w") as file:
            file["avadataset"] = values
    for part, rows in (("train", data["train"]), ("test", ~data["train"])):
        with h5py.File(folder / f"{part}_order.h5", "w") as file:
            file["order"] = np.flatnonzero(rows)


def write_npy(folder, data):
    for index in range(CLIPS):
        for family, place, modality in (("vggish", "vggish", "audio"), ("resnet", "resnet/resnet50", "visual")):
            (folder / place).mkdir(parents=True, exist_ok=True)
            np.save(folder / place / f"clip{index:05d}_{family}.npy", data[modality][index])


def write_cmr(folder, data, codes):
    for name in ("vgg", "inception", "VEGAS_classes", "folds"):
        (folder / name).mkdir(parents=True)
    keys = [f"{CLASSES[0]}_video_{i:05d}" for i in range(CLIPS)]
    for index, key in enumerate(keys):
        np.save(folder / "vgg" / f"{key}.npy", codes["audio"][index])
        np.save(folder / "inception" / f"{key}.npy", codes["visual"][index])
        np.save(folder / "VEGAS_classes" / f"{key}.npy", np.array(data["labels"][index]))
    for fold in range(5):
        (folder / "folds" / f"{fold}.txt").write_text("\n".join(keys[fold::5]) + "\n")
    return keys


def write_records(path, data, codes):
    feature = tf.train.Feature
    with tf.io.TFRecordWriter(str(path)) as writer:
        for index, name in enumerate(data["ids"]):
            lists = {
                key: tf.train.FeatureList(feature=[
                    feature(bytes_list=tf.train.BytesList(value=[row.tobytes()])) for row in codes[modality][index]])
                for key, modality in (("rgb", "visual"), ("audio", "audio"))}
            context = tf.train.Features(feature={
                "id": feature(bytes_list=tf.train.BytesList(value=[name.encode()])),
                "labels": feature(int64_list=tf.train.Int64List(value=[int(data["labels"][index])]))})
            writer.write(tf.train.SequenceExample(context=context, feature_lists=tf.train.FeatureLists(feature_list=lists)).SerializeToString())


def check_imports(folder, data):
    def compare(what, path, ids, audio, visual):
        run("import", path, "--into", folder / f"in-{what}")
        found = cache(folder / f"in-{what}")
        passed = set(found) == set(ids) and all(
            same(found[name]["audio"], audio[i]) and same(found[name]["visual"], visual[i]) for i, name in enumerate(ids))
        check(f"import of {what}", passed)

    markers = {
        "h5py-int8": lambda t: t.astype("i1"), "h5py-bytes": lambda t: np.where(t, b"1", b"0"),
        "h5py-texts": lambda t: [str(int(v)) for v in t], "h5py-floats": lambda t: t.astype("f4"), "h5py-bools": lambda t: t,
    }
    for what, marker in markers.items():
        write_marked(folder / f"{what}.h5", data, marker)
        compare(what, folder / f"{what}.h5", data["ids"], data["audio"], data["visual"])
    write_split(folder / "split.h5", data)
    compare("h5py-split", folder / "split.h5", data["ids"], data["audio"], data["visual"])
    write_ave(folder / "ave", data)
    compare("h5py-ave", folder / "ave", [f"row {i}" for i in range(CLIPS)], data["audio"], data["visual"])
    write_npy(folder / "npy", data)
    compare("numpy-video_features", folder / "npy", [f"clip{i:05d}" for i in range(CLIPS)], data["audio"], data["visual"])
    codes = {m: np.random.default_rng(1).integers(0, 256, data[m].shape).astype("u1") for m in ("audio", "visual")}
    keys = write_cmr(folder / "cmr", data, codes)
    compare("numpy-cmr", folder / "cmr", keys, codes["audio"].astype("f4"), codes["visual"].astype("f4"))
    splits = np.where(data["train"], 0, 2)
    arrays = {"audio": data["audio"].mean(1), "visual": data["visual"].mean(1), "labels": data["labels"], "splits": splits}
    for what, save in (("numpy-savez", np.savez), ("numpy-deflated", np.savez_compressed)):
        save(folder / f"{what}.npz", ids=np.array(data["ids"]), class_names=np.array(CLASSES), **arrays)
        compare(what, folder / f"{what}.npz", data["ids"], arrays["audio"][:, None], arrays["visual"][:, None])
    safetensors.numpy.save_file(arrays, folder / "table.safetensors", metadata={"ids": json.dumps(data["ids"])})
    compare("safetensors", folder / "table.safetensors", data["ids"], arrays["audio"][:, None], arrays["visual"][:, None])
    if tf:
        write_records(folder / "train0000.tfrecord", data, codes)
        table = (np.arange(256) * (4.0 / 255) + (4.0 / 512 - 2)).astype("f4")
        compare("tensorflow-frames", folder / "train0000.tfrecord", data["ids"], table[codes["audio"]], table[codes["visual"]])


# --- the cache, exported and read by the tools ----------------------------------------------------------------------


def pooled(rows):
    """The mean as aadml takes it: in double precision, rows in order."""
    return np.float32(np.add.reduce(rows.astype("f8"), axis=0) / len(rows))


def quantized(rows, rounding):
    codes = (np.clip(rows.astype("f8"), -2, 2) + 2) * (255 / 4)
    return (np.rint(codes) if rounding == "round" else np.floor(codes)).astype("u1")


def check_exports(folder, data):
    workspace = folder / "in-h5py-texts"
    features = cache(workspace)
    ids = data["ids"]

    def export(name, format, *options):
        run("export", workspace, "--to", folder / name, "--format", format, *options)
        return folder / name

    for form, shape in (("--pooled", lambda rows: pooled(rows)), ("--segments", lambda rows: rows)):
        for options, coded in (((), lambda rows: rows), (("--quantize", "truncate"), lambda rows: quantized(rows, "truncate"))):
            what = f"{form[2:]}{' codes' if options else ''}"
            expected = {name: {m: coded(shape(rows)) for m, rows in features[name].items()} for name in ids}
            with h5py.File(export(f"split{what}.h5", "hdf5-split", form, *options)) as file:
                passed = True
                for part, rows in (("train", data["train"]), ("test", ~data["train"])):
                    names = [i for i, chosen in zip(ids, rows) if chosen]
                    passed &= [n.decode() for n in file[f"ids_{part}"]] == names
                    for modality in ("audio", "visual"):
                        passed &= same(file[f"{modality}_{part}"], [expected[n][modality] for n in names])
                    passed &= same(file[f"lab_{part}"], data["labels"][rows])
                check(f"hdf5-split {what}, h5py", passed and json.loads(file.attrs["description"])["aadml"] != "")
            with h5py.File(export(f"marked{what}.h5", "hdf5-marked", form, *options)) as file:
                marks = file["Train_test"].asstr()[:]
                passed = [m == "1" for m in marks] == data["train"].tolist() and set(marks) == {"0", "1"}
                passed &= all(same(file[f"{m}_feat"], [expected[n][m] for n in ids]) for m in ("audio", "visual"))
                check(f"hdf5-marked {what}, h5py", passed and same(file["Label_ID"], data["labels"]))
            with np.load(export(f"{what}.npz", "npz", form, *options), allow_pickle=False) as file:
                passed = list(file["ids"]) == ids and same(file["labels"], data["labels"])
                for modality in ("audio", "visual"):
                    rows = np.concatenate([np.atleast_2d(expected[n][modality]) for n in ids])
                    passed &= same(file[modality], rows)
                check(f"npz {what}, numpy", passed)
            path = export(f"{what}.safetensors", "safetensors", form, *options)
            with safetensors.safe_open(path, framework="np") as file:
                passed = json.loads(file.metadata()["ids"]) == ids
                for modality in ("audio", "visual"):
                    passed &= same(file.get_tensor(modality), np.concatenate([np.atleast_2d(expected[n][modality]) for n in ids]))
                check(f"safetensors {what}", passed)
            check_shards(export(f"wds{what}", "webdataset", form, *options), expected, data, what)
    check_folders(export, features, data)
    check_records(export, features, data)


def check_alignment(folder, data):
    """Sound of more rows than pictures and the reverse, each policy against NumPy over the times that the cache tells."""
    uneven = {"audio": [rows[:ROWS - i % 3] for i, rows in enumerate(data["audio"])],
              "visual": [rows[:ROWS - (i + 1) % 4] for i, rows in enumerate(data["visual"])]}
    write_npy(folder / "uneven", uneven)
    workspace = folder / "in-uneven"
    run("import", folder / "uneven", "--into", workspace)
    catalogue, database = (sqlite3.connect(workspace / n) for n in ("catalogue.sqlite", "features/features.sqlite"))
    digests = dict(catalogue.execute("SELECT name, sha256 FROM member"))

    def centres(name, modality):
        (times,) = database.execute("SELECT times FROM feature WHERE sha256 = ? AND modality = ?", (digests[name], modality)).fetchone()
        return np.frombuffer(times, "<f8").reshape(-1, 2).mean(1)

    def aligned(index, policy):
        name, audio, visual = f"clip{index:05d}", uneven["audio"][index], uneven["visual"][index]
        if policy == "nearest":      # argmin takes the earlier of two
            return audio[np.abs(centres(name, "visual")[:, None] - centres(name, "audio")).argmin(1)], visual
        count = min(len(audio), len(visual)) if policy == "trim" else max(len(audio), len(visual))
        return tuple(np.concatenate([rows[:count], np.zeros((max(0, count - len(rows)), rows.shape[1]), "f4")]) for rows in (audio, visual))

    for policy in ("nearest", "trim", "pad"):
        path = folder / f"aligned-{policy}.npz"
        run("export", workspace, "--to", path, "--format", "npz", "--segments", "--align", policy)
        expected = [aligned(i, policy) for i in range(CLIPS)]
        with np.load(path, allow_pickle=False) as file:
            passed = list(file["ids"]) == [f"clip{i:05d}" for i in range(CLIPS)]
            passed &= all(same(file[m], np.concatenate([rows[k] for rows in expected])) for k, m in enumerate(("audio", "visual")))
        check(f"npz of rows aligned by {policy}, numpy", passed)


def check_shards(folder, expected, data, what):
    seen = {}
    for part in ("train", "test"):
        shards = sorted(str(p) for p in folder.glob(f"{part}-*.tar"))
        for sample in webdataset.WebDataset(shards, shardshuffle=False).decode():
            entry = sample["json"]
            seen[entry["id"]] = entry["split"] == part and all(
                same(sample[f"{m}.npy"], np.atleast_2d(expected[entry["id"]][m])) for m in ("audio", "visual"))
    check(f"webdataset {what}", set(seen) == set(data["ids"]) and all(seen.values()))


def check_folders(export, features, data):
    folder = export("npy-out", "npy")
    passed = True
    for name in data["ids"]:
        stem = name.replace("/", "%2F")
        for modality in ("audio", "visual"):
            passed &= same(np.load(folder / modality / f"{stem}_{modality}.npy"), features[name][modality])
    lines = [json.loads(line) for line in (folder / "index.jsonl").open()]
    check("npy, numpy", passed and [line["id"] for line in lines] == data["ids"])
    folder = export("cmr-out", "npy-cmr")
    passed = True
    for index, name in enumerate(data["ids"]):
        stem = name.replace("/", "%2F")
        for modality, place in (("audio", "vgg"), ("visual", "inception")):
            passed &= same(np.load(folder / place / f"{stem}.npy"), quantized(features[name][modality], "round"))
        passed &= int(np.load(folder / "VEGAS_classes" / f"{stem}.npy")) == data["labels"][index]
    folds = [p.read_text().split("\n")[:-1] for p in sorted((folder / "folds").iterdir())]
    test = {n.replace("/", "%2F") for n, train in zip(data["ids"], data["train"]) if not train}
    check("npy-cmr, numpy", passed and len(folds) == 5 and set(folds[0]) == test and sum(map(len, folds)) == CLIPS)
    folder = export("ave-out", "hdf5-ave")
    with h5py.File(folder / "audio_feature.h5") as audio, h5py.File(folder / "visual_feature_vec.h5") as visual:
        passed = same(audio["avadataset"], [features[n]["audio"] for n in data["ids"]])
        passed &= same(visual["avadataset"], [features[n]["visual"] for n in data["ids"]])
    with h5py.File(folder / "labels.h5") as labels, h5py.File(folder / "train_order.h5") as order:
        passed &= labels["avadataset"].shape == (CLIPS, 10, len(CLASSES) + 1)
        passed &= (labels["avadataset"][:].argmax(2) == data["labels"][:, None]).all()
        passed &= same(order["order"], np.flatnonzero(data["train"]))
    check("hdf5-ave, h5py", bool(passed))


def records(folder):
    for path in sorted(folder.glob("*.tfrecord")):
        yield from (tf.data.TFRecordDataset(str(path)) if tf else [path])


def check_records(export, features, data):
    def steps(example, name, dtype):
        lists = example.feature_lists.feature_list[name].feature
        return np.stack([
            np.frombuffer(s.bytes_list.value[0], "u1") if dtype == "u1" else np.array(s.float_list.value, "f4") for s in lists])

    if not tf:
        folder = export("frames-u1", "tfrecord-frames")
        count = sum(1 for path in folder.glob("*.tfrecord") for _ in sequence_loader(str(path), None, {"id": "byte"}, {"audio": "byte"}))
        return check("tfrecord-frames, tfrecord (ids only: no tensorflow)", count == CLIPS)
    for dtype, options in (("u1", ()), ("f4", ("--quantize", "none"))):
        expect = (lambda rows: quantized(rows, "round")) if dtype == "u1" else (lambda rows: rows)
        for format, names in (
                ("tfrecord-frames", {"rgb": "visual", "audio": "audio"}), ("tfrecord-audioset", {"audio_embedding": "audio"})):
            passed, count = True, 0
            for raw in records(export(f"{format}-{dtype}", format, *options)):
                example = tf.train.SequenceExample.FromString(raw.numpy())
                context = example.context.feature
                key = "id" if format == "tfrecord-frames" else "video_id"
                name = context[key].bytes_list.value[0].decode()
                passed &= list(context["labels"].int64_list.value) == [data["labels"][data["ids"].index(name)]]
                for list_name, modality in names.items():
                    passed &= same(steps(example, list_name, dtype), expect(features[name][modality]))
                count += 1
            check(f"{format} {dtype}, tensorflow", passed and count == CLIPS)
    passed, count = True, 0
    for raw in records(export("videos", "tfrecord-videos")):
        parsed = tf.io.parse_single_example(raw, {
            "id": tf.io.FixedLenFeature([], tf.string), "labels": tf.io.VarLenFeature(tf.int64),
            "mean_rgb": tf.io.FixedLenFeature([VISUAL], tf.float32), "mean_audio": tf.io.FixedLenFeature([AUDIO], tf.float32)})
        name = parsed["id"].numpy().decode()
        passed &= same(parsed["mean_rgb"].numpy(), pooled(features[name]["visual"]))
        passed &= same(parsed["mean_audio"].numpy(), pooled(features[name]["audio"]))
        count += 1
    check("tfrecord-videos, tensorflow", passed and count == CLIPS)


def check_post_processing(folder, data):
    """AudioSet's and YouTube-8M's projections with parameters made here, against NumPy in double precision."""
    random = np.random.default_rng(2)
    matrix, means = random.standard_normal((AUDIO, AUDIO)), random.standard_normal(AUDIO)
    np.savez(folder / "params.npz", pca_eigen_vectors=matrix, pca_means=means)
    features = cache(folder / "in-h5py-texts")
    for rounding in ("round", "truncate"):
        path = folder / f"post-{rounding}.npz"
        run("export", folder / "in-h5py-texts", "--to", path, "--format", "npz", "--segments", "--only", "audio", "--post-audio",
            folder / "params.npz", "--force", "--quantize", rounding, "--range=-2:2")
        rows = np.concatenate([features[name]["audio"] for name in data["ids"]])
        expected = quantized(np.float32((rows.astype("f8") - means) @ matrix.T), rounding)
        with np.load(path) as file:
            check(f"AudioSet post-processing, {rounding}", same(file["audio"], expected))
    run("export", folder / "in-h5py-texts", "--to", folder / "refused.npz", "--format", "npz", "--post-audio", folder / "params.npz", code=1)


def main():
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        data = made()
        check_imports(folder, data)
        check_exports(folder, data)
        check_alignment(folder, data)
        check_post_processing(folder, data)
        for first, second, code in (("in-h5py-texts", "split.h5", 0), ("in-h5py-texts", "in-h5py-split", 0)):
            run("compare", folder / first, folder / second, "--threshold", "0.9999999", code=code)
        check("compare of what is equal", True)
    print("tensorflow", tf.__version__ if tf else "is not there: its formats were read with the package tfrecord")
    sys.exit(failures > 0)


if __name__ == "__main__":
    main()
