"""Triplet and supervised contrastive losses across two embedding sets, by pytorch-metric-learning, with the gradients.

In cross-modal use the reference labels are a copy: with the same object the library takes both sides for one set and drops
the diagonal.
"""
import torch
from pytorch_metric_learning.distances import CosineSimilarity
from pytorch_metric_learning.losses import SupConLoss, TripletMarginLoss
from pytorch_metric_learning.reducers import AvgNonZeroReducer

from metric_golden import exact, tensor, write


def case(name, loss, anchors, references, labels, reference_labels, cross):
    anchors, references = anchors.clone().requires_grad_(), references.clone().requires_grad_()
    value = loss(anchors, labels, ref_emb=references, ref_labels=reference_labels) if cross else loss(anchors, labels)
    value.backward()
    return {
        "name": name, "cross": cross, "anchors": tensor(anchors), "references": tensor(references if cross else anchors),
        "labels": labels.tolist(), "referenceLabels": reference_labels.tolist(), "value": value.item(),
        "anchorGradient": tensor(anchors.grad), "referenceGradient": tensor(references.grad if cross else torch.zeros_like(anchors)),
    }


torch.manual_seed(5)
labels = torch.randint(0, 5, (40,))
a, r = exact(torch.randn(40, 6)), exact(torch.randn(40, 6))
few = torch.randint(0, 5, (23,))
triplet = TripletMarginLoss(margin=0.4, distance=CosineSimilarity(), reducer=AvgNonZeroReducer())
supcon = SupConLoss(temperature=0.1)
write("losses.json", [
    case("triplet", triplet, a, r, labels, labels.clone(), True),
    case("triplet", triplet, a, exact(torch.randn(23, 6)), labels, few, True),
    case("triplet", triplet, a, a, labels, labels, False),
    case("contrastive", supcon, a, r, labels, labels.clone(), True),
    case("contrastive", supcon, a, a, labels, labels, False),
])
