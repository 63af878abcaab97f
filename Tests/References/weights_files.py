"""Small files of every format that published weights come in, and what their own libraries read from them.

usage: weights_files.py torch        needs torch, numpy
       weights_files.py tensorflow   needs tensorflow, cramjam
writes ../CheckpointsTests/Golden/weights_*
"""
import argparse
import collections
import json
import os
import pathlib
import sys

import numpy as np

GOLDEN = pathlib.Path(__file__).resolve().parent.parent / "CheckpointsTests" / "Golden"


def numbers(shape, first=0):
    """Distinct numbers that every floating-point type of 16 bits and more holds exactly."""
    count = int(np.prod(shape, dtype=int))
    return (np.arange(first, first + count, dtype=np.float32) % 251 - 125).reshape(shape) / 4


def expect(name, arrays):
    """Shape and values of every array, as a test reads them."""
    with open(GOLDEN / f"weights_{name}.json", "w") as file:
        json.dump({
            key: {"shape": list(value.shape), "values": [float(x) for x in np.asarray(value, dtype=np.float64).flatten()]}
            for key, value in sorted(arrays.items())
        }, file)
        file.write("\n")


class Code:
    """Unpickles to the result of a call."""

    def __reduce__(self):
        return os.system, ("echo a pickle ran this",)


def write_torch():
    import torch

    floats = torch.from_numpy(numbers((2, 3, 4)))
    shared = torch.from_numpy(numbers((40,), 7))
    state = torch.nn.Module().state_dict()   # an OrderedDict with `_metadata`
    state["float32"] = floats
    state["float64"] = floats.double()
    state["float16"] = floats.half()
    state["bfloat16"] = floats.round().bfloat16()
    for name, type in {"int64": torch.int64, "int32": torch.int32, "int16": torch.int16, "int8": torch.int8}.items():
        state[name] = torch.arange(-3, 4, dtype=type)
    state["uint8"] = torch.arange(250, 256, dtype=torch.uint8)
    state["bool"] = torch.tensor([True, False, True])
    state["scalar"] = torch.tensor(2.5)
    state["empty"] = torch.zeros(0, 3)
    state["transposed"] = floats.permute(2, 0, 1)
    state["sliced"] = shared[3:33:5]
    state["block"] = shared[4:34].view(5, 6)[1:4, 2:5]
    state["channels_last"] = torch.from_numpy(numbers((2, 3, 2, 2))).to(memory_format=torch.channels_last)
    state["parameter"] = torch.nn.Parameter(torch.from_numpy(numbers((3,), 50)))
    expect("torch", {key: value.detach().double().numpy() for key, value in state.items()})
    torch.save(state, GOLDEN / "weights_zip.pth")
    torch.save(state, GOLDEN / "weights_legacy.pth", _use_new_zipfile_serialization=False)
    torch.save({"epoch": 3, "loss": 0.25, "state_dict": {"a": floats, 7: shared}}, GOLDEN / "weights_nested.pth", pickle_protocol=4)
    torch.serialization.set_crc32_options(False)
    torch.save({"a": floats}, GOLDEN / "weights_nocrc.pth")
    torch.serialization.set_crc32_options(True)
    torch.save({"a": floats, "x": Code()}, GOLDEN / "weights_code.pth")
    torch.save({"a": floats, "x": Code()}, GOLDEN / "weights_code_legacy.pth", _use_new_zipfile_serialization=False)
    torch.save({
        "model": {"a": floats}, "args": argparse.Namespace(lr=0.1, epochs=3), "best": np.float64(0.5), "classes": {"dog", "cat"},
        "history": collections.defaultdict(list, {"loss": [1.0, 0.5]}), "ema": collections.defaultdict(dict, {"a": floats}),
        "device": torch.device("cpu"), "shape": torch.Size([2, 3]), "type": torch.float32, (1, 2): "a tuple for a key",
    }, GOLDEN / "weights_checkpoint.pth")
    torch.save({"a": floats, "x": torch.eye(3).to_sparse()}, GOLDEN / "weights_sparse.pth")
    torch.save(torch.nn.Linear(2, 2), GOLDEN / "weights_module.pth")
    torch.save({"a": torch.zeros(1).expand(1 << 40)}, GOLDEN / "weights_expanded.pth")


def write_tensorflow():
    import cramjam
    import tensorflow as tf
    from tensorflow.core.protobuf import saver_pb2

    v1 = tf.compat.v1
    v1.disable_eager_execution()
    values = {
        "net/conv/weights": numbers((3, 3, 2, 4)),
        "net/conv/biases": numbers((4,), 9),
        "net/fc/weights": numbers((2 * 3 * 4, 5), 31),
        "net/fc/biases": numbers((5,), 77),
        "float64": numbers((3,)).astype(np.float64),
        "float16": numbers((3,)).astype(np.float16),
        "int32": np.arange(-3, 4, dtype=np.int32),
        "int64": np.arange(-3, 4, dtype=np.int64),
        "bool": np.array([True, False]),
        "uint8": np.array([0, 200, 255], dtype=np.uint8),
        "global_step": np.array(1234, dtype=np.int64),
    }
    with tf.Graph().as_default(), v1.Session() as session:
        variables = [v1.get_variable(name, initializer=value) for name, value in values.items()]
        session.run(v1.global_variables_initializer())
        for version, path in ((saver_pb2.SaverDef.V1, "weights_v1.ckpt"), (saver_pb2.SaverDef.V2, "weights_v2.ckpt")):
            saver = v1.train.Saver(variables, write_version=version, sharded=False)
            saver.save(session, str(GOLDEN / path), write_meta_graph=False, write_state=False)
        # A small network with TensorFlow's own layers: what their weights mean.
        picture = numbers((1, 2, 3, 2), 3)
        convolved = tf.nn.relu(tf.nn.conv2d(picture, variables[0], 1, "SAME") + variables[1])
        dense = tf.reshape(convolved, [1, -1]) @ variables[2] + variables[3]
        results = session.run([convolved, dense])
    expect("tensorflow", values)
    expect("network", {"picture": picture, "convolved": results[0], "dense": results[1]})

    with tf.Graph().as_default() as graph:
        tf.constant(numbers((3, 4)), name="content")
        tf.constant(0.5, shape=(2, 3), name="filled")
        tf.constant(numbers((3,)).astype(np.float16), name="half")
        tf.constant(np.arange(3, dtype=np.int32), name="int32")
        tf.constant("a text", name="text")
        for name in ("scaled", "unscaled"):
            tf.constant(numbers((2,), 40), name=name + "/gamma")
        definition = graph.as_graph_def()
    # TensorFlow 2 no longer builds the normalisation that the graph of 2015 has.
    for name in ("scaled", "unscaled"):
        node = definition.node.add(name=name, op="BatchNormWithGlobalNormalization", input=["t", "m", "v", "beta", name + "/gamma"])
        node.attr["variance_epsilon"].f = 0.001
        node.attr["scale_after_normalization"].b = name == "scaled"
    constants = {
        node.name: tf.make_ndarray(node.attr["value"].tensor)
        for node in definition.node if node.op == "Const" and node.name != "text"
    }
    constants["unscaled/gamma"] = np.ones(2, np.float32)
    expect("graph", constants)
    (GOLDEN / "weights_graph.pb").write_bytes(definition.SerializeToString())

    text = b"".join(b"%d bottles of beer on the wall, " % count for count in range(99, 0, -1)) + bytes(range(256)) * 3 + bytes(300)
    (GOLDEN / "weights_unpacked.bin").write_bytes(text)
    (GOLDEN / "weights_packed.snappy").write_bytes(bytes(cramjam.snappy.compress_raw(text)))


if __name__ == "__main__":
    {"torch": write_torch, "tensorflow": write_tensorflow}[sys.argv[1]]()
