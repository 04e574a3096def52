"""Makes losses.json: every policy loss and its gradients by PyTorch autograd, through a tiny Qwen3, in float64.

    pip install torch transformers
    python losses.py > losses.json

Each loss is written out response by response, as its paper states it. Gradients are float32 in base64, in the order
of `names`, which is that of `make.py`.
"""
import base64
import json
import math

import numpy
import torch

from make import advantages, build, config, prompts, responses, weight

max_tokens = 6

plain = dict(
    surrogate="ppo", clip=dict(low=0.2, high=0.3, dual=None), aggregation="token-mean",
    klCoefficient=0, entropyCoefficient=0,
)
cases = {
    "ppo": (plain, 1),
    "ppo at temperature 0.7": (plain, 0.7),
    "ppo, dual clip": ({**plain, "clip": dict(low=0.2, high=0.3, dual=1.1)}, 1),
    "ppo, sequence mean": ({**plain, "aggregation": "sequence-mean"}, 1),
    "ppo, fixed length": ({**plain, "aggregation": "fixed-length"}, 1),
    "ppo with divergence": ({**plain, "klCoefficient": 0.3}, 1),
    "ppo with entropy": ({**plain, "entropyCoefficient": 0.2}, 1),
    "gspo": (
        {**plain, "surrogate": "gspo", "aggregation": "sequence-mean", "clip": dict(low=0.02, high=0.03, dual=None)}, 1
    ),
    "gspo, token mean": ({**plain, "surrogate": "gspo", "clip": dict(low=0.05, high=0.01, dual=None)}, 1),
    "cispo": ({**plain, "surrogate": "cispo"}, 1),
    "cispo, sequence mean": ({**plain, "surrogate": "cispo", "aggregation": "sequence-mean"}, 1),
    "everything": (
        dict(
            surrogate="gspo", clip=dict(low=0.05, high=0.05, dual=1.02), aggregation="fixed-length",
            klCoefficient=0.5, entropyCoefficient=0.1,
        ),
        1.3,
    ),
}


def perturbed(index, parameter):
    """The reference policy: every weight moved a little."""
    moves = torch.tensor([0.05 * math.cos(0.9 * (i + 1) + 0.4 * (index + 1)) for i in range(parameter.numel())])
    return weight(index, parameter.shape) + moves.reshape(parameter.shape)


def read(model, prompt, response, temperature):
    """Log-probabilities of the response's tokens, and the entropy at each of its places."""
    logits = model(torch.tensor([prompt + response])).logits[0][len(prompt) - 1:-1] / temperature
    every = torch.log_softmax(logits, dim=-1)
    chosen = every[torch.arange(len(response)), torch.tensor(response)]
    return chosen, -(every.exp() * every).sum(dim=-1)


def terms(loss, log_probs, sampled, advantage):
    """What each token adds to the objective, and whether it was clipped."""
    clip = loss["clip"]
    low, high = 1 - clip["low"], 1 + clip["high"]
    if loss["surrogate"] == "cispo":
        ratio = torch.exp(log_probs - sampled)
        bounded = ratio.clamp(low, high)
        return bounded.detach() * advantage * log_probs, bounded != ratio
    if loss["surrogate"] == "gspo":
        ratio = torch.exp((log_probs - sampled).mean()).expand(len(log_probs))
    else:
        ratio = torch.exp(log_probs - sampled)
    bounded = ratio.clamp(low, high)
    objective = torch.minimum(ratio * advantage, bounded * advantage)
    clipped = bounded * advantage < ratio * advantage
    if clip["dual"] is not None and advantage < 0:
        floor = torch.full_like(objective, clip["dual"] * advantage)
        clipped = clipped | (objective < floor)
        objective = torch.maximum(objective, floor)
    return objective, clipped


def run(model, reference, loss, temperature):
    flat = [
        (prompt, response, advantage)
        for prompt, group, values in zip(prompts, responses, advantages)
        for response, advantage in zip(group, values)
    ]
    tokens = sum(len(response) for _, response, _ in flat)
    total, clipped_total, kl_total, entropy_total, sampled_all, place = 0, 0, 0, 0, [], 0
    for prompt, response, advantage in flat:
        log_probs, entropies = read(model, prompt, response, temperature)
        with torch.no_grad():
            shift = torch.tensor([0.3 * math.sin(2.1 * (place + t)) for t in range(len(response))])
            sampled = log_probs + shift
            difference_from = read(reference, prompt, response, temperature)[0]
        place += len(response)
        sampled_all.append(sampled.tolist())
        objective, clipped = terms(loss, log_probs, sampled, advantage)
        difference = difference_from - log_probs
        kl = difference.exp() - difference - 1
        per_token = -objective + loss["klCoefficient"] * kl - loss["entropyCoefficient"] * entropies
        if loss["aggregation"] == "token-mean":
            total = total + per_token.sum() / tokens
        elif loss["aggregation"] == "sequence-mean":
            total = total + per_token.mean() / len(flat)
        else:
            total = total + per_token.sum() / (len(flat) * max_tokens)
        clipped_total += clipped.double().sum().item() / tokens
        kl_total += kl.sum().item() / tokens
        entropy_total += entropies.sum().item() / tokens
    gradients = torch.autograd.grad(total, list(model.parameters()))
    together = torch.cat([gradient.flatten() for gradient in gradients]).numpy().astype(numpy.float32)
    return dict(
        loss=loss, temperature=temperature, sampled=sampled_all, value=total.item(), clipFraction=clipped_total,
        kl=kl_total if loss["klCoefficient"] > 0 else 0, entropy=entropy_total if loss["entropyCoefficient"] > 0 else 0,
        gradients=base64.b64encode(together.tobytes()).decode(),
    )


if __name__ == "__main__":
    model, names = build(True)
    reference, _ = build(True)
    with torch.no_grad():
        for index, parameter in enumerate(reference.parameters()):
            parameter.copy_(perturbed(index, parameter))
    print(json.dumps(dict(
        config=config, prompts=prompts, responses=responses, advantages=advantages, maxTokens=max_tokens, names=names,
        cases={name: run(model, reference, *case) for name, case in cases.items()},
    ), separators=(",", ":")))
