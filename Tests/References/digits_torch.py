"""AADML in PyTorch on the digits, to hold Pipelines/experiments/digits.yaml against: same network, losses, batches and schedule.

    python digits_torch.py Data/digits.h5 [--seeds 5] [--json results.json]      (needs torch, numpy, h5py)

Written from the method's description (encoders, attention over k neighbours, four pairings, label projection, decoders,
Adam, epoch chosen by validation MAP), not from the Swift code; the random numbers differ, so the figures agree within the noise of
the seeds, not digit by digit.
"""
import argparse, json, math
import h5py, numpy as np, torch
from torch import nn
from torch.nn import functional as F

HIDDEN, WIDTH, HEADS, K, DROPOUT = 256, 64, 4, 3, 0.1
MARGIN, TEMPERATURE, LABEL, RECONSTRUCTION = 0.4, 0.1, 1.0, 0.1
EPOCHS, BATCH, RATE, PATIENCE = 40, 100, 3e-4, 10


def linear(inputs, outputs, gain):
    """Kaiming-uniform weights, zero bias; gain sqrt(2) before a ReLU, else 1."""
    layer = nn.Linear(inputs, outputs)
    bound = gain * math.sqrt(3 / inputs)
    nn.init.uniform_(layer.weight, -bound, bound)
    nn.init.zeros_(layer.bias)
    return layer


RELU = math.sqrt(2)


class Branch(nn.Module):
    def __init__(self, width, attends):
        super().__init__()
        self.encoder = nn.Sequential(
            linear(width, HIDDEN, RELU), nn.ReLU(), nn.Dropout(DROPOUT), linear(HIDDEN, HIDDEN, RELU), nn.ReLU(), nn.Dropout(DROPOUT),
            linear(HIDDEN, WIDTH, 1))
        self.decoder = nn.Sequential(linear(WIDTH, HIDDEN, RELU), nn.ReLU(), linear(HIDDEN, width, 1))
        self.attention = nn.MultiheadAttention(WIDTH, HEADS, batch_first=True) if attends else None

    def proxy(self, z):
        if self.attention is None:
            return z
        unit = F.normalize(z.detach(), dim=1)
        near = (unit @ unit.T).fill_diagonal_(-math.inf).topk(K, dim=1).indices
        out, _ = self.attention(z[:, None], z[near], z[near], need_weights=False)
        return z + out[:, 0]


def triplet(s, positive, negative):
    anchor, match = positive.nonzero(as_tuple=True)
    losses = F.relu(s[anchor] - s[anchor, match][:, None] + MARGIN) * negative[anchor]      # (1 - s_p) - (1 - s_n) + margin
    return losses.sum() / (losses > 0).sum().clamp(min=1)


def contrastive(s, positive, negative):
    s = s / TEMPERATURE
    log_sum = torch.logsumexp(s.masked_fill(~(positive | negative), -math.inf), dim=1, keepdim=True)
    count = positive.sum(1)
    terms = -((s - log_sum) * positive).sum(1)[count > 0] / count[count > 0]
    return terms.mean()


LOSSES = {"triplet": triplet, "contrastive": contrastive}


class Model(nn.Module):
    def __init__(self, audio, visual, classes, attends):
        super().__init__()
        self.audio, self.visual = Branch(audio, attends), Branch(visual, attends)
        self.label = linear(WIDTH, classes, 1)

    def loss(self, a, v, y, metric):
        za, zv = self.audio.encoder(a), self.visual.encoder(v)
        proxies, units = (self.audio.proxy(za), self.visual.proxy(zv)), (F.normalize(za, dim=1), F.normalize(zv, dim=1))
        same = y[:, None] == y[None]
        total = 0
        for p, proxy in enumerate(proxies):
            for r, unit in enumerate(units):
                positive = same & ~torch.eye(len(y), dtype=torch.bool) if p == r else same
                total = total + metric(F.normalize(proxy, dim=1) @ unit.T, positive, ~same)
        total = total + LABEL * (F.cross_entropy(self.label(za), y) + F.cross_entropy(self.label(zv), y))
        return total + RECONSTRUCTION * (F.mse_loss(self.audio.decoder(za), a) + F.mse_loss(self.visual.decoder(zv), v))


def mean_average_precision(scores, labels):
    order = torch.argsort(scores.double(), dim=1, descending=True, stable=True)
    relevant = (labels[order] == labels[:, None]).double()
    precision = relevant.cumsum(1) / torch.arange(1, len(labels) + 1)
    return ((precision * relevant).sum(1) / relevant.sum(1)).mean().item()


@torch.no_grad()
def evaluate(model, a, v, y):
    """MAP of both directions by cosine and by posterior."""
    model.eval()
    za, zv = model.audio.encoder(a), model.visual.encoder(v)
    cosine = F.normalize(za, dim=1) @ F.normalize(zv, dim=1).T
    posterior = model.label(za).double().softmax(1) @ model.label(zv).double().softmax(1).T
    model.train()
    return {
        name: (mean_average_precision(s, y), mean_average_precision(s.T, y)) for name, s in (("cosine", cosine), ("posterior", posterior))}


def run(data, metric, attends, seed):
    torch.manual_seed(seed)
    generator = np.random.default_rng(seed)
    a, v, y = (torch.from_numpy(data[f"{name}_train"]) for name in ("audio", "visual", "lab"))
    at, vt, yt = (torch.from_numpy(data[f"{name}_test"]) for name in ("audio", "visual", "lab"))
    held = np.zeros(len(y), bool)
    for c in range(int(y.max()) + 1):
        rows = generator.permutation(np.flatnonzero(y.numpy() == c))
        held[rows[: round(0.1 * len(rows))]] = True
    train, held = torch.from_numpy(np.flatnonzero(~held)), torch.from_numpy(np.flatnonzero(held))
    scale = lambda x: (x[train].mean(0), x[train].std(0, correction=0).clamp(min=1e-6))
    (ma, sa), (mv, sv) = scale(a), scale(v)
    a, at, v, vt = (a - ma) / sa, (at - ma) / sa, (v - mv) / sv, (vt - mv) / sv
    model = Model(a.shape[1], v.shape[1], int(y.max()) + 1, attends)
    optimiser = torch.optim.Adam(model.parameters(), RATE)
    best, found, since = -1.0, None, 0
    for _ in range(EPOCHS):
        order = train[torch.randperm(len(train))]
        for start in range(0, len(order) - BATCH + 1, BATCH):
            rows = order[start:start + BATCH]
            loss = model.loss(a[rows], v[rows], y[rows], LOSSES[metric])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
        score = sum(evaluate(model, a[held], v[held], y[held])["cosine"]) / 2
        since += 1
        if score > best:
            best, found, since = score, evaluate(model, at, vt, yt), 0
        if since >= PATIENCE:
            break
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("features")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--json")
    options = parser.parse_args()
    with h5py.File(options.features) as file:
        data = {name: file[name][()] for name in file}
    results = {}
    print("| variant | score | audio to visual | visual to audio | average |\n|---|---|---:|---:|---:|")
    for metric in LOSSES:
        for attends in (False, True):
            name = metric + (" + AA" if attends else "")
            runs = [run(data, metric, attends, seed) for seed in range(options.seeds)]
            results[name] = runs
            for score in ("cosine", "posterior"):
                maps = np.array([r[score] for r in runs])
                columns = (maps[:, 0], maps[:, 1], maps.mean(1))
                print(f"| {name} | {score} | " + " | ".join(f"{c.mean():.3f} ± {c.std(ddof=1):.3f}" for c in columns) + " |", flush=True)
    if options.json:
        json.dump(results, open(options.json, "w"))


if __name__ == "__main__":
    main()
