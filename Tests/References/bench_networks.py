"""Inception V3 and VGGish side by side with ONNX Runtime and OpenVINO, on this machine and in one run: a Markdown table.

usage: bench_networks.py AADML [ROUNDS] [SECONDS]      (bench_networks.sh makes the environment)
needs: torch, torchvision, onnx, onnxruntime, openvino, numpy

A round runs every side once, one after the other, each in a process of its own: a batch to warm up, then batches for some
seconds. A ratio is the median of the rounds' ratios, so that other work on the machine, which changes from minute to
minute, hits both sides of a ratio alike. Random weights and inputs of the networks' shapes on both sides; two threads for
the peers, two workers of one thread for us; batch 8 for Inception V3.
"""
import datetime
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

import numpy

THREADS = 2
BULK = [16, 32, 64, 128]


def export(folder):
    """inception.onnx and vggish.onnx, with a free batch size."""
    import torch
    from networks_embeddings import import_torchvision

    def convolutions(inputs, outputs):
        return [torch.nn.Conv2d(inputs, outputs, 3, padding=1), torch.nn.ReLU()]

    class HeightWidthChannel(torch.nn.Module):
        def forward(self, x):
            return x.permute(0, 2, 3, 1).flatten(1)

    pool = torch.nn.MaxPool2d(2, 2)
    dense = [torch.nn.Linear(12288, 4096), torch.nn.Linear(4096, 4096), torch.nn.Linear(4096, 128)]
    vggish = torch.nn.Sequential(
        *convolutions(1, 64), pool, *convolutions(64, 128), pool, *convolutions(128, 256), *convolutions(256, 256), pool,
        *convolutions(256, 512), *convolutions(512, 512), pool, HeightWidthChannel(),
        *[layer for one in dense for layer in (one, torch.nn.ReLU())])
    inception = import_torchvision().models.inception_v3(weights=None, init_weights=False, aux_logits=True)
    inception.fc = torch.nn.Identity()
    for name, network, shape in [("inception", inception, (2, 3, 299, 299)), ("vggish", vggish, (2, 1, 96, 64))]:
        torch.onnx.export(
            network.eval(), torch.randn(shape), f"{folder}/{name}.onnx", dynamo=False, opset_version=17, input_names=["x"],
            dynamic_axes={"x": {0: "n"}})


def peer(engine, model, batch, seconds):
    """Images or examples a second."""
    shape = (3, 299, 299) if "inception" in model else (1, 96, 64)
    x = numpy.random.default_rng(1).uniform(-1, 1, (batch, *shape)).astype(numpy.float32)
    if engine == "onnxruntime":
        import onnxruntime
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = THREADS
        session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        run = lambda: session.run(None, {"x": x})
    else:
        import openvino
        core = openvino.Core()
        settings = {"INFERENCE_NUM_THREADS": THREADS, "INFERENCE_PRECISION_HINT": "bf16"}
        request = core.compile_model(core.read_model(model), "CPU", settings).create_infer_request()
        run = lambda: request.infer({0: x})
    run()
    count, begin = 0, time.perf_counter()
    while time.perf_counter() - begin < seconds:
        run()
        count += batch
    return count / (time.perf_counter() - begin)


def ours(aadml, precision, seconds):
    arguments = [aadml, "bench", "network", "--json", "--runs", "1", "--workers", str(THREADS), "--seconds", str(seconds)]
    return json.loads(subprocess.run(arguments + ["--precision", precision], check=True, capture_output=True, text=True).stdout)


def main(aadml, rounds, seconds):
    rates = {}

    def note(key, rate):
        rates.setdefault(key, []).append(rate)

    with tempfile.TemporaryDirectory() as folder:
        export(folder)

        def run_peer(engine, network, batch):
            command = [sys.executable, __file__, "--peer", engine, f"{folder}/{network}.onnx", str(batch), str(seconds)]
            note((engine, network, batch), float(subprocess.run(command, check=True, capture_output=True, text=True).stdout))

        peaks = []
        for _ in range(rounds):
            report = ours(aadml, "float32", seconds)
            peaks.append(report["peakGigaflopsPerSecond"])
            for network in report["networks"]:
                note(("aadml", network["network"].split("/")[0], network["batch"]), network["perSecond"]["median"])
                note(("GFLOP", network["network"].split("/")[0]), network["gigaflops"])
            run_peer("onnxruntime", "inception", 8)
            for batch in [10] + BULK:
                run_peer("onnxruntime", "vggish", batch)
            report = ours(aadml, "bfloat16", seconds)
            note(("aadml bf16", "inception-v3", 8), report["networks"][0]["perSecond"]["median"])
            run_peer("openvino", "inception", 8)

    best = max([10] + BULK, key=lambda batch: statistics.median(rates["onnxruntime", "vggish", batch]))
    lines = [
        ("Inception V3, float32, batch 8", ("aadml", "inception-v3", 8), ("onnxruntime", "inception", 8), "1.25"),
        ("VGGish, float32, 10 examples", ("aadml", "vggish", 10), ("onnxruntime", "vggish", 10), "1.5"),
        (f"VGGish, float32, in bulk (peer at its best batch, {best})", ("aadml", "vggish", 64), ("onnxruntime", "vggish", best), "2.5"),
        ("Inception V3, bfloat16, batch 8", ("aadml bf16", "inception-v3", 8), ("openvino", "inception", 8), "1.05"),
    ]

    def spread(values):
        return f"{statistics.median(values):.1f} ({min(values):.1f} to {max(values):.1f})"

    machine = report["machine"]
    print(f"{machine['cpu']}, {os.cpu_count()} cores, oneDNN {machine['oneDNN']}, {datetime.date.today()}; "
          f"{rounds} rounds of {seconds} s; a second: median (least to most)\n")
    print("| what | aadml | peer | ratio | least | most | bar |\n|---|---|---|---|---|---|---|")
    for what, one, other, bar in lines:
        ratios = [a / b for a, b in zip(rates[one], rates[other])]
        print(f"| {what} | {spread(rates[one])} | {other[0]} {spread(rates[other])} | {statistics.median(ratios):.2f} | "
              f"{min(ratios):.2f} | {max(ratios):.2f} | {bar} |")
    gigaflops = rates["GFLOP", "inception-v3"][0]
    limits = [rate * gigaflops / peak for rate, peak in zip(rates["aadml", "inception-v3", 8], peaks)]
    print(f"| Inception V3, float32, against direct convolutions at the peak of its round | {spread(rates['aadml', 'inception-v3', 8])} | "
          f"{spread([peak / gigaflops for peak in peaks])} | {statistics.median(limits):.2f} | {min(limits):.2f} | {max(limits):.2f} | 1 |")


if __name__ == "__main__":
    if sys.argv[1] == "--peer":
        print(peer(sys.argv[2], sys.argv[3], int(sys.argv[4]), float(sys.argv[5])))
    else:
        main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 5, float(sys.argv[3]) if len(sys.argv) > 3 else 3)
