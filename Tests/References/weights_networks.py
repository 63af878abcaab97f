"""VGGish, the Inception graph of 2015 and TF-slim's Inception V3 in TensorFlow's own layers, under the published names, from weights that
`aadml weights synthesize` wrote: checkpoints and a frozen graph to import, and the proof that they compute the same.

usage: weights_networks.py vggish WEIGHTS.safetensors OUT_FOLDER      writes vggish_model.ckpt (V1) and vggish_v2.ckpt (V2)
       weights_networks.py inception WEIGHTS.safetensors OUT_FOLDER   writes classify_image_graph_def.pb
       weights_networks.py slim WEIGHTS.safetensors OUT_FOLDER        writes inception_v3.ckpt (V1) and inception_v3_v2.ckpt (V2)
needs: tensorflow, safetensors, numpy

Prints the largest difference between TensorFlow's embeddings and ../ExtractorsTests/Golden/embeddings-*.json, which PyTorch
or Keras made from the same weights (seed 7) with networks_embeddings.py or networks_keras.py. Writes ../WeightsTests/Golden/weights_*_names.json.
`aadml weights import` of what is written must give the tensors of WEIGHTS.safetensors bit by bit.
"""
import json
import pathlib
import sys

import numpy as np
import tensorflow as tf
from safetensors.numpy import load_file
from tensorflow.core.protobuf import saver_pb2

v1 = tf.compat.v1
v1.disable_eager_execution()
TESTS = pathlib.Path(__file__).resolve().parent.parent


def pattern(count, first):
    """As in networks_embeddings.py."""
    index = np.arange(first, first + count, dtype=np.uint64)
    return ((index * 2654435761 % 2**32) >> 8).astype(np.float32) / 2**23 - 1


def inputs(channels, height, width):
    size = channels * height * width
    pictures = np.stack([pattern(size, 1 + size * n).reshape(channels, height, width) for n in range(2)])
    return pictures.transpose(0, 2, 3, 1)


def compare(name, rows):
    golden = np.array(json.load(open(TESTS / f"ExtractorsTests/Golden/embeddings-{name}.json"))["rows"])
    print(f"{name}: largest difference from the golden rows {np.abs(rows - golden).max():.3g}, largest value {np.abs(golden).max():.3g}")
    assert np.abs(rows - golden).max() < 1e-4 * np.abs(golden).max()


def names(name, shapes):
    with open(TESTS / f"WeightsTests/Golden/weights_{name}_names.json", "w") as file:
        json.dump(dict(sorted(shapes.items())), file)
        file.write("\n")


def vggish(weights, out):
    kernels = [weights[f"features.{n}.weight"].transpose(2, 3, 1, 0) for n in (0, 3, 6, 8, 11, 13)]
    biases = [weights[f"features.{n}.bias"] for n in (0, 3, 6, 8, 11, 13)]
    matrices = [weights[f"embeddings.{n}.weight"].T for n in (0, 2, 4)]
    shifts = [weights[f"embeddings.{n}.bias"] for n in (0, 2, 4)]
    variables = []

    def variable(name, value):
        variables.append(v1.get_variable("vggish/" + name, shape=value.shape, initializer=lambda *_, **__: value))
        return variables[-1]

    x = inputs(1, 96, 64)
    layers = [("conv1", True), ("conv2", True), ("conv3/conv3_1", False), ("conv3/conv3_2", True), ("conv4/conv4_1", False), ("conv4/conv4_2", True)]
    for (name, pools), kernel, bias in zip(layers, kernels, biases):
        x = tf.nn.relu(tf.nn.conv2d(x, variable(name + "/weights", kernel), 1, "SAME") + variable(name + "/biases", bias))
        if pools:
            x = tf.nn.max_pool2d(x, 2, 2, "SAME")
    x = tf.reshape(x, [2, -1])
    for name, matrix, shift in zip(("fc1/fc1_1", "fc1/fc1_2", "fc2"), matrices, shifts):
        x = tf.nn.relu(x @ variable(name + "/weights", matrix) + variable(name + "/biases", shift))
    with v1.Session() as session:
        session.run(v1.global_variables_initializer())
        compare("vggish", session.run(x))
        for version, path in ((saver_pb2.SaverDef.V1, "vggish_model.ckpt"), (saver_pb2.SaverDef.V2, "vggish_v2.ckpt")):
            v1.train.Saver(variables, write_version=version).save(session, str(out / path), write_meta_graph=False, write_state=False)
    names("vggish", {v.op.name: v.shape.as_list() for v in variables})


class Inception:
    """The network up to its 2048 pooled features; it remembers the name and shape of every constant."""

    def __init__(self, weights):
        self.weights = weights
        self.shapes = {}

    def conv(self, x, name, layer, stride=1, padding="SAME"):
        """A convolution, a batch normalisation and a ReLU; `layer` is its name in PyTorch."""
        def constant(part, value):
            self.shapes[f"{name}/{part}"] = list(value.shape)
            return tf.constant(value, name=f"{name}/{part}")

        w = lambda part: self.weights[f"{layer}.{part}"]
        x = tf.nn.conv2d(x, constant("conv2d_params", w("conv.weight").transpose(2, 3, 1, 0)), stride, padding)
        return tf.nn.relu(tf.nn.batch_normalization(
            x, constant("batchnorm/moving_mean", w("bn.running_mean")), constant("batchnorm/moving_variance", w("bn.running_var")),
            constant("batchnorm/beta", w("bn.bias")), constant("batchnorm/gamma", w("bn.weight")), 0.001))

    def chain(self, x, block, tower, layers, branch, last=None):
        """conv, conv_1, conv_2, ... of a tower."""
        for n, layer in enumerate(layers):
            name = "/".join(filter(None, [block, tower, "conv" + (f"_{n}" if n else "")]))
            stride, padding = last if last and n == len(layers) - 1 else (1, "SAME")
            x = self.conv(x, name, f"{branch}.{layer}", stride, padding)
        return x

    def embed(self, x):
        for name, layer, stride, padding in (("conv", "Conv2d_1a_3x3", 2, "VALID"), ("conv_1", "Conv2d_2a_3x3", 1, "VALID"), ("conv_2", "Conv2d_2b_3x3", 1, "SAME")):
            x = self.conv(x, name, layer, stride, padding)
        x = tf.nn.max_pool2d(x, 3, 2, "VALID")
        x = self.conv(x, "conv_3", "Conv2d_3b_1x1", 1, "VALID")
        x = self.conv(x, "conv_4", "Conv2d_4a_3x3", 1, "VALID")
        x = tf.nn.max_pool2d(x, 3, 2, "VALID")
        shrink = (2, "VALID")
        average = lambda x: tf.nn.avg_pool2d(x, 3, 1, "SAME")
        for block, torch in (("mixed", "Mixed_5b"), ("mixed_1", "Mixed_5c"), ("mixed_2", "Mixed_5d")):
            x = tf.concat([
                self.chain(x, block, "", ["branch1x1"], torch),
                self.chain(x, block, "tower", ["branch5x5_1", "branch5x5_2"], torch),
                self.chain(x, block, "tower_1", ["branch3x3dbl_1", "branch3x3dbl_2", "branch3x3dbl_3"], torch),
                self.chain(average(x), block, "tower_2", ["branch_pool"], torch)], 3)
        x = tf.concat([
            self.chain(x, "mixed_3", "", ["branch3x3"], "Mixed_6a", shrink),
            self.chain(x, "mixed_3", "tower", ["branch3x3dbl_1", "branch3x3dbl_2", "branch3x3dbl_3"], "Mixed_6a", shrink),
            tf.nn.max_pool2d(x, 3, 2, "VALID")], 3)
        for block, torch in (("mixed_4", "Mixed_6b"), ("mixed_5", "Mixed_6c"), ("mixed_6", "Mixed_6d"), ("mixed_7", "Mixed_6e")):
            x = tf.concat([
                self.chain(x, block, "", ["branch1x1"], torch),
                self.chain(x, block, "tower", [f"branch7x7_{n}" for n in (1, 2, 3)], torch),
                self.chain(x, block, "tower_1", [f"branch7x7dbl_{n}" for n in (1, 2, 3, 4, 5)], torch),
                self.chain(average(x), block, "tower_2", ["branch_pool"], torch)], 3)
        x = tf.concat([
            self.chain(x, "mixed_8", "tower", ["branch3x3_1", "branch3x3_2"], "Mixed_7a", shrink),
            self.chain(x, "mixed_8", "tower_1", [f"branch7x7x3_{n}" for n in (1, 2, 3, 4)], "Mixed_7a", shrink),
            tf.nn.max_pool2d(x, 3, 2, "VALID")], 3)
        for block, torch, pool in (("mixed_9", "Mixed_7b", average), ("mixed_10", "Mixed_7c", lambda x: tf.nn.max_pool2d(x, 3, 1, "SAME"))):
            single = self.chain(x, block, "tower", ["branch3x3_1"], torch)
            double = self.chain(x, block, "tower_1", ["branch3x3dbl_1", "branch3x3dbl_2"], torch)
            x = tf.concat([
                self.chain(x, block, "", ["branch1x1"], torch),
                tf.concat([
                    self.conv(single, f"{block}/tower/mixed/conv", f"{torch}.branch3x3_2a"),
                    self.conv(single, f"{block}/tower/mixed/conv_1", f"{torch}.branch3x3_2b")], 3),
                tf.concat([
                    self.conv(double, f"{block}/tower_1/mixed/conv", f"{torch}.branch3x3dbl_3a"),
                    self.conv(double, f"{block}/tower_1/mixed/conv_1", f"{torch}.branch3x3dbl_3b")], 3),
                self.chain(pool(x), block, "tower_2", ["branch_pool"], torch)], 3)
        return tf.reduce_mean(x, [1, 2])


def inception(weights, out):
    with tf.Graph().as_default() as graph, v1.Session() as session:
        network = Inception(weights)
        picture = v1.placeholder(tf.float32, [None, 299, 299, 3])
        rows = network.embed(picture)
        tf.constant(np.zeros((2048, 1008), np.float32), name="softmax/weights")
        compare("tf2015", session.run(rows, {picture: inputs(3, 299, 299)}))
        # The published graph has the operations of its time; of this one its constants matter.
        definition = graph.as_graph_def()
        kept = tf.compat.v1.GraphDef(node=[n for n in definition.node if n.name in network.shapes or n.name == "softmax/weights"])
    (out / "classify_image_graph_def.pb").write_bytes(kept.SerializeToString())
    names("inception", network.shapes)



class Slim:
    """TF-slim's network up to its 2048 pooled features, under the variables' names of research/slim/nets/inception_v3.py.

    `layers` are the names in PyTorch, in the order in which the variables are made.
    """

    def __init__(self, weights, layers):
        self.weights = weights
        self.layers = iter(layers)
        self.variables = []

    def variable(self, name, value):
        self.variables.append(v1.get_variable("InceptionV3/" + name, shape=value.shape, initializer=lambda *_, **__: value))
        return self.variables[-1]

    def conv(self, x, name, stride=1, padding="SAME"):
        layer = next(self.layers)
        w = lambda part: self.weights[f"{layer}.{part}"]
        x = tf.nn.conv2d(x, self.variable(name + "/weights", w("conv.weight").transpose(2, 3, 1, 0)), stride, padding)
        beta, mean, variance = (self.variable(f"{name}/BatchNorm/{part}", w(key)) for part, key in (
            ("beta", "bn.bias"), ("moving_mean", "bn.running_mean"), ("moving_variance", "bn.running_var")))
        return tf.nn.relu(tf.nn.batch_normalization(x, mean, variance, beta, None, 0.001))

    def branch(self, x, scope, *names, last=(1, "SAME")):
        for name in names:
            x = self.conv(x, f"{scope}/{name}", *(last if name is names[-1] else (1, "SAME")))
        return x

    def embed(self, x):
        shrink = (2, "VALID")
        average = lambda x: tf.nn.avg_pool2d(x, 3, 1, "SAME")
        maximum = lambda x: tf.nn.max_pool2d(x, 3, 2, "VALID")
        x = self.conv(x, "Conv2d_1a_3x3", *shrink)
        x = self.conv(x, "Conv2d_2a_3x3", 1, "VALID")
        x = maximum(self.conv(x, "Conv2d_2b_3x3"))
        x = self.conv(x, "Conv2d_3b_1x1", 1, "VALID")
        x = maximum(self.conv(x, "Conv2d_4a_3x3", 1, "VALID"))
        for b in ("Mixed_5b", "Mixed_5c", "Mixed_5d"):
            odd = b == "Mixed_5c"
            x = tf.concat([
                self.branch(x, b + "/Branch_0", "Conv2d_0a_1x1"),
                self.branch(x, b + "/Branch_1", *(("Conv2d_0b_1x1", "Conv_1_0c_5x5") if odd else ("Conv2d_0a_1x1", "Conv2d_0b_5x5"))),
                self.branch(x, b + "/Branch_2", "Conv2d_0a_1x1", "Conv2d_0b_3x3", "Conv2d_0c_3x3"),
                self.branch(average(x), b + "/Branch_3", "Conv2d_0b_1x1")], 3)
        x = tf.concat([
            self.branch(x, "Mixed_6a/Branch_0", "Conv2d_1a_1x1", last=shrink),
            self.branch(x, "Mixed_6a/Branch_1", "Conv2d_0a_1x1", "Conv2d_0b_3x3", "Conv2d_1a_1x1", last=shrink),
            maximum(x)], 3)
        for b in ("Mixed_6b", "Mixed_6c", "Mixed_6d", "Mixed_6e"):
            x = tf.concat([
                self.branch(x, b + "/Branch_0", "Conv2d_0a_1x1"),
                self.branch(x, b + "/Branch_1", "Conv2d_0a_1x1", "Conv2d_0b_1x7", "Conv2d_0c_7x1"),
                self.branch(x, b + "/Branch_2", "Conv2d_0a_1x1", "Conv2d_0b_7x1", "Conv2d_0c_1x7", "Conv2d_0d_7x1", "Conv2d_0e_1x7"),
                self.branch(average(x), b + "/Branch_3", "Conv2d_0b_1x1")], 3)
        x = tf.concat([
            self.branch(x, "Mixed_7a/Branch_0", "Conv2d_0a_1x1", "Conv2d_1a_3x3", last=shrink),
            self.branch(x, "Mixed_7a/Branch_1", "Conv2d_0a_1x1", "Conv2d_0b_1x7", "Conv2d_0c_7x1", "Conv2d_1a_3x3", last=shrink),
            maximum(x)], 3)
        for b, column in (("Mixed_7b", "Conv2d_0b_3x1"), ("Mixed_7c", "Conv2d_0c_3x1")):
            branch0 = self.branch(x, b + "/Branch_0", "Conv2d_0a_1x1")
            single = self.branch(x, b + "/Branch_1", "Conv2d_0a_1x1")
            fork1 = [self.conv(single, f"{b}/Branch_1/{name}") for name in ("Conv2d_0b_1x3", column)]
            double = self.branch(x, b + "/Branch_2", "Conv2d_0a_1x1", "Conv2d_0b_3x3")
            fork2 = [self.conv(double, f"{b}/Branch_2/{name}") for name in ("Conv2d_0c_1x3", "Conv2d_0d_3x1")]
            x = tf.concat([branch0, *fork1, *fork2, self.branch(average(x), b + "/Branch_3", "Conv2d_0b_1x1")], 3)
        return tf.reduce_mean(x, [1, 2])


def slim(weights, out):
    from networks_keras import LAYERS

    network = Slim(weights, LAYERS)
    with tf.Graph().as_default(), v1.Session() as session:
        rows = network.embed(tf.constant(inputs(3, 299, 299)))
        assert next(network.layers, None) is None
        names("slim", {v.op.name: v.shape.as_list() for v in network.variables})
        # What the published checkpoint has besides.
        for name, shape in (("Logits/Conv2d_1c_1x1/weights", (1, 1, 2048, 1001)), ("Logits/Conv2d_1c_1x1/biases", (1001,)),
                            ("AuxLogits/Conv2d_1b_1x1/weights", (1, 1, 768, 128)), ("AuxLogits/Conv2d_2b_1x1/biases", (1001,))):
            network.variable(name, np.zeros(shape, np.float32))
        session.run(v1.global_variables_initializer())
        compare("slim2016", session.run(rows))
        for version, path in ((saver_pb2.SaverDef.V1, "inception_v3.ckpt"), (saver_pb2.SaverDef.V2, "inception_v3_v2.ckpt")):
            v1.train.Saver(network.variables, write_version=version).save(session, str(out / path), write_meta_graph=False, write_state=False)


if __name__ == "__main__":
    network, weights, out = sys.argv[1:]
    {"vggish": vggish, "inception": inception, "slim": slim}[network](load_file(weights), pathlib.Path(out))
