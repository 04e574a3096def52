"""Makes tiny models of each family with random weights, saved by Transformers, and records what it computes with them.

    pip install torch transformers
    python models.py make FOLDER SEED     a folder per model, and recorded.json; this folder is of seed 1
    python models.py logits FOLDER ...    the logits of saved models for the tokens of those of `make`

Logits are float32 in base64, `[sequences, tokens, vocabulary]`.
"""
import base64
import json
import sys
from pathlib import Path

import torch
from transformers import AutoModelForCausalLM, GenerationConfig, LlamaConfig, Qwen2Config, Qwen3Config

torch.set_num_threads(1)
vocabulary = 29
prompt, new, sequences = 6, 18, 2
common = dict(vocab_size=vocabulary, num_hidden_layers=2, max_position_embeddings=64, eos_token_id=3)

# Each has something of its own: separate and tied heads, all three formats, one file and several.
models = {
    "qwen3": (
        Qwen3Config(
            **common, hidden_size=12, intermediate_size=20, num_attention_heads=4, num_key_value_heads=2, head_dim=8,
            rms_norm_eps=1e-5, rope_parameters=dict(rope_type="default", rope_theta=1000.0), tie_word_embeddings=False,
        ),
        torch.bfloat16, "3KB", [3, 5],
    ),
    "qwen2": (
        Qwen2Config(
            **common, hidden_size=16, intermediate_size=24, num_attention_heads=4, num_key_value_heads=1,
            rope_parameters=dict(rope_type="default", rope_theta=500.0), tie_word_embeddings=True,
            use_sliding_window=False,
        ),
        torch.float16, "1GB", 3,
    ),
    "llama": (
        LlamaConfig(
            **common, hidden_size=16, intermediate_size=20, num_attention_heads=2, num_key_value_heads=1,
            tie_word_embeddings=False,
            # Of the four frequencies one is high, one in between and two are low.
            rope_parameters=dict(
                rope_type="llama3", rope_theta=100.0, factor=4.0, low_freq_factor=1.0, high_freq_factor=4.0,
                original_max_position_embeddings=32,
            ),
        ),
        torch.float32, "1GB", 3,
    ),
}


def encode(tensor):
    return base64.b64encode(tensor.float().contiguous().numpy().tobytes()).decode()


def load(folder):
    return AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32, attn_implementation="eager").eval()


def randomise(model, generator):
    """Biases and norms too: as they start they would show nothing."""
    for name, parameter in model.named_parameters():
        values = torch.randn(parameter.shape, generator=generator)
        parameter.copy_(1 + 0.3 * values if "norm" in name else 0.3 * values)


def greedy(model, tokens, ends):
    """The most probable continuation, and at each step by how much it leads the second."""
    chosen, leads = list(tokens), []
    while len(leads) < new and (not leads or chosen[-1] not in ends):
        best = model(torch.tensor([chosen])).logits[0, -1].topk(2)
        chosen.append(best.indices[0].item())
        leads.append((best.values[0] - best.values[1]).item())
    return dict(tokens=chosen[len(tokens):], leads=leads)


@torch.no_grad()
def make(target, seed):
    recorded = {}
    for index, (name, (config, dtype, shard, ends)) in enumerate(models.items()):
        generator = torch.Generator().manual_seed(1000 * seed + index)
        model = AutoModelForCausalLM.from_config(config)
        randomise(model, generator)
        model.to(dtype)
        model.generation_config = GenerationConfig(eos_token_id=ends)
        model.save_pretrained(target / name, max_shard_size=shard)
        model = load(target / name)
        tokens = torch.randint(vocabulary, (sequences, prompt + new), generator=generator)
        recorded[name] = dict(
            tokens=tokens.tolist(), logits=encode(model(tokens).logits), prompt=prompt, new=new,
            greedy=[greedy(model, row[:prompt], {ends} if isinstance(ends, int) else set(ends)) for row in tokens.tolist()],
        )
    (target / "recorded.json").write_text(json.dumps(recorded, separators=(",", ":")) + "\n")


@torch.no_grad()
def logits(folders):
    recorded = json.loads((Path(folders[0]).parent.parent / "recorded.json").read_text())
    print(json.dumps([encode(load(f)(torch.tensor(recorded[Path(f).name]["tokens"])).logits) for f in folders]))


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        logits(sys.argv[2:])
