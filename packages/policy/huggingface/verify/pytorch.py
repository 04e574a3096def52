"""PyTorch's side of `training.verify.ts`.

    python pytorch.py model FOLDER                       a Qwen3 of 4 layers and width 256 with random weights
    python pytorch.py adapters MODEL FOLDER SEED         adapters of rank 8 as PEFT writes them, none of them 0
    python pytorch.py compare MODEL OURS [ADAPTERS]      trains, and compares OURS/gradients and OURS/changes
"""
import json
import sys
from pathlib import Path

import torch
from peft import LoraConfig, PeftModel, get_peft_model
from safetensors import safe_open
from transformers import AutoModelForCausalLM, Qwen3Config

targets = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]


def load(folder):
    return AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32, attn_implementation="eager").eval()


def model(folder):
    torch.manual_seed(1)
    config = Qwen3Config(
        vocab_size=4096, hidden_size=256, intermediate_size=768, num_hidden_layers=4, num_attention_heads=8,
        num_key_value_heads=4, head_dim=32, max_position_embeddings=256, tie_word_embeddings=True, eos_token_id=3,
    )
    AutoModelForCausalLM.from_config(config).save_pretrained(folder)


def adapters(source, target, seed):
    torch.manual_seed(seed)
    config = LoraConfig(r=8, lora_alpha=16, task_type="CAUSAL_LM", target_modules=targets)
    adapted = get_peft_model(load(source), config)
    with torch.no_grad():
        for name, parameter in adapted.named_parameters():
            if "lora_B" in name:
                parameter.copy_(0.01 * torch.randn(parameter.shape))
    adapted.save_pretrained(target)


def train(source, adapters, asked, dtype):
    """Gradients of the first step, and what all steps change."""
    model = load(source)
    if adapters is not None:
        model = PeftModel.from_pretrained(model, adapters, is_trainable=True)
    model = model.to(dtype)
    parameters = {n.replace(".default.", "."): p for n, p in model.named_parameters() if p.requires_grad}
    before = {name: p.detach().clone() for name, p in parameters.items()}
    optimizer = torch.optim.AdamW([
        dict(params=[p for p in parameters.values() if p.dim() > 1], weight_decay=asked["weightDecay"]),
        dict(params=[p for p in parameters.values() if p.dim() == 1], weight_decay=0.0),
    ], lr=asked["learningRate"], betas=(asked["beta1"], asked["beta2"]), eps=asked["epsilon"])
    tokens, prompt = torch.tensor(asked["tokens"]), asked["prompt"]
    gradients = None
    for _ in range(asked["steps"]):
        optimizer.zero_grad()
        logits = model(tokens).logits[:, prompt - 1:-1]
        torch.nn.functional.cross_entropy(logits.flatten(0, 1), tokens[:, prompt:].flatten()).backward()
        gradients = gradients or {name: p.grad.clone() for name, p in parameters.items()}
        torch.nn.utils.clip_grad_norm_(parameters.values(), asked["maxGradientNorm"])
        optimizer.step()
    return dict(gradients=gradients, changes={name: p.detach() - before[name] for name, p in parameters.items()})


def farthest(found, expected):
    """The largest relative L2 distance of a parameter, and its name."""
    distances = {name: ((found(name) - e).norm() / e.norm()).item() for name, e in expected.items()}
    parameter = max(distances, key=distances.get)
    return dict(distance=distances[parameter], parameter=parameter)


def compare(source, ours, adapters):
    """Ours against PyTorch, and beside it PyTorch against itself in float64: what rounding alone does."""
    asked = json.loads((ours / "asked.json").read_text())
    single = train(source, adapters, asked, torch.float32)
    result = {}
    for kind, expected in single.items():
        with safe_open(ours / f"{kind}.safetensors", "pt") as found:
            assert set(found.keys()) == set(expected), f"{kind}: not the same parameters"
            result[kind] = farthest(found.get_tensor, expected)
    double = train(source, adapters, asked, torch.float64)
    for kind, expected in double.items():
        result[kind]["rounding"] = farthest(single[kind].__getitem__, expected)["distance"]
    print(json.dumps(result))


if __name__ == "__main__":
    task, *paths = sys.argv[1:]
    if task == "model":
        model(Path(paths[0]))
    elif task == "adapters":
        adapters(Path(paths[0]), Path(paths[1]), int(paths[2]))
    else:
        compare(Path(paths[0]), Path(paths[1]), Path(paths[2]) if len(paths) > 2 else None)
