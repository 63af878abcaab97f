"""A researcher's usual way to the same features: PyAV, then Inception V3 (2048-D pool) and VGGish (128-D), random weights.

    bench_extraction_peer.py export                                          writes inception.onnx and vggish.onnx
    bench_extraction_peer.py ort|torch|torch_cl|openvino|openvino_bf16 FOLDER    one timed pass over FOLDER/*.mp4, as JSON

One process; THREADS threads (default 2) for decoding and for the network; PREFETCH=1 decodes the next clip meanwhile.
One frame a second, resized to 299 x 299; log-mel examples of 0.96 s; features are written as npy. Loading the networks
and a first clip to warm up are not counted.
"""
import glob, json, os, resource, sys, tempfile, time
from concurrent.futures import ThreadPoolExecutor

import numpy as np

THREADS = int(os.environ.get("THREADS", "2"))


def torchvision_models():
    """torchvision's models without its compiled operations, which do not load beside PyTorch's CPU packages."""
    import torch.library
    register = torch.library.register_fake

    def pass_over(name, *arguments, **options):
        if isinstance(name, str) and name.startswith("torchvision::"):
            return lambda function: function
        return register(name, *arguments, **options)
    torch.library.register_fake = pass_over
    import torchvision.models
    torch.library.register_fake = register
    return torchvision.models


def inception():
    import torch
    torch.manual_seed(0)
    model = torchvision_models().inception_v3(weights=None, init_weights=False, aux_logits=True).eval()
    model.fc = torch.nn.Identity()
    return model


def vggish():
    from torch import nn

    class Flatten(nn.Module):   # height, width, channel
        def forward(self, x):
            return x.permute(0, 2, 3, 1).flatten(1)

    layers, channels = [], 1
    for widths in [(64,), (128,), (256, 256), (512, 512)]:
        for width in widths:
            layers += [nn.Conv2d(channels, width, 3, padding=1), nn.ReLU()]
            channels = width
        layers.append(nn.MaxPool2d(2, 2))
    layers.append(Flatten())
    for inputs, outputs in [(12288, 4096), (4096, 4096), (4096, 128)]:
        layers += [nn.Linear(inputs, outputs), nn.ReLU()]
    return nn.Sequential(*layers).eval()


def export():
    import torch
    for name, model, shape in [("inception", inception(), (2, 3, 299, 299)), ("vggish", vggish(), (2, 1, 96, 64))]:
        torch.onnx.export(model, torch.randn(*shape), name + ".onnx", dynamo=False, opset_version=17, input_names=["x"],
                          dynamic_axes={"x": {0: "n"}})


def mel_matrix():
    def mel(hertz):
        return 1127 * np.log(1 + hertz / 700)
    bins, edges = mel(np.linspace(0, 8000, 257)), np.linspace(mel(125), mel(7500), 66)
    matrix = np.zeros((257, 64), np.float32)
    for band in range(64):
        low, middle, high = edges[band:band + 3]
        matrix[:, band] = np.maximum(0, np.minimum((bins - low) / (middle - low), (high - bins) / (high - middle)))
    matrix[0] = 0
    return matrix


MEL = mel_matrix()
WINDOW = (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(400) / 400)).astype(np.float32)


def log_mel(samples):
    frames = np.lib.stride_tricks.sliding_window_view(samples, 400)[::160] * WINDOW
    bands = np.log(np.abs(np.fft.rfft(frames, 512, axis=1)) @ MEL + 0.01).astype(np.float32)
    count = len(bands) // 96
    return bands[:count * 96].reshape(count, 1, 96, 64)


def decode(path):
    import av
    container = av.open(path)
    video = container.streams.video[0]
    video.thread_type, video.thread_count = "AUTO", THREADS
    resampler = av.AudioResampler(format="fltp", layout="stereo", rate=16000)
    frames, sound, due = [], [], 0.0
    for packet in container.demux(video=0, audio=0):
        for frame in packet.decode():
            if isinstance(frame, av.VideoFrame):
                if frame.time is not None and frame.time >= due - 1e-6:
                    frames.append(frame.reformat(299, 299, "rgb24", interpolation="BILINEAR").to_ndarray())
                    due += 1
            else:
                sound += [out.to_ndarray().mean(0) for out in resampler.resample(frame)]
    sound += [out.to_ndarray().mean(0) for out in resampler.resample(None)]
    pictures = np.stack(frames).transpose(0, 3, 1, 2).astype(np.float32) / 127.5 - 1
    return np.ascontiguousarray(pictures), log_mel(np.concatenate(sound))


def networks(engine):
    """Two functions from a batch to its features."""
    if engine == "ort":
        import onnxruntime
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = THREADS
        sessions = [onnxruntime.InferenceSession(name + ".onnx", options, providers=["CPUExecutionProvider"])
                    for name in ("inception", "vggish")]
        return [lambda x, session=session: session.run(None, {"x": x})[0] for session in sessions]
    if engine.startswith("openvino"):
        import openvino
        core = openvino.Core()
        hints = {"INFERENCE_NUM_THREADS": THREADS, "INFERENCE_PRECISION_HINT": "bf16" if engine.endswith("bf16") else "f32"}
        requests = [core.compile_model(core.read_model(name + ".onnx"), "CPU", hints).create_infer_request()
                    for name in ("inception", "vggish")]
        return [lambda x, request=request: next(iter(request.infer({0: x}).values())) for request in requests]
    import torch
    torch.set_num_threads(THREADS)
    channels_last = engine == "torch_cl"
    images = inception()
    if channels_last:
        images = images.to(memory_format=torch.channels_last)

    def run(model, x, layout):
        with torch.inference_mode():
            return model(torch.from_numpy(x).contiguous(memory_format=layout)).numpy()
    sounds = vggish()
    return [lambda x: run(images, x, torch.channels_last if channels_last else torch.contiguous_format),
            lambda x: run(sounds, x, torch.contiguous_format)]


def main(engine, folder):
    see, hear = networks(engine)
    clips = sorted(glob.glob(folder + "/*.mp4"))
    pictures, sounds = decode(clips[0])
    see(pictures), hear(sounds)
    pool = ThreadPoolExecutor(1) if os.environ.get("PREFETCH") == "1" else None
    frames = examples = 0
    with tempfile.TemporaryDirectory() as out:
        start = time.perf_counter()
        ahead = pool.submit(decode, clips[0]) if pool else None
        for index, clip in enumerate(clips):
            if pool:
                pictures, sounds = ahead.result()
                ahead = pool.submit(decode, clips[index + 1]) if index + 1 < len(clips) else None
            else:
                pictures, sounds = decode(clip)
            np.save(f"{out}/{index}_visual.npy", see(pictures))
            np.save(f"{out}/{index}_audio.npy", hear(sounds))
            frames, examples = frames + len(pictures), examples + len(sounds)
        seconds = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10
    print(json.dumps({"clips": len(clips), "frames": frames, "examples": examples, "seconds": seconds, "peakMemoryBytes": memory}))


if __name__ == "__main__":
    export() if sys.argv[1] == "export" else main(*sys.argv[1:3])
