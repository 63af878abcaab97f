"""Runs aadml and its peers in turn and prints the table: see bench_extraction.sh.

    bench_extraction.py AADML FOLDER ROUNDS

FOLDER/all holds the clips. Ratios are of medians over the rounds; each peer counts with the better of its two ways.
"""
import datetime, json, os, pathlib, statistics, subprocess, sys

AADML, FOLDER, ROUNDS = sys.argv[1], sys.argv[2], int(sys.argv[3])
THREADS = os.environ.get("THREADS", "2")
PEER = pathlib.Path(__file__).with_name("bench_extraction_peer.py")
OURS = {
    "aadml": (THREADS, "float32"),
    "aadml, 1 worker": ("1", "float32"),
    "aadml bf16": (THREADS, "bfloat16"),
}
PEERS = {
    "PyAV + ONNX Runtime": "ort",
    "PyAV + PyTorch": "torch",
    "PyAV + PyTorch, channels last": "torch_cl",
    "PyAV + OpenVINO": "openvino",
    "PyAV + OpenVINO bf16": "openvino_bf16",
}


def ours(workers, precision):
    command = [AADML, "bench", "extraction", FOLDER, "--workers", workers, "--precision", precision, "--runs", "1", "--json"]
    result = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    if result["failures"]:
        sys.exit(f"{result['failures']} clips failed")
    return {"rate": result["clipsPerSecond"]["median"], "memory": result["peakMemoryBytes"],
            "work": (result["clips"], result["frames"], result["examples"])}


def peer(engine, prefetch):
    environment = os.environ | {"THREADS": THREADS, "PREFETCH": "1" if prefetch else "0"}
    result = json.loads(subprocess.run([sys.executable, PEER, engine, FOLDER + "/all"], check=True, capture_output=True, text=True,
                                       env=environment).stdout)
    return {"rate": result["clips"] / result["seconds"], "memory": result["peakMemoryBytes"],
            "work": (result["clips"], result["frames"], result["examples"])}


def processor():
    return next((line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "an unknown CPU")


def main():
    runs = {}
    for round_number in range(ROUNDS):
        for name, (workers, precision) in OURS.items():
            runs.setdefault(name, []).append(ours(workers, precision))
        for name, engine in PEERS.items():
            for prefetch in (False, True):
                runs.setdefault((name, prefetch), []).append(peer(engine, prefetch))
        print(f"round {round_number + 1} of {ROUNDS} done", file=sys.stderr)
    if len({run["work"][0] for some in runs.values() for run in some}) != 1:
        sys.exit("the sides did not do the same clips")
    rate = {key: statistics.median(run["rate"] for run in some) for key, some in runs.items()}
    memory = {key: max(run["memory"] for run in some) for key, some in runs.items()}
    for name in PEERS:
        best = max([(name, False), (name, True)], key=rate.get)
        rate[name], memory[name], runs[name] = rate[best], memory[best], runs[best]

    clips, frames, examples = runs["aadml"][0]["work"]
    print(f"{clips} clips of 8 s (320x240 to 480x360, H.264 and AAC; {frames} frames, {examples} examples of sound), {THREADS} threads each, "
          f"medians of {ROUNDS} rounds in turn, {processor()}, {datetime.date.today().isoformat()}.\n")
    print("| | clips/s | least to most | peak memory | aadml is faster by |")
    print("|---|---|---|---|---|")
    for name in [*OURS, *PEERS]:
        spread = [run["rate"] for run in runs[name]]
        base = "aadml bf16" if name.endswith("bf16") else "aadml"
        against = "" if name == base else f"{rate[base] / rate[name]:.2f} x" + (" (bf16)" if base == "aadml bf16" else "")
        print(f"| {name} | {rate[name]:.3f} | {min(spread):.3f} to {max(spread):.3f} | {memory[name] / 2**20:.0f} MiB | {against} |")


main()
