"""The baselines' losses and every gradient on tiny networks, by PyTorch in double precision.

Encoders in-6-6-4 with ReLU; DSCMR's last layer is shared, ACMR's adversary is 4-2-2. Writes baselines.json.
"""
import math

import torch
import torch.nn.functional as F

from metric_golden import exact, tensor, write

B, AUDIO, VISUAL, HIDDEN, D, C = 12, 5, 7, 6, 4, 3
MARGIN = 0.4


class Parameters(dict):
    def matrix(self, name, rows, columns):
        self[name + ".weight"] = exact(torch.randn(rows, columns) / columns ** 0.5).requires_grad_()
        self[name + ".bias"] = exact(0.1 * torch.randn(rows)).requires_grad_()

    def linear(self, name, x):
        return x @ self[name + ".weight"].T + self[name + ".bias"]


def encoders(p, shared=False):
    for modality, width in (("audio", AUDIO), ("visual", VISUAL)):
        p.matrix(f"{modality}.encoder.0", HIDDEN, width)
        p.matrix(f"{modality}.encoder.1", HIDDEN, HIDDEN)
        if not shared:
            p.matrix(f"{modality}.encoder.2", D, HIDDEN)
    if shared:
        p.matrix("encoder.shared", D, HIDDEN)


def encode(p, modality, x, activation=torch.relu):
    x = activation(p.linear(f"{modality}.encoder.0", x))
    x = activation(p.linear(f"{modality}.encoder.1", x))
    return p.linear("encoder.shared" if "encoder.shared.weight" in p else f"{modality}.encoder.2", x)


def triplets(anchors, references, own, other, skip_diagonal=False):
    """Mean over the triplets above zero, enumerated."""
    d = 1 - F.normalize(anchors, dim=1) @ F.normalize(references, dim=1).T
    same = own[:, None] == other[None, :]
    positive, negative = same.clone(), ~same
    if skip_diagonal:
        positive[torch.arange(len(own)), torch.arange(len(own))] = False
    values = torch.relu(d[:, :, None] - d[:, None, :] + MARGIN)
    values = values[(positive[:, :, None] & negative[:, None, :]) & (values > 0)]
    return values.mean()


class Reverse(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, factor):
        ctx.factor = factor
        return x.clone()

    @staticmethod
    def backward(ctx, gradient):
        return -ctx.factor * gradient, None


def root(s):
    w, v = torch.linalg.eigh(s)
    return v @ torch.diag(w ** -0.5) @ v.T


def correlation(u, v, y, share, ridge=1e-3):
    x, z = u - u.mean(0), v - v.mean(0)
    m = len(x) - 1
    s11 = x.T @ x / m + ridge * torch.eye(D)
    s22 = z.T @ z / m + ridge * torch.eye(D)
    pairs = y[:, None] == y[None, :]
    s12 = share * x.T @ z / m + (1 - share) * x.T @ pairs.double() @ z / pairs.sum()
    return torch.linalg.svdvals(root(s11) @ s12 @ root(s22)).sum()


def main():
    torch.manual_seed(11)
    a, v = exact(torch.randn(B, AUDIO)), exact(torch.randn(B, VISUAL))
    y = torch.tensor([0, 1, 2, 0, 1, 2, 0, 0, 1, 2, 2, 1])
    onehot = F.one_hot(y, C).double()
    cases = []

    def case(name, p, terms, weights, total=None, **facts):
        total = total if total is not None else sum(weights[k] * t for k, t in terms.items())
        gradients = torch.autograd.grad(total, list(p.values()))
        cases.append(dict(
            name=name, terms={k: t.item() for k, t in terms.items()}, total=sum(weights[k] * t.item() for k, t in terms.items()),
            parameters={k: tensor(t) for k, t in p.items()}, gradients={k: tensor(g) for k, g in zip(p, gradients)}, **facts))

    for heads in ("shared", "separate"):
        for activation in ("relu", "tanh"):
            p = Parameters()
            encoders(p)
            names = ["label_projection"] * 2 if heads == "shared" else ["audio.label_projection", "visual.label_projection"]
            for name in dict.fromkeys(names):
                p.matrix(name, C, D)
            f = getattr(torch, activation)
            terms = {
                "label.audio": F.cross_entropy(p.linear(names[0], encode(p, "audio", a, f)), y),
                "label.visual": F.cross_entropy(p.linear(names[1], encode(p, "visual", v, f)), y)}
            case("label-classifier", p, terms, dict.fromkeys(terms, 1.0), heads=heads, activation=activation)

    p = Parameters()
    encoders(p)
    p["log_scale"] = exact(torch.tensor([math.log(1 / 0.07)])).requires_grad_()
    s = torch.exp(p["log_scale"]) * F.normalize(encode(p, "audio", a), dim=1) @ F.normalize(encode(p, "visual", v), dim=1).T
    terms = {
        "contrast.audio-visual": F.cross_entropy(s, torch.arange(B)),
        "contrast.visual-audio": F.cross_entropy(s.T, torch.arange(B))}
    case("clip", p, terms, dict.fromkeys(terms, 0.5))

    p = Parameters()
    encoders(p, shared=True)
    p.matrix("label_regression", C, D)
    u, w = encode(p, "audio", a), encode(p, "visual", v)
    same = (y[:, None] == y[None, :]).double()

    def likelihood(first, second):
        g = F.normalize(first, dim=1) @ F.normalize(second, dim=1).T / 2
        return (F.softplus(g) - same * g).mean()

    terms = {
        "label.audio": (p.linear("label_regression", u) - onehot).norm() / B,
        "label.visual": (p.linear("label_regression", w) - onehot).norm() / B,
        "discrimination.audio-visual": likelihood(u, w), "discrimination.audio-audio": likelihood(u, u),
        "discrimination.visual-visual": likelihood(w, w), "invariance": (u - w).norm() / B}
    # lambda is raised from its default so that its gradient is seen beside the others
    case("dscmr", p, terms, {k: {"d": 0.5, "i": 0.1, "l": 1.0}[k[0]] for k in terms})

    p = Parameters()
    encoders(p)
    p.matrix("projection", C, D)
    pa, pv = p.linear("projection", encode(p, "audio", a)), p.linear("projection", encode(p, "visual", v))
    both = torch.cat([y, y])
    terms = {
        "label.audio": (pa - onehot).norm(dim=1).mean(), "label.visual": (pv - onehot).norm(dim=1).mean(),
        "triplet.audio": triplets(pa, torch.cat([pa, pv]), y, both, True),
        "triplet.visual": triplets(pv, torch.cat([pv, pa]), y, both, True)}
    case("cctl", p, terms, {k: 0.7 if k[0] == "t" else 1.0 for k in terms})

    p = Parameters()
    encoders(p)
    p.matrix("label_projection", C, D)
    p.matrix("adversary.0", 2, D)
    p.matrix("adversary.1", 2, 2)
    u, w = encode(p, "audio", a), encode(p, "visual", v)
    progress = 0.3
    ramp = 2 / (1 + math.exp(-10 * progress)) - 1
    hidden = torch.relu(p.linear("adversary.0", Reverse.apply(torch.cat([u, w]), ramp)))
    side = torch.tensor([0] * B + [1] * B)
    terms = {
        "label.audio": F.cross_entropy(p.linear("label_projection", u), y),
        "label.visual": F.cross_entropy(p.linear("label_projection", w), y),
        "metric.audio-visual": triplets(u, w, y, y), "metric.visual-audio": triplets(w, u, y, y),
        "adversary": F.cross_entropy(p.linear("adversary.1", hidden), side)}
    case("acmr", p, terms, {k: {"l": 0.7, "m": 1.0, "a": 0.5}[k[0]] for k in terms}, progress=progress)

    p = Parameters()
    encoders(p)
    for modality, width in (("audio", AUDIO), ("visual", VISUAL)):
        p.matrix(f"{modality}.decoder.0", HIDDEN, D)
        p.matrix(f"{modality}.decoder.1", width, HIDDEN)
    u, w = encode(p, "audio", a), encode(p, "visual", v)

    def decode(modality, z):
        return p.linear(f"{modality}.decoder.1", torch.relu(p.linear(f"{modality}.decoder.0", z)))

    terms = {
        "reconstruction.audio": F.mse_loss(decode("audio", u), a), "reconstruction.visual": F.mse_loss(decode("visual", w), v),
        "correspondence": F.mse_loss(u, w)}
    case("corr-ae", p, terms, {k: 0.2 if k[0] == "c" else 0.8 for k in terms})

    p = Parameters()
    encoders(p)
    u, w = encode(p, "audio", a), encode(p, "visual", v)
    terms = {"metric.audio-visual": triplets(u, w, y, y), "metric.visual-audio": triplets(w, u, y, y)}
    case("tnn-c-cca", p, terms, dict.fromkeys(terms, 1.0))

    for name, share in (("dcca", 1.0), ("c-dcca", 0.2)):
        p = Parameters()
        encoders(p)
        terms = {"correlation": -correlation(encode(p, "audio", a), encode(p, "visual", v), y, share)}
        case(name, p, terms, {"correlation": 1.0})

    # The correlation alone, without a network around it: double precision on both sides.
    losses = []
    for share in (1.0, 0.2, 0.0):
        u, w = (exact(torch.randn(B, D)).requires_grad_() for _ in range(2))
        value = -correlation(u, w, y, share)
        # with beta 0 T has rank 2 and autograd divides by differences of zero singular values
        gradients = torch.autograd.grad(value, [u, w]) if share > 0 else []
        losses.append(dict(share=share, audio=tensor(u), visual=tensor(w), value=value.item(), gradients=[tensor(g) for g in gradients]))
    write("baselines.json", dict(audio=tensor(a), visual=tensor(v), labels=y.tolist(), cases=cases, correlations=losses))


main()
