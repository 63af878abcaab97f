"""AADML's whole loss and every gradient on a tiny network, by PyTorch in double precision, for each kind of proxy.

Encoder in-8-8-4 with ReLU, decoder 4-8-in, shared label projection, attention by torch.nn.MultiheadAttention over gathered
neighbours, triplets enumerated as a cubic tensor and the other losses by their formulas, in all pairings or as each loss compares.
Neighbours are of the batch, of its class, or of a bank of the whole training set (20 items, of which 12 are the batch).
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


def bank_proxies(branch, z, x, combine):
    """Over the whole set's embeddings, as constants; keys and values are projected from them. `pure` adds the anchor itself."""
    bank = branch.encoder(x).detach()
    s = F.normalize(z.detach(), dim=1) @ F.normalize(bank, dim=1).T
    s[torch.arange(B), ITEMS] = -9
    neighbours = bank[s.topk(K, dim=1).indices]
    if combine == "pure":
        neighbours = torch.cat([z[:, None], neighbours], 1)
    out = branch.proxy(z[:, None], neighbours, neighbours, need_weights=False)[0][:, 0]
    return z + out if combine == "residual" else out


def proxies(branch, z, kind, combine, symmetric, same=None):
    if kind == "none":
        return z
    zn = F.normalize(z.detach(), dim=1)
    s = zn @ zn.T
    s.fill_diagonal_(-9)
    if same is not None:
        s = s.masked_fill(~same, -9)
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


def multi_similarity(d, same, valid):
    s = 1 - d
    pos, neg = (torch.exp(-2 * (s - 0.5)) * (same & valid)).sum(1), (torch.exp(50 * (s - 0.5)) * (~same & valid)).sum(1)
    return (torch.log1p(pos) / 2 + torch.log1p(neg) / 50).mean()


def lifted(d, same, valid):
    return F.relu(d.masked_fill(~(same & valid), float("-inf")).logsumexp(1) + (1 - d).masked_fill(~(~same & valid), float("-inf")).logsumexp(1)).mean()


def cosine_distances(a, r):
    return 1 - F.normalize(a, dim=1) @ F.normalize(r, dim=1).T


def in_pairings(loss, pairings):
    def terms(z, p, same):
        for a, r in pairings:
            valid = torch.ones(B, B, dtype=torch.bool)
            if a == r:
                valid.fill_diagonal_(False)
            yield f"metric.{a}-{r}", loss(cosine_distances(p[a], z[r]), same, valid)
    return terms


def n_pair(z, p, same):
    """Classes are in turn, so the first of each are the first items; within a modality the positive is the class's second item."""
    for a, r in PAIRINGS:
        positives = torch.arange(C) + (C if a == r else 0)
        yield f"metric.{a}-{r}", F.cross_entropy(p[a][:C] @ z[r][positives].T, torch.arange(C))
        yield f"length.{a}-{r}", (p[a] ** 2).sum(1).mean() + (z[r] ** 2).sum(1).mean()


def lifted_original(z, p, same):
    for a, r in PAIRINGS:
        d, among, terms = cosine_distances(p[a], z[r]), cosine_distances(z[r], z[r]), []
        for i in range(B):
            for j in range(B):
                if same[i, j] and (a != r or i != j):
                    terms.append(F.relu(d[i, j] + torch.cat([1 - d[i][~same[i]], 1 - among[j][~same[j]]]).logsumexp(0)) ** 2 / 2)
        yield f"metric.{a}-{r}", torch.stack(terms).mean()


def proxy_anchor(z, p, same):
    for m in p:
        s = 1 - cosine_distances(p[m], class_proxies)
        own = y[:, None] == torch.arange(C)[None]
        pos, neg = (torch.exp(-32 * (s - 0.1)) * own).sum(0), (torch.exp(32 * (s + 0.1)) * ~own).sum(0)
        yield f"metric.{m}-class", torch.log1p(pos).mean() + torch.log1p(neg).mean()


def cross_triplet(z, p, same):
    for a in p:
        for positive in p:
            for negative in p:
                dp = cosine_distances(projection(p[a]), projection(z[positive]))
                dn = cosine_distances(projection(p[a]), projection(z[negative]))
                pos = same.clone()
                if a == positive:
                    pos.fill_diagonal_(False)
                losses = F.relu(dp[:, :, None] - dn[:, None, :] + MARGIN)[pos[:, :, None] & ~same[:, None, :]]
                yield f"metric.{a}-{positive}-{negative}", losses.sum() / (losses > 0).sum().clamp(min=1)


def case(x, settings, metric, kind, combine, symmetric=False, graph="batch", same_class=False, pairs=False, label=F.cross_entropy):
    for module in [*branches.values(), projection]:
        module.zero_grad()
    class_proxies.grad = None
    batch = {m: x[m][ITEMS] for m in x}
    z = {m: branches[m].encoder(batch[m]) for m in x}
    same = torch.eye(B, dtype=torch.bool) if pairs else y[:, None] == y[None]
    if graph == "bank":
        p = {m: bank_proxies(branches[m], z[m], x[m], combine) for m in x}
    else:
        p = {m: proxies(branches[m], z[m], kind, combine, symmetric, same if same_class else None) for m in x}
    terms = dict(metric(z, p, same))
    for m in x:
        if not pairs:
            terms[f"label.{m}"] = label(projection(z[m]), y)
        terms[f"reconstruction.{m}"] = F.mse_loss(branches[m].decoder(z[m]), batch[m])
    weights = {"metric": 1, "length": 0.002 / 4, "label": LABEL, "reconstruction": RECONSTRUCTION}
    total = sum(value * weights[name.split(".")[0]] for name, value in terms.items())
    total.backward()
    named = [item for m in x for item in branches[m].named(m)]
    named += [("label_projection.weight", projection.weight), ("label_projection.bias", projection.bias), ("loss.class_proxies", class_proxies)]
    gradients = {n: tensor(q.grad) for n, q in named if q.grad is not None and (kind == "attention" or ".proxy." not in n)}
    proxy = f"{{kind: {kind}, combine: {combine}, symmetric: {str(symmetric).lower()}, graph: {graph}, same_class: {str(same_class).lower()}, k: {K}, heads: {HEADS}}}"
    weight = "" if pairs else f", label_weight: {LABEL}"
    return {
        "settings": f"{{{settings}, supervision: {'pairs' if pairs else 'labels'}, proxy: {proxy}, hidden: {HIDDEN}, embedding: {D}, "
                    f"dropout: 0, reconstruction_weight: {RECONSTRUCTION}{weight}}}",
        "total": total.item(), "terms": {n: v.item() for n, v in terms.items()}, "gradients": gradients,
    }


def one_hot(scores, labels):
    return ((scores - F.one_hot(labels, C)) ** 2).sum(1).mean()


torch.manual_seed(3)
ALL = 20
ITEMS = torch.randperm(ALL)[:B]
everyone = torch.randint(0, C, (ALL,))
everyone[ITEMS] = torch.arange(B) % C
y = everyone[ITEMS]
x = {m: exact(torch.randn(ALL, w) + 0.7 * torch.randn(C, w)[everyone]) for m, w in WIDTHS.items()}
branches = {m: Branch(w) for m, w in WIDTHS.items()}
projection = nn.Linear(D, C)
class_proxies = nn.Parameter(exact(torch.randn(C, D)))
with torch.no_grad():
    for module in [*branches.values(), projection]:
        for parameter in module.parameters():
            parameter.copy_(exact(parameter + 0.1 * torch.randn_like(parameter)))
named = [item for m in x for item in branches[m].named(m)]
named += [("label_projection.weight", projection.weight), ("label_projection.bias", projection.bias)]
PAIRINGS = [("audio", "visual"), ("visual", "audio"), ("audio", "audio"), ("visual", "visual")]
TRIPLET = "loss: triplet"
triplets = in_pairings(triplet, PAIRINGS)
cases = [case(x, TRIPLET, triplets, *plan) for plan in [
    ("attention", "residual"), ("attention", "pure"), ("attention", "residual", True), ("dot", "pure"), ("dot", "residual"),
    ("mean", "residual"), ("mean", "pure", True), ("none", "residual"),
    ("attention", "residual", False, "bank"), ("attention", "pure", False, "bank"), ("attention", "residual", False, "batch", True),
]]
for kind in ("attention", "none"):
    cases += [
        case(x, "loss: contrastive", in_pairings(contrastive, PAIRINGS), kind, "residual"),
        case(x, "loss: contrastive", in_pairings(contrastive, PAIRINGS[:2]), kind, "residual", pairs=True),
        case(x, "loss: multi-similarity", in_pairings(multi_similarity, PAIRINGS), kind, "residual"),
        case(x, "loss: lifted-structure", in_pairings(lifted, PAIRINGS), kind, "residual"),
        case(x, "loss: lifted-structure, form: original", lifted_original, kind, "residual"),
        case(x, "loss: n-pair", n_pair, kind, "residual"),
        case(x, "loss: proxy-anchor", proxy_anchor, kind, "residual"),
        case(x, "loss: complete-cross-triplet", cross_triplet, kind, "residual", label=one_hot),
    ]
named = [item for m in x for item in branches[m].named(m)]
named += [("label_projection.weight", projection.weight), ("label_projection.bias", projection.bias), ("loss.class_proxies", class_proxies)]
write("aadml.json", {
    "audio": tensor(x["audio"]), "visual": tensor(x["visual"]), "labels": everyone.tolist(), "items": ITEMS.tolist(),
    "parameters": {n: tensor(q) for n, q in named}, "cases": cases,
})
