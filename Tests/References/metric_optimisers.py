"""AdamW and SGD with momentum by torch.optim over 50 steps, and torch's cosine and step schedules. Writes optimisers.json."""
import torch

from metric_golden import exact, tensor, write

torch.manual_seed(5)
scale, target, start = exact(10 ** (3 * torch.rand(20) - 2)), exact(torch.randn(20)), exact(torch.randn(20))


def run(make):
    p = start.clone().requires_grad_()
    optimiser, path = make(p), []
    for step in range(1, 51):
        optimiser.zero_grad()
        (0.5 * scale * (p - target) ** 2).sum().backward()
        optimiser.step()
        if step in (1, 2, 10, 50):
            path.append({"step": step, "value": tensor(p)})
    return path


def rates(make, epochs=10):
    optimiser = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
    schedule, values = make(optimiser), []
    for _ in range(epochs):
        values.append(schedule.get_last_lr()[0])
        optimiser.step()
        schedule.step()
    return values


write("optimisers.json", {
    "scale": tensor(scale), "target": tensor(target), "start": tensor(start), "rate": 0.01,
    "adamw": run(lambda p: torch.optim.AdamW([p], lr=0.01, betas=(0.8, 0.99), weight_decay=0.1)),
    "sgd": run(lambda p: torch.optim.SGD([p], lr=0.01, momentum=0.8)),
    "cosine": rates(lambda o: torch.optim.lr_scheduler.CosineAnnealingLR(o, T_max=10, eta_min=0.1)),
    "step": rates(lambda o: torch.optim.lr_scheduler.StepLR(o, step_size=3, gamma=0.5)),
})
