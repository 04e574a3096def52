"""Loads an export with Hugging Face datasets and trains two steps of TRL's GRPO on it, Scaler's judge as the reward.

Usage: export.verify.py JSONL_FOLDER PARQUET_FOLDER; SCALER is the command that starts Scaler. Nothing is downloaded: the
model is a tiny one of random weights, its tokenizer one of characters. Exits with 77 where a library is missing.
"""

import os
import sys
from pathlib import Path

for hub in ("HF_HUB_OFFLINE", "HF_DATASETS_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_HUB_DISABLE_TELEMETRY"):
    os.environ[hub] = "1"

try:
    import torch
    from datasets import load_dataset
    from tokenizers import Regex, Tokenizer, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast, Qwen2Config, Qwen2ForCausalLM
    from trl import GRPOConfig, GRPOTrainer
except ImportError as missing:
    print(missing)
    sys.exit(77)

sys.path.insert(0, str(Path(__file__).parents[3] / "docs"))
import scaler_reward

jsonl_folder, parquet_folder = sys.argv[1:]
work = Path(jsonl_folder).parent


def load(folder):
    """The dataset as its card describes it."""
    return load_dataset(folder, cache_dir=str(work / "cache"))["train"]


# Beside characters the model has whole answers as tokens: without training it would not write one by chance.
answers = [f"\\boxed{{{digit}}}" for digit in range(10)]


def tokenizer_of(texts):
    characters = sorted({character for text in texts for character in text})
    tokens = ["<pad>", "<end>", "<unknown>", *answers, *characters]
    vocabulary = {token: place for place, token in enumerate(tokens)}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="<unknown>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(r"[\s\S]"), behavior="isolated")
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="<pad>", eos_token="<end>", unk_token="<unknown>"
    )
    fast.chat_template = "{% for message in messages %}{{ message['content'] + '\n' }}{% endfor %}"
    return fast


def model_of(tokenizer):
    torch.manual_seed(0)
    return Qwen2ForCausalLM(
        Qwen2Config(
            vocab_size=len(tokenizer),
            hidden_size=32,
            intermediate_size=64,
            num_hidden_layers=2,
            num_attention_heads=2,
            num_key_value_heads=1,
            max_position_embeddings=512,
            pad_token_id=tokenizer.pad_token_id,
            eos_token_id=tokenizer.eos_token_id,
        )
    )


rows = load(jsonl_folder)
assert rows.to_list() == load(parquet_folder).to_list(), "the two formats hold other rows"
print(f"{len(rows)} rows in both formats, columns {', '.join(rows.column_names)}")

judge = scaler_reward.Judge()
right = [f"It is \\boxed{{{row['reward_model']['ground_truth']}}}." for row in rows]
assert judge.reward(right, rows["extra_info"]) == [1] * len(rows), "a right answer is not rewarded"
assert judge.reward(["I do not know."] * len(rows), rows["extra_info"]) == [0] * len(rows)
chat = [[{"role": "assistant", "content": text}] for text in right[:3]]
assert judge.reward(chat, rows["extra_info"][:3]) == [1, 1, 1]
assert scaler_reward.compute_score("", right[0], "", rows[0]["extra_info"]) == 1.0
print(f"{len(rows)} right answers earn 1, {len(rows)} refusals earn 0")

judged = []


def reward(completions, **columns):
    rewards = judge.reward(completions, **columns)
    judged.extend(rewards)
    return rewards


tokenizer = tokenizer_of([message["content"] for row in rows for message in row["prompt"]])
model = model_of(tokenizer)
before = model.lm_head.weight.detach().clone()
sampled = {tokenizer.eos_token_id, *tokenizer.convert_tokens_to_ids(answers)}
trainer = GRPOTrainer(
    model=model,
    processing_class=tokenizer,
    reward_funcs=[reward],
    train_dataset=rows.filter(lambda row: row["data_source"] == "scaler/letter-count"),
    args=GRPOConfig(
        output_dir=str(work / "trainer"),
        max_steps=2,
        per_device_train_batch_size=16,
        num_generations=16,
        max_completion_length=2,
        generation_kwargs={"suppress_tokens": [token for token in range(len(tokenizer)) if token not in sampled]},
        logging_steps=1,
        save_strategy="no",
        report_to="none",
        use_cpu=True,
        bf16=False,
    ),
)
trainer.train()
judge.close()
assert trainer.state.global_step == 2
assert len(judged) == 32 and set(judged) == {0, 1}, judged
assert not torch.equal(before, model.lm_head.weight), "the rewards taught nothing"
print(f"two steps of GRPO: {sum(judged)} of {len(judged)} responses accepted, and the weights have moved")
