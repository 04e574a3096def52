"""Makes qwen3.json: log-probabilities, losses and gradients of a tiny Qwen3 by PyTorch and transformers, in float64.

    pip install torch transformers
    python make.py > qwen3.json

Weights and tokens follow formulas that the test computes too, so that only results are recorded.
"""
import json
import math

import torch
from transformers import Qwen3Config, Qwen3ForCausalLM

config = dict(
    layers=2, width=8, heads=4, kvHeads=2, headWidth=4, hiddenWidth=12, context=16, vocabulary=11,
    ropeTheta=10000.0, normEpsilon=1e-6,
)
prompts = [[3, 1, 4, 1, 5], [9, 2], [6]]
responses = [[[2, 6, 5], [3], [5, 8, 9, 7]], [[9, 3, 2], [3, 8]], [[4, 6, 2, 6, 4]]]
advantages = [[1.0, -0.5, -0.25], [0.75, -0.75], [0.5]]
clip = dict(low=0.2, high=0.3)


def weight(index, shape):
    size = math.prod(shape)
    values = torch.tensor([math.sin(0.7 * (i + 1) + 1.3 * (index + 1)) for i in range(size)], dtype=torch.float64)
    return (1 + 0.2 * values if len(shape) == 1 else 0.4 * values).reshape(shape)


def build(tied):
    """The model, and the names of its weights in their order."""
    torch.set_default_dtype(torch.float64)
    model = Qwen3ForCausalLM(Qwen3Config(
        vocab_size=config["vocabulary"], hidden_size=config["width"], intermediate_size=config["hiddenWidth"],
        num_hidden_layers=config["layers"], num_attention_heads=config["heads"],
        num_key_value_heads=config["kvHeads"], head_dim=config["headWidth"],
        max_position_embeddings=config["context"], rope_theta=config["ropeTheta"],
        rms_norm_eps=config["normEpsilon"], tie_word_embeddings=tied, attention_bias=False,
        attn_implementation="eager",
    ))
    names = []
    with torch.no_grad():
        for index, (name, parameter) in enumerate(model.named_parameters()):
            names.append(name)
            parameter.copy_(weight(index, parameter.shape))
    return model, names


def run(tied):
    model, names = build(tied)
    log_probs = []
    for prompt, group in zip(prompts, responses):
        for response in group:
            logits = model(torch.tensor([prompt + response])).logits[0]
            every = torch.log_softmax(logits, dim=-1)
            log_probs.append(torch.stack([every[len(prompt) + t - 1, token] for t, token in enumerate(response)]))
    flat = torch.cat(log_probs)
    result = dict(names=names, logProbs=[p.tolist() for p in log_probs])

    def gradients(loss):
        grads = torch.autograd.grad(loss, list(model.parameters()), retain_graph=True)
        return dict(loss=loss.item(), gradients=[[float(f"{v:.6g}") for v in g.flatten().tolist()] for g in grads])

    # The sampler's log-probabilities: shifted from these, so that some ratios are clipped on either side.
    shift = torch.tensor([0.3 * math.sin(2.1 * t) for t in range(len(flat))])
    ratio = torch.exp(flat - (flat.detach() + shift))
    advantage = torch.cat([
        torch.full((len(response),), a)
        for group, values in zip(responses, advantages) for response, a in zip(group, values)
    ])
    clipped = torch.clamp(ratio, 1 - clip["low"], 1 + clip["high"])
    return dict(
        result,
        **(dict(supervised=gradients(-flat.mean())) if tied else {}),
        policy=gradients(-torch.minimum(ratio * advantage, clipped * advantage).mean()),
        clipFraction=(clipped * advantage < ratio * advantage).double().mean().item(),
    )


if __name__ == "__main__":
    print(json.dumps(dict(
        config=config, prompts=prompts, responses=responses, advantages=advantages, clip=clip,
        tied=run(True), untied=run(False),
    ), separators=(",", ":")))
