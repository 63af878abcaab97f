"""Small files of every kind ArrayFiles reads, written by the libraries people write them with.

    python arrayfiles_files.py          writes ../ArrayFilesTests/Golden/
"""

import pathlib

import h5py
import numpy as np
import torch
from safetensors.torch import save_file

FOLDER = pathlib.Path(__file__).parent.parent / "ArrayFilesTests" / "Golden"


def safetensors_files():
    save_file({
        "half": torch.tensor([[0.5, -2.0], [65504.0, 6e-8]], dtype=torch.float16),
        "brain": torch.tensor([1.0, -3.140625, 1e30], dtype=torch.bfloat16),
        "single": torch.arange(6, dtype=torch.float32).reshape(1, 2, 3) / 7,
        "double": torch.tensor([1 / 3, -1e-300], dtype=torch.float64),
        "long": torch.tensor([2**62, -1], dtype=torch.int64),
        "int": torch.tensor([-(2**31), 7], dtype=torch.int32),
        "short": torch.tensor([-300, 300], dtype=torch.int16),
        "byte": torch.tensor([-128, 127], dtype=torch.int8),
        "code": torch.tensor([0, 255, 128], dtype=torch.uint8),
        "flag": torch.tensor([True, False, True]),
        "scalar": torch.tensor(2.5),
        "nothing": torch.zeros((0, 4)),
    }, FOLDER / "types.safetensors", metadata={"who": 'the "library"'})
    save_file({
        "audio": torch.arange(6, dtype=torch.float32).reshape(2, 3), "labels": torch.tensor([4, -5]),
        "splits": torch.tensor([0, 2]), "visual": torch.tensor([[0.25], [-1.0]]),
    }, FOLDER / "table.safetensors", metadata={"ids": '["a/b","ä\\n"]'})


def npy_files():
    grid = np.arange(24).reshape(2, 3, 4)
    arrays = {
        "f4": (grid / 8).astype("<f4"), "f8_big_fortran": np.asfortranarray((grid / 3).astype(">f8")), "f2": np.array([0.5, -2], "<f2"),
        "i2_big": np.array([[-300, 2], [3, 4]], ">i2"), "i8": np.array([2**62, -1, 5], "<i8"), "u1": np.array([0, 255], "u1"),
        "u8": np.array([1, 2**63 - 1], "<u8"), "u8_too_large": np.array([2**63], "<u8"), "b1": np.array([[True], [False]]),
        "i4_fortran": np.asfortranarray(np.arange(6, dtype="<i4").reshape(2, 3)), "scalar": np.array(1.5, "<f4"),
        "empty": np.zeros((0, 3), "<f4"), "S": np.array([b"dog", b"cat!", b""]), "U": np.array(["bébé", "", "汉字x"]),
        "U_big_fortran": np.asfortranarray(np.array([["a", "b"], ["c", "de"]]).astype(">U2")),
        "pickled": np.array([{"a": 1}], dtype=object), "structured": np.array([(1, 2.0)], dtype=[("x", "i4"), ("y", "f4")]),
        "complex": np.array([1j], "c8"), "date": np.array(["2024-01-01"], "M8[D]"),
    }
    for name, array in arrays.items():
        np.save(FOLDER / f"{name}.npy", array, allow_pickle=True)


def features(rows, seed):
    generator = np.random.default_rng(seed)
    return generator.standard_normal((rows, 4)).astype("f4").round(3), generator.standard_normal((rows, 6)).astype("f4").round(3)


def feature_files():
    audio, visual = features(5, 0)
    labels, marks = np.array([0, 1, 2, 1, 0]), np.array([1, 1, 1, 0, 0])
    parts = {"audio_train": audio[:3], "visual_train": visual[:3].astype("f8"), "lab_train": labels[:3, None],
             "audio_test": audio[3:], "visual_test": visual[3:], "lab_test": labels[3:].astype("f4")}
    markers = {"audio_feat": audio, "visual_feat": visual, "Label_ID": labels.astype("i4")}
    table = {"audio": audio, "visual": visual, "labels": labels, "splits": np.array([0, 0, 0, 2, 2]),
             "ids": np.array(["dog/1", "dog/2", "cät/1", "cat/2", "cat/3"]), "class_names": np.array(["dog", "cat", "bird"])}
    np.savez(FOLDER / "parts.npz", **parts)
    np.savez_compressed(FOLDER / "table.npz", **table)
    with h5py.File(FOLDER / "parts.h5", "w") as file:
        for name, array in parts.items():
            file.create_dataset(name, data=array, compression="gzip", chunks=True)
    kinds = {"int8": marks.astype("i1"), "bytes": marks.astype("S1"), "texts": marks.astype(str).astype(h5py.string_dtype()),
             "floats": marks.astype("f4"), "bools": marks.astype(bool)}
    for kind, array in kinds.items():
        with h5py.File(FOLDER / f"markers_{kind}.h5", "w") as file:
            for name, values in markers.items():
                file[name] = values
            file["Split" if kind == "bytes" else "Train_test"] = array


def hdf5_file():
    with h5py.File(FOLDER / "types.h5", "w", userblock_size=512) as file:
        file["single"] = np.arange(6, dtype="f4").reshape(2, 3) / 7
        file["double_big"] = np.array([1 / 3, -2], ">f8")
        file["half"] = np.array([0.5, -2], "f2")
        file["group/nested/long"] = np.array([[2**62], [-1]], "i8")
        file["code"] = np.array([0, 255], "u1")
        file["unsigned"] = np.array([2**63 - 1, 1], "u8")
        file["unsigned_too_large"] = np.array([2**63], "u8")
        file["flag"] = np.array([True, False])
        file["scalar"] = np.float32(2.5)
        file["fixed"] = np.array([b"dog", b"cat!", b""])
        file["variable"] = np.array(["bébé", "", "汉字"], dtype=h5py.string_dtype())
        file["one_text"] = "hello"
        file["zero"] = np.zeros((0, 3), "f4")
        file["empty"] = h5py.Empty("f4")
        file["complex"] = np.array([1j])
        file["compressed"] = file["single"][()]
        del file["compressed"]
        file.create_dataset("compressed", data=np.arange(600, dtype="i2").reshape(30, 20), chunks=(7, 6), compression="gzip", shuffle=True)
        file.create_dataset("never_written", shape=(2**40,), dtype="f4", chunks=(1024,))
        file["latin1"] = np.array([b"caf\xe9"])
        file["link"] = h5py.SoftLink("/single")


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    safetensors_files()
    npy_files()
    feature_files()
    hdf5_file()
