"""What the metric_*.py scripts share: inputs that single precision holds exactly, and tensors as JSON.

The scripts compute in double precision and write to MetricLearningTests/Golden beside this folder.
"""
import json
import pathlib

import torch

torch.set_default_dtype(torch.float64)
GOLDEN = pathlib.Path(__file__).resolve().parent.parent / "MetricLearningTests" / "Golden"


def exact(tensor):
    """The tensor rounded to single precision, so that both sides start from the same numbers."""
    return tensor.float().double()


def tensor(value):
    """Shape and values as our Tensor has them."""
    value = value.detach()
    return {"shape": list(value.shape), "values": value.reshape(-1).tolist()}


def write(name, content):
    GOLDEN.mkdir(parents=True, exist_ok=True)
    (GOLDEN / name).write_text(json.dumps(content))
    print(name, (GOLDEN / name).stat().st_size, "bytes")
