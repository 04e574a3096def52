"""Records how PyTorch trains the models that `models.py make` made: all weights, and adapters by PEFT.

    pip install torch transformers peft
    python training.py make FOLDER        FOLDER/adapters/FAMILY, as PEFT writes them, and FOLDER/training.json
    python training.py logits FOLDER ADAPTER ...    the logits of each model with an adapter: FOLDER/FAMILY for .../FAMILY

Arrays are float32 in base64. `gradients` are of the first step, before clipping; `changes` what three steps of AdamW made.
"""
import json
import sys
from pathlib import Path

import torch
from models import encode, load
from peft import LoraConfig, PeftModel, get_peft_model, get_peft_model_state_dict

# With the usual epsilon an element whose gradient is all rounding would take a whole step, one way or the other.
settings = dict(lr=0.01, betas=(0.9, 0.95), eps=1e-6)
weight_decay, max_norm, steps = 0.1, 1.0, 3
rank, alpha = 3, 6


def loss(model, tokens, prompt):
    """Mean of -log p over all tokens after the prompts."""
    logits = model(tokens).logits[:, prompt - 1:-1]
    return torch.nn.functional.cross_entropy(logits.flatten(0, 1), tokens[:, prompt:].flatten())


def train(model, tokens, prompt, names):
    """`names` maps a parameter's name to that under which it is recorded."""
    trained = {names(name): p for name, p in model.named_parameters() if p.requires_grad}
    before = {name: p.detach().clone() for name, p in trained.items()}
    optimizer = torch.optim.AdamW([
        dict(params=[p for p in trained.values() if p.dim() > 1], weight_decay=weight_decay),
        dict(params=[p for p in trained.values() if p.dim() == 1], weight_decay=0.0),
    ], **settings)
    gradients = None
    for _ in range(steps):
        optimizer.zero_grad()
        loss(model, tokens, prompt).backward()
        gradients = gradients or {name: encode(p.grad) for name, p in trained.items()}
        torch.nn.utils.clip_grad_norm_(trained.values(), max_norm)
        optimizer.step()
    return dict(gradients=gradients,
                changes={name: encode(p.detach() - before[name]) for name, p in trained.items()})


def make(folder):
    recorded = json.loads((folder / "recorded.json").read_text())
    result = {}
    for index, (family, of) in enumerate(recorded.items()):
        tokens, prompt = torch.tensor(of["tokens"]), of["prompt"]
        result[family] = dict(all=train(load(folder / family), tokens, prompt, lambda name: name))
        torch.manual_seed(100 + index)
        config = LoraConfig(
            r=rank, lora_alpha=alpha, task_type="CAUSAL_LM",
            target_modules=["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"],
        )
        model = get_peft_model(load(folder / family), config)
        with torch.no_grad():
            # B is zero at first, and would leave A without a gradient.
            for name, parameter in model.named_parameters():
                if parameter.requires_grad:
                    parameter.copy_(0.3 * torch.randn(parameter.shape))
        model.save_pretrained(folder / "adapters" / family)
        (folder / "adapters" / family / "README.md").unlink(missing_ok=True)
        saved = {name.replace(".default.", "."): name for name, p in model.named_parameters() if p.requires_grad}
        assert set(saved) == set(get_peft_model_state_dict(model))
        result[family]["adapters"] = dict(
            logits=encode(model(tokens).logits.detach()),
            **train(model, tokens, prompt, lambda name: name.replace(".default.", ".")),
        )
    (folder / "training.json").write_text(json.dumps(result, separators=(",", ":")) + "\n")


@torch.no_grad()
def logits(folder, adapters):
    recorded = json.loads((folder / "recorded.json").read_text())
    print(json.dumps([
        encode(PeftModel.from_pretrained(load(folder / a.name), a)(torch.tensor(recorded[a.name]["tokens"])).logits)
        for a in adapters
    ]))


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(Path(sys.argv[2]))
    else:
        logits(Path(sys.argv[2]), [Path(a) for a in sys.argv[3:]])
