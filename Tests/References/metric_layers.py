"""Attention over neighbour lists by torch.nn.MultiheadAttention, and Adam by torch.optim, in double precision."""
import torch
import torch.nn as nn

from metric_golden import exact, tensor, write

torch.manual_seed(7)
N, D, HEADS = 9, 8, 4
attention = nn.MultiheadAttention(D, HEADS, batch_first=True)
with torch.no_grad():
    for parameter in attention.parameters():
        parameter.copy_(exact(parameter + 0.2 * torch.randn_like(parameter)))
z = exact(torch.randn(N, D)).requires_grad_()
upstream = exact(torch.randn(N, D))
lists = [[1, 2, 3], [0], [3, 5, 7, 8], [0, 1], [8, 7, 6], [4], [0, 2, 4, 8], [6, 5], [3, 1, 0]]
mask = torch.ones(N, N, dtype=torch.bool)
for item, neighbours in enumerate(lists):
    mask[item, neighbours] = False
out = attention(z[None], z[None], z[None], attn_mask=mask, need_weights=False)[0][0]
(out * upstream).sum().backward()
# Adam on a badly scaled quadratic, whose gradient is scale * (p - target)
scale, target = exact(10 ** (3 * torch.rand(20) - 2)), exact(torch.randn(20))
start = exact(torch.randn(20))
p = start.clone().requires_grad_()
optimiser = torch.optim.Adam([p], lr=0.01)
path = []
for step in range(50):
    optimiser.zero_grad()
    (0.5 * scale * (p - target) ** 2).sum().backward()
    optimiser.step()
    if step in (0, 1, 9, 49):
        path.append({"step": step + 1, "value": tensor(p)})
write("layers.json", {
    "attention": {
        "heads": HEADS, "lists": lists, "input": tensor(z), "upstream": tensor(upstream), "output": tensor(out), "inputGradient": tensor(z.grad),
        "parameters": {n: tensor(q) for n, q in attention.named_parameters()},
        "gradients": {n: tensor(q.grad) for n, q in attention.named_parameters()},
    },
    "adam": {"rate": 0.01, "scale": tensor(scale), "target": tensor(target), "start": tensor(start), "path": path},
})
