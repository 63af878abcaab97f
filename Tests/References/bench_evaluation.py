"""`aadml bench evaluation` against NumPy's argsort evaluation, in turns on the same arrays; prints a Markdown table.

    python Tests/References/bench_evaluation.py .build/release/aadml [rows] [rounds]

NumPy: all cosine distances (SciPy), argsort of every row, then average precision from the cumulative hits, as published evaluators do.
Both must give the same MAP. Ours is the best of three in a new process; NumPy runs one after another in one process, whose first
round is told apart: its memory comes from the system then.
"""
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

# Set on some machines for another program's sake; both sides choose for themselves what suits the CPU. Read when NumPy loads.
for name in [name for name in os.environ if name.startswith("OPENBLAS_")]:
    del os.environ[name]

import numpy as np
from scipy.spatial.distance import cdist

aadml = sys.argv[1]
rows = int(sys.argv[2]) if len(sys.argv) > 2 else 5621
rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 5
width, classes = 64, 10
rng = np.random.default_rng(0)
labels = rng.integers(0, classes, rows)
centres = rng.normal(size=(classes, width))
audio, visual = ((centres[labels] + 2 * rng.normal(size=(rows, width))).astype(np.float32) for _ in range(2))


def numpy_map(queries, gallery):
    order = cdist(queries, gallery, "cosine").argsort()
    ranked = labels[order] == labels[:, None]
    hits = ranked.cumsum(1)
    return ((hits / np.arange(1, rows + 1) * ranked).sum(1) / ranked.sum(1)).mean()


names = ["audio to visual", "visual to audio"]
times = {(tool, name): [] for tool in ("aadml", "numpy") for name in names}
with tempfile.TemporaryDirectory() as folder:
    case = pathlib.Path(folder) / "case.npz"
    np.savez(case, audio=audio, visual=visual, labels=labels)
    for _ in range(rounds):
        command = [aadml, "bench", "evaluation", "--input", str(case), "--rounds", "3", "--json"]
        ours = {result["direction"]: result for result in json.loads(subprocess.run(command, check=True, capture_output=True).stdout)}
        for name, (queries, gallery) in zip(names, [(audio, visual), (visual, audio)]):
            start = time.perf_counter()
            value = numpy_map(queries, gallery)
            times["numpy", name].append(time.perf_counter() - start)
            times["aadml", name].append(ours[name]["seconds"])
            assert abs(value - ours[name]["map"]) < 1e-6, f"{name}: MAP {ours[name]['map']} here, {value} in NumPy"

print(f"| MAP, {rows:,} x {rows:,}, {width}-D | aadml | NumPy argsort | ratio |\n|---|---|---|---|")
for name in names:
    ours, theirs = times["aadml", name], times["numpy", name]
    print(f"| {name} | {statistics.median(ours):.3f} s | {statistics.median(theirs[1:] or theirs):.2f} s (first {theirs[0]:.2f} s) "
          f"| {statistics.median(b / a for a, b in zip(ours[1:] or ours, theirs[1:] or theirs)):.1f} (first {theirs[0] / ours[0]:.1f}) |")
