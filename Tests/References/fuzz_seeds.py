"""Seeds for the fuzz targets `example` and `tfrecord`, written by TensorFlow; for `byte-source`, a few operations.

    python3 Tests/References/fuzz_seeds.py        (needs tensorflow)
"""
import pathlib
import struct

import tensorflow as tf

SEEDS = pathlib.Path(__file__).parent.parent / "Fuzz/Seeds"


def feature(values):
    if isinstance(values[0], bytes):
        return tf.train.Feature(bytes_list=tf.train.BytesList(value=values))
    if isinstance(values[0], float):
        return tf.train.Feature(float_list=tf.train.FloatList(value=values))
    return tf.train.Feature(int64_list=tf.train.Int64List(value=values))


def features(**named):
    return tf.train.Features(feature={name: feature(values) for name, values in named.items()})


def sequence(context, **lists):
    return tf.train.SequenceExample(context=context, feature_lists=tf.train.FeatureLists(feature_list={
        name: tf.train.FeatureList(feature=[feature(step) for step in steps]) for name, steps in lists.items()}))


ENTRY = b'{"id":"a/Dog/0-2","labels":["Dog","Cat"],"split":"train","event":[0,2],"times":{"audio":[[0,0.96],[0.96,1.92]]}}'
MESSAGES = {
    "frames": sequence(
        features(id=[b"a"], labels=[3, 7], aadml_entry=[ENTRY]),
        rgb=[[b"\x01\x02\x03"], [b"\x04\x05\x06"]], audio=[[b"\x07\x08"], [b"\x09\x0a"]]),
    "videos": tf.train.Example(features=features(id=[b"b"], labels=[-1, 2**62], mean_rgb=[0.5, -1.5, 2.0], mean_audio=[1.0, float("inf")])),
    "audioset": sequence(
        features(video_id=[b"c"], start_time_seconds=[2.0], end_time_seconds=[7.0], labels=[0]), audio_embedding=[[1.0, 2.0], [3.0, 4.0]]),
}

for folder in ("example", "tfrecord", "byte-source"):
    (SEEDS / folder).mkdir(exist_ok=True)
for name, message in MESSAGES.items():
    content = message.SerializeToString(deterministic=True)
    (SEEDS / "example" / name).write_bytes(content)
    with tf.io.TFRecordWriter(str(SEEDS / "tfrecord" / name)) as records:
        for _ in range(2):
            records.write(content)

# What, how, and an offset or a count; the first byte says whether the bytes are in memory or in a file.
OPERATIONS = [(0, 0, 100), (1, 0, 990), (0, 0, 50), (1, 1, -20), (0, 0, 5), (1, 2, -1), (0, 0, 9), (1, 3, 0), (1, 4, 2**40), (0, 0, 7)]
for kind, name in enumerate(("memory", "file")):
    (SEEDS / "byte-source" / name).write_bytes(bytes([kind]) + b"".join(struct.pack("<BBq", *operation) for operation in OPERATIONS))
