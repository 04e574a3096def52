"""The Qwen3 and the Llama shape in PyTorch: a training step and sampling with cached keys and values, in float32 on the
processor or on a card.

    pip install torch safetensors

Sequences of one batch have equal lengths, so nothing is padded. Weights keep their Hugging Face names.
"""
import time

import torch
import torch.nn.functional as F
from safetensors.torch import load_file

from peer import serve


class Transformer(torch.nn.Module):
    def __init__(self, config, weights):
        super().__init__()
        self.config = config
        self.weights = torch.nn.ParameterDict({name.replace(".", "/"): value for name, value in weights.items()})
        half = config["headWidth"] // 2
        frequencies = config["ropeTheta"] ** (-torch.arange(half).double() / half)
        angles = torch.outer(torch.arange(config["context"]).double(), frequencies).repeat(1, 2)
        self.cosines, self.sines = angles.cos().float(), angles.sin().float()

    def weight(self, name):
        return self.weights[name.replace(".", "/")]

    def norm(self, x, name):
        return F.rms_norm(x, x.shape[-1:], self.weight(name), self.config["normEpsilon"])

    def rotate(self, x, start):
        """x [B, heads, places, headWidth], whose first place is `start`."""
        half = x.shape[-1] // 2
        turned = torch.cat((-x[..., half:], x[..., :half]), dim=-1)
        end = start + x.shape[-2]
        return x * self.cosines[start:end] + turned * self.sines[start:end]

    def forward(self, tokens, logits_from, cache=None, start=0):
        """Logits from a place on. With a cache, keys and values of the places from `start` on are kept in it."""
        config = self.config
        batch, places = tokens.shape
        heads = lambda x, count: x.view(batch, places, count, config["headWidth"]).transpose(1, 2)
        x = F.embedding(tokens, self.weight("model.embed_tokens.weight"))
        for index in range(config["layers"]):
            name = f"model.layers.{index}."
            inputs = self.norm(x, name + "input_layernorm.weight")
            project = lambda what: F.linear(inputs, self.weight(f"{name}self_attn.{what}_proj.weight"))
            q, k = heads(project("q"), config["heads"]), heads(project("k"), config["kvHeads"])
            v = heads(project("v"), config["kvHeads"])
            if config["headNorms"]:
                q = self.norm(q, name + "self_attn.q_norm.weight")
                k = self.norm(k, name + "self_attn.k_norm.weight")
            q, k = self.rotate(q, start), self.rotate(k, start)
            if cache is not None:
                keys, values = cache[index]
                keys[:, :, start:start + places], values[:, :, start:start + places] = k, v
                k, v = keys[:, :, :start + places], values[:, :, :start + places]
            attended = F.scaled_dot_product_attention(q, k, v, is_causal=places > 1, enable_gqa=True)
            joined = attended.transpose(1, 2).reshape(batch, places, -1)
            x = x + F.linear(joined, self.weight(name + "self_attn.o_proj.weight"))
            inputs = self.norm(x, name + "post_attention_layernorm.weight")
            gate = F.silu(F.linear(inputs, self.weight(name + "mlp.gate_proj.weight")))
            up = F.linear(inputs, self.weight(name + "mlp.up_proj.weight"))
            x = x + F.linear(gate * up, self.weight(name + "mlp.down_proj.weight"))
        return F.linear(
            self.norm(x[:, logits_from:], "model.norm.weight"), self.weight("model.embed_tokens.weight")
        )


class Trainer:
    def __init__(self, config, optimizer, file, threads, device):
        torch.set_num_threads(threads)
        # What is made from here on, angles and caches too, is made on the device.
        torch.set_default_device(device)
        self.model = Transformer(config, load_file(file, device))
        parameters = list(self.model.parameters())
        decay = [parameter for parameter in parameters if parameter.dim() > 1]
        others = [parameter for parameter in parameters if parameter.dim() == 1]
        self.limit = optimizer["maxGradientNorm"]
        self.optimizer = torch.optim.AdamW(
            [dict(params=decay, weight_decay=optimizer["weightDecay"]), dict(params=others, weight_decay=0)],
            betas=(optimizer["beta1"], optimizer["beta2"]), fused=True,
        )

    def step(self, prompts, responses, logProbs, advantages, learningRate, clip, microBatch):
        tokens = torch.tensor([prompt + response for prompt, response in zip(prompts, responses)])
        sampled, advantages = torch.tensor(logProbs), torch.tensor(advantages)
        count, first = sampled.numel(), len(prompts[0]) - 1
        began = time.perf_counter()
        self.optimizer.zero_grad(set_to_none=True)
        loss = surprisal = 0
        for start in range(0, len(tokens), microBatch):
            part = slice(start, start + microBatch)
            logits = self.model(tokens[part, :-1], first)
            log_probs = -F.cross_entropy(logits.flatten(0, 1), tokens[part, first + 1:].flatten(), reduction="none")
            ratio = torch.exp(log_probs - sampled[part].flatten())
            advantage = advantages[part].repeat_interleave(sampled.shape[1])
            bounded = ratio.clamp(1 - clip["low"], 1 + clip["high"])
            part_loss = -torch.minimum(ratio * advantage, bounded * advantage).sum() / count
            part_loss.backward()
            loss += part_loss.item()
            surprisal -= log_probs.sum().item() / count
        norm = torch.nn.utils.clip_grad_norm_(self.model.parameters(), self.limit).item()
        for group in self.optimizer.param_groups:
            group["lr"] = learningRate
        self.optimizer.step()
        return dict(seconds=time.perf_counter() - began, loss=loss, surprisal=surprisal, gradientNorm=norm)

    @torch.inference_mode()
    def sample(self, prompts, tokens, endToken):
        config = self.model.config
        prompts = torch.tensor(prompts)
        count, width = prompts.shape
        began = time.perf_counter()
        shape = count, config["kvHeads"], width + tokens, config["headWidth"]
        cache = [(torch.empty(shape), torch.empty(shape)) for _ in range(config["layers"])]
        sampled = torch.empty(count, tokens, dtype=torch.long)
        log_probs = torch.empty(count, tokens)
        step, start = prompts, 0
        for place in range(tokens):
            logits = self.model(step, -1, cache, start)[:, 0]
            every = torch.log_softmax(logits, dim=-1)
            chosen = torch.multinomial(every.exp(), 1)
            sampled[:, place] = chosen[:, 0]
            log_probs[:, place] = every.gather(1, chosen)[:, 0]
            start += step.shape[1]
            step = chosen
        ended = int((sampled[:, :-1] == endToken).sum())
        seconds = time.perf_counter() - began
        # A response that ended would have to stop here, as ours does.
        return dict(seconds=seconds, ended=ended)


trainers = {}


def answer(question):
    if question["do"] == "load":
        device = "cuda" if question["onCard"] and torch.cuda.is_available() else "cpu"
        trainers[question["name"]] = Trainer(
            question["config"], question["optimizer"], question["file"], question["threads"], device
        )
        return dict(device=device)
    trainer = trainers[question["name"]]
    return getattr(trainer, question["do"])(**question["with"])


if __name__ == "__main__":
    serve(torch.__version__, answer)
