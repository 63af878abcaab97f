"""Every metric loss across two embedding sets or within one, with its gradients.

By pytorch-metric-learning where it has the loss, else by enumeration in PyTorch. In cross-modal use the library's reference labels
are a copy: with the same object it takes both sides for one set and drops the diagonal. Its losses over cosine similarity have
margins of their own: a distance d is 1 - s.
"""
import torch
import torch.nn.functional as F
from pytorch_metric_learning import losses
from pytorch_metric_learning.distances import CosineSimilarity, DotProductSimilarity
from pytorch_metric_learning.reducers import AvgNonZeroReducer

from metric_golden import exact, tensor, write


def library(loss):
    def value(a, r, la, lr, cross):
        return loss(a, la, ref_emb=r, ref_labels=lr.clone()) if cross else loss(a, la)
    return value


def distances(a, r):
    return 1 - F.normalize(a, dim=1) @ F.normalize(r, dim=1).T


def sides(la, lr, cross):
    same = la[:, None] == lr[None]
    valid = torch.ones_like(same) if cross else ~torch.eye(len(la), dtype=torch.bool)
    return same & valid, ~same & valid


def semi_hard(a, r, la, lr, cross):
    d, (pos, neg) = distances(a, r), sides(la, lr, cross)
    losses, mask = d[:, :, None] - d[:, None, :] + 0.4, pos[:, :, None] & neg[:, None, :]
    return losses[mask & (d[:, None, :] > d[:, :, None]) & (losses > 0)].mean()


def nearest_semi_hard(a, r, la, lr, cross):
    d, (pos, neg) = distances(a, r), sides(la, lr, cross)
    terms = []
    for i in range(len(a)):
        if not neg[i].any():
            continue
        for p in torch.where(pos[i])[0]:
            farther = d[i][neg[i] & (d[i] > d[i, p])]
            terms.append(F.relu(d[i, p] + 0.4 - (farther.min() if len(farther) else d[i][neg[i]].max())))
    return torch.stack(terms).mean()


def hard(a, r, la, lr, cross):
    d, (pos, neg) = distances(a, r), sides(la, lr, cross)
    terms = [F.relu(d[i][pos[i]].max() + 0.4 - d[i][neg[i]].min()) for i in range(len(a)) if pos[i].any() and neg[i].any()]
    terms = torch.stack(terms)
    return terms[terms > 0].mean()


def n_pair(a, r, la, lr, cross):
    pos, _ = sides(la, lr, cross)
    anchors, positives = [], []
    for c in la.unique():
        i = next((i for i in torch.where(la == c)[0] if pos[i].any()), None)
        if i is not None:
            anchors.append(i)
            positives.append(torch.where(pos[i])[0][0])
    scores = a[torch.stack(anchors)] @ r[torch.stack(positives)].T
    return F.cross_entropy(scores, torch.arange(len(anchors)))


def lifted_original(a, r, la, lr, cross):
    d, among = distances(a, r), distances(r, r)
    pos, neg = sides(la, lr, cross)
    terms = []
    for i, p in zip(*torch.where(pos)):
        negatives = torch.cat([1 - d[i][neg[i]], 1 - among[p][lr != lr[p]]])
        terms.append(F.relu(d[i, p] + negatives.logsumexp(0)) ** 2 / 2)
    return torch.stack(terms).mean()


def quadruplet(a, r, la, lr, cross):
    """For three classes of one reference each, where the third class has one item to draw."""
    d, among = distances(a, r), distances(r, r)
    pos, neg = sides(la, lr, cross)
    terms = []
    for i, p in zip(*torch.where(pos)):
        for n in torch.where(neg[i])[0]:
            q = torch.where((lr != la[i]) & (lr != lr[n]))[0]
            assert len(q) == 1
            terms += [F.relu(d[i, p] - d[i, n] + 0.4), F.relu(d[i, p] - among[n, q[0]] + 0.2)]
    terms = torch.stack(terms)
    return terms[terms > 0].mean()


def info_nce(a, r, la, lr, cross):
    return F.cross_entropy((1 - distances(a, r)) / 0.07, torch.arange(len(a)))


def case(name, settings, loss, anchors, references, labels, reference_labels, cross):
    anchors, references = anchors.clone().requires_grad_(), references.clone().requires_grad_()
    value = loss(anchors, references if cross else anchors, labels, reference_labels, cross)
    value.backward()
    return {
        "name": name, "settings": settings, "cross": cross, "anchors": tensor(anchors), "references": tensor(references if cross else anchors),
        "labels": labels.tolist(), "referenceLabels": reference_labels.tolist(), "value": value.item(),
        "anchorGradient": tensor(anchors.grad), "referenceGradient": tensor(references.grad if cross else torch.zeros_like(anchors)),
    }


def proxy_anchor(classes, embeddings, labels):
    loss = losses.ProxyAnchorLoss(len(classes), classes.shape[1], margin=0.1, alpha=32)
    with torch.no_grad():
        loss.proxies.copy_(classes)
    embeddings = embeddings.clone().requires_grad_()
    value = loss(embeddings, labels)
    value.backward()
    return {
        "name": "proxy-anchor", "settings": "", "cross": True, "anchors": tensor(classes), "references": tensor(embeddings),
        "labels": list(range(len(classes))), "referenceLabels": labels.tolist(), "value": value.item(),
        "anchorGradient": tensor(loss.proxies.grad), "referenceGradient": tensor(embeddings.grad),
    }


torch.manual_seed(5)
labels = torch.randint(0, 5, (24,))
a, r = exact(torch.randn(24, 6)), exact(torch.randn(24, 6))
few, f = torch.randint(0, 5, (17,)), exact(torch.randn(17, 6))
cosine = CosineSimilarity()
triplet = library(losses.TripletMarginLoss(margin=0.4, distance=cosine, reducer=AvgNonZeroReducer()))
both = [
    ("triplet", "", triplet),
    ("triplet", "mining: semi-hard", semi_hard),
    ("triplet", "mining: nearest-semi-hard", nearest_semi_hard),
    ("triplet", "mining: hard", hard),
    ("contrastive", "", library(losses.SupConLoss(temperature=0.1))),
    ("multi-similarity", "", library(losses.MultiSimilarityLoss(alpha=2, beta=50, base=0.5))),
    ("lifted-structure", "", library(losses.GeneralizedLiftedStructureLoss(neg_margin=0, pos_margin=1, distance=cosine))),
    ("lifted-structure", "form: original", lifted_original),
    ("n-pair", "", n_pair),
]
cases = [case(name, settings, loss, a, r, labels, labels, True) for name, settings, loss in both]
cases += [case(name, settings, loss, a, a, labels, labels, False) for name, settings, loss in both]
cases += [
    case("triplet", "", triplet, a, f, labels, few, True),
    case("lifted-structure", "form: original", library(losses.LiftedStructureLoss(neg_margin=0, pos_margin=1, distance=cosine)), a, a, labels, labels, False),
    case("n-pair", "", library(losses.NPairsLoss(distance=DotProductSimilarity(normalize_embeddings=False))), a, a, labels, labels, False),
    case("contrastive", "temperature: 0.07", info_nce, a, r, torch.arange(24), torch.arange(24), True),
    case("quadruplet", "", quadruplet, a, f[:3], torch.arange(24) % 3, torch.arange(3), True),
    proxy_anchor(f[:5], a, labels),
]
write("losses.json", cases)
