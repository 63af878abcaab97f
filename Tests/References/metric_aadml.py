"""AADML's whole loss and every gradient on a tiny network, by PyTorch in double precision, for each kind of proxy.

Encoder in-8-8-4 with ReLU, decoder 4-8-in, shared label projection, attention by torch.nn.MultiheadAttention over gathered
neighbours, triplets enumerated as a cubic tensor or supervised contrastive loss, four pairings.
"""
import torch
import torch.nn as nn
import torch.nn.functional as F

from metric_golden import exact, tensor, write

B, WIDTHS, HIDDEN, D, C, K, HEADS = 12, {"audio": 5, "visual": 7}, 8, 4, 3, 3, 2
MARGIN, TEMPERATURE, LABEL, RECONSTRUCTION = 0.4, 0.1, 0.7, 0.3


def perceptron(widths):
    layers = []
    for i, (a, b) in enumerate(zip(widths, widths[1:])):
        layers += [nn.Linear(a, b)] + ([nn.ReLU()] if i < len(widths) - 2 else [])
    return nn.Sequential(*layers)


class Branch(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.encoder = perceptron([width, HIDDEN, HIDDEN, D])
        self.decoder = perceptron([D, HIDDEN, width])
        self.proxy = nn.MultiheadAttention(D, HEADS, batch_first=True)

    def named(self, modality):
        for part in ("encoder", "decoder"):
            for i, layer in enumerate(m for m in getattr(self, part) if isinstance(m, nn.Linear)):
                yield f"{modality}.{part}.{i}.weight", layer.weight
                yield f"{modality}.{part}.{i}.bias", layer.bias
        for name, parameter in self.proxy.named_parameters():
            yield f"{modality}.proxy.{name}", parameter


def proxies(branch, z, kind, combine, symmetric):
    if kind == "none":
        return z
    zn = F.normalize(z.detach(), dim=1)
    s = zn @ zn.T
    s.fill_diagonal_(-9)
    edges = torch.zeros(B, B, dtype=torch.bool)
    edges.scatter_(1, s.topk(K, dim=1).indices, True)
    if symmetric:
        edges = edges | edges.T
    own = torch.eye(B, dtype=torch.bool)
    if kind == "mean":
        if combine == "residual":
            return (z + edges.double() @ z / edges.sum(1, keepdim=True)) / 2
        edges = edges | own
        return edges.double() @ z / edges.sum(1, keepdim=True)
    if kind == "dot" or combine == "pure":
        edges = edges | own
    if kind == "dot":
        scores = (z @ z.T / D ** 0.5).masked_fill(~edges, float("-inf"))
        out = scores.softmax(1) @ z
    else:
        out = branch.proxy(z[None], z[None], z[None], attn_mask=~edges, need_weights=False)[0][0]
    return z + out if combine == "residual" else out


def triplet(d, same, valid):
    losses = F.relu(d[:, :, None] - d[:, None, :] + MARGIN)
    mask = (same & valid)[:, :, None] & (~same & valid)[:, None, :]
    losses = losses[mask]
    return losses.sum() / (losses > 0).sum().clamp(min=1)


def contrastive(d, same, valid):
    s = ((1 - d) / TEMPERATURE).masked_fill(~valid, float("-inf"))
    logp = (s - s.logsumexp(1, keepdim=True)).masked_fill(~valid, 0)
    pos = same & valid
    has = pos.any(1)
    return (-(logp * pos).sum(1) / pos.sum(1).clamp(min=1))[has].mean()


def case(x, y, branches, projection, loss, kind, combine, symmetric):
    for module in [*branches.values(), projection]:
        module.zero_grad()
    z = {m: branches[m].encoder(x[m]) for m in x}
    p = {m: proxies(branches[m], z[m], kind, combine, symmetric) for m in x}
    same = y[:, None] == y[None]
    terms, total = {}, 0
    for a, r in [("audio", "visual"), ("visual", "audio"), ("audio", "audio"), ("visual", "visual")]:
        d = 1 - F.normalize(p[a], dim=1) @ F.normalize(z[r], dim=1).T
        valid = torch.ones(B, B, dtype=torch.bool)
        if a == r:
            valid.fill_diagonal_(False)
        terms[f"metric.{a}-{r}"] = loss(d, same, valid)
    for m in x:
        terms[f"label.{m}"] = F.cross_entropy(projection(z[m]), y)
        terms[f"reconstruction.{m}"] = F.mse_loss(branches[m].decoder(z[m]), x[m])
    for name, value in terms.items():
        total = total + value * (LABEL if name.startswith("label") else RECONSTRUCTION if name.startswith("rec") else 1)
    total.backward()
    named = [item for m in x for item in branches[m].named(m)]
    named += [("label_projection.weight", projection.weight), ("label_projection.bias", projection.bias)]
    gradients = {n: tensor(q.grad) for n, q in named if q.grad is not None and (kind == "attention" or ".proxy." not in n)}
    return {
        "loss": loss.__name__, "kind": kind, "combine": combine, "symmetric": symmetric, "total": total.item(),
        "terms": {n: v.item() for n, v in terms.items()}, "gradients": gradients,
    }


torch.manual_seed(3)
y = torch.arange(B) % C
x = {m: exact(torch.randn(B, w) + 0.7 * torch.randn(C, w)[y]) for m, w in WIDTHS.items()}
branches = {m: Branch(w) for m, w in WIDTHS.items()}
projection = nn.Linear(D, C)
with torch.no_grad():
    for module in [*branches.values(), projection]:
        for parameter in module.parameters():
            parameter.copy_(exact(parameter + 0.1 * torch.randn_like(parameter)))
named = [item for m in x for item in branches[m].named(m)]
named += [("label_projection.weight", projection.weight), ("label_projection.bias", projection.bias)]
plans = [
    (triplet, "attention", "residual", False), (triplet, "attention", "pure", False), (triplet, "attention", "residual", True),
    (contrastive, "attention", "residual", False), (triplet, "dot", "pure", False), (triplet, "dot", "residual", False),
    (triplet, "mean", "residual", False), (triplet, "mean", "pure", True), (triplet, "none", "residual", False),
    (contrastive, "none", "residual", False),
]
write("aadml.json", {
    "audio": tensor(x["audio"]), "visual": tensor(x["visual"]), "labels": y.tolist(),
    "parameters": {n: tensor(q) for n, q in named},
    "cases": [case(x, y, branches, projection, *plan) for plan in plans],
})
