"""Training steps of aadml and of PyTorch in turns on the same cores, as a Markdown table.

    bench_training.py AADML [ROUNDS]

AADML is the built command. A step: batch 400, features 128 and 1024 wide, encoders 1024-1024-64 with dropout, four-head attention
over the 3 nearest, both cross-modal pairings, label projection, decoders, Adam. The peers are PyTorch's supervised contrastive
step and pytorch-metric-learning's all-triplets step. Every round runs each program once, with a thread a core; medians are compared.
"""
import json
import os
import statistics
import subprocess
import sys
import time

BATCH, CLASSES, STEPS = 400, 10, {"contrastive": 20, "triplet": 5}


def peer(kind):
    import torch
    import torch.nn as nn
    import torch.nn.functional as F
    from pytorch_metric_learning import distances, losses

    torch.set_num_threads(os.cpu_count())
    torch.manual_seed(0)

    def perceptron(*widths, dropout=0.1):
        layers = []
        for index, (a, b) in enumerate(zip(widths, widths[1:])):
            layers.append(nn.Linear(a, b))
            if index < len(widths) - 2:
                layers += [nn.ReLU(), nn.Dropout(dropout)] if dropout else [nn.ReLU()]
        return nn.Sequential(*layers)

    widths = (128, 1024)
    x = [torch.randn(BATCH, w) for w in widths]
    y = torch.randint(0, CLASSES, (BATCH,))
    encoders = nn.ModuleList(perceptron(w, 1024, 1024, 64) for w in widths)
    decoders = nn.ModuleList(perceptron(64, 1024, w, dropout=0) for w in widths)
    attentions = nn.ModuleList(nn.MultiheadAttention(64, 4, batch_first=True) for _ in widths)
    projection = nn.Linear(64, CLASSES)
    optimiser = torch.optim.Adam([p for m in (encoders, decoders, attentions, projection) for p in m.parameters()], 1e-4)
    triplets = losses.TripletMarginLoss(margin=0.4, distance=distances.CosineSimilarity())

    def proxies(z, attention):
        unit = F.normalize(z.detach(), dim=1)
        neighbours = z[(unit @ unit.T).fill_diagonal_(-2).topk(3, dim=1).indices]
        return z + attention(z[:, None], neighbours, neighbours, need_weights=False)[0][:, 0]

    same = (y[:, None] == y[None]).float()

    def metric(anchors, references):
        if kind == "triplet":
            return triplets(anchors, y, ref_emb=references, ref_labels=y.clone())
        s = F.normalize(anchors, dim=1) @ F.normalize(references, dim=1).T / 0.1
        return -(F.log_softmax(s, 1) * same / same.sum(1, keepdim=True)).sum(1).mean()

    def step():
        z = [encoder(v) for encoder, v in zip(encoders, x)]
        p = [proxies(v, attention) for v, attention in zip(z, attentions)]
        loss = metric(p[0], z[1]) + metric(p[1], z[0]) + sum(F.cross_entropy(projection(v), y) for v in z)
        loss = loss + 0.1 * sum(F.mse_loss(decoder(v), w) for decoder, v, w in zip(decoders, z, x))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()

    step()
    times = []
    for _ in range(STEPS[kind]):
        start = time.perf_counter()
        step()
        times.append((time.perf_counter() - start) * 1e3)
    print(json.dumps({"median": statistics.median(times), "best": min(times)}))


def main():
    command, rounds = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 3
    # Set on some machines for another program's sake; both sides choose for themselves what suits the CPU.
    environment = {key: value for key, value in os.environ.items() if not key.startswith("OPENBLAS_")}

    def run(*arguments):
        return json.loads(subprocess.run(arguments, env=environment, capture_output=True, text=True, check=True).stdout)

    medians, bests, ratios = {}, {}, {}
    for _ in range(rounds):
        for kind in STEPS:
            ours = run(command, "bench", "training", "--loss", kind, "--steps", str(STEPS[kind]), "--json")
            theirs = run(sys.executable, __file__, "--peer", kind)
            medians.setdefault(kind, []).append((ours["medianMilliseconds"], theirs["median"]))
            bests.setdefault(kind, []).append((ours["bestMilliseconds"], theirs["best"]))
            ratios.setdefault(kind, []).append(theirs["median"] / ours["medianMilliseconds"])
    print(f"{rounds} rounds, {os.cpu_count()} cores, all of them for both sides; ms a step: the median of the rounds' medians (best step).\n")
    print("| step | aadml | peer | ratio of a round: median (least to most) |\n|---|---|---|---|")
    for kind, name in (("contrastive", "PyTorch"), ("triplet", "pytorch-metric-learning")):
        ours, theirs = (statistics.median(side) for side in zip(*medians[kind]))
        our_best, their_best = (min(side) for side in zip(*bests[kind]))
        ratio = ratios[kind]
        print(f"| {kind} against {name} | {ours:.1f} ({our_best:.1f}) | {theirs:.1f} ({their_best:.1f}) "
              f"| {statistics.median(ratio):.2f} ({min(ratio):.2f} to {max(ratio):.2f}) |")


if __name__ == "__main__":
    peer(sys.argv[2]) if sys.argv[1] == "--peer" else main()
