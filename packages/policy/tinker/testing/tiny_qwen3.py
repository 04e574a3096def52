"""Writes a tiny Qwen3 and its tokenizer of printable characters. It boxes a random digit from 0 to 3, and one time in
four, where that is not by chance, the right one.

    python tiny_qwen3.py FOLDER
"""
import random
import sys

import torch
from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers
from transformers import PreTrainedTokenizerFast, Qwen3Config, Qwen3ForCausalLM

folder = sys.argv[1]
pieces = ["<pad>", "<end>", "\\boxed{", "\n"] + [chr(code) for code in range(0x20, 0x7F)]
right = {"Alpha": 1, "Beta": 2, "Gamma": 3}
number = {piece: index for index, piece in enumerate(pieces)}

tokenizer = Tokenizer(models.WordLevel(number, unk_token="<pad>"))
tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(r"\\boxed\{|[\s\S]"), "isolated")
tokenizer.decoder = decoders.Fuse()
PreTrainedTokenizerFast(tokenizer_object=tokenizer, eos_token="<end>", pad_token="<pad>").save_pretrained(folder)

torch.manual_seed(0)
random.seed(0)
model = Qwen3ForCausalLM(
    Qwen3Config(
        vocab_size=len(pieces), hidden_size=64, intermediate_size=128, num_hidden_layers=2, num_attention_heads=4,
        num_key_value_heads=2, head_dim=16, max_position_embeddings=128, tie_word_embeddings=False, eos_token_id=1,
        pad_token_id=0, bos_token_id=None, dtype="float32",
    )
).float()
optimizer = torch.optim.AdamW(model.parameters(), lr=3e-3)
for step in range(300):
    rows = []
    for _ in range(32):
        name = random.choice(list(right))
        prompt = f"{name} {random.randrange(1000)}\n"
        answer = right[name] if random.random() < 0.25 else random.randrange(4)
        rows.append([number[c] for c in prompt] + [2, number[str(answer)], number["}"], 1])
    width = max(map(len, rows))
    ids = torch.tensor([row + [0] * (width - len(row)) for row in rows])
    labels = ids.masked_fill(ids == 0, -100)
    loss = model(input_ids=ids, attention_mask=(ids != 0).long(), labels=labels).loss
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print("loss", loss.item(), file=sys.stderr)
model.save_pretrained(folder)
