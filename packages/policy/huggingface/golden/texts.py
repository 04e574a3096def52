"""Makes small tokenizers of the kinds that Qwen, Llama 3 and SmolLM2 have, and records what Transformers does with them.

    pip install transformers tokenizers
    python texts.py FOLDER SEED     a folder per tokenizer, and texts.json; this folder is of seed 1
"""
import json
import random
import sys
from pathlib import Path

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import AutoTokenizer

words = "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+"
rest = " ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+"

chatml = """{%- if messages[0].role == 'system' %}
    {{- '<|im_start|>system\\n' + messages[0].content + '<|im_end|>\\n' }}
{%- endif %}
{%- set ns = namespace(multi_step_tool=true, last_query_index=messages|length - 1) %}
{%- for message in messages[::-1] %}
    {%- set index = (messages|length - 1) - loop.index0 %}
    {%- if ns.multi_step_tool and message.role == "user" and message.content is string %}
        {%- set ns.multi_step_tool = false %}
        {%- set ns.last_query_index = index %}
    {%- endif %}
{%- endfor %}
{%- for message in messages %}
    {%- if (message.role == "user") or (message.role == "system" and not loop.first) %}
        {{- '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>' + '\\n' }}
    {%- elif message.role == "assistant" %}
        {%- set content = message.content %}
        {%- if '</think>' in content %}
            {%- set content = content.split('</think>')[-1].lstrip('\\n') %}
        {%- endif %}
        {{- '<|im_start|>' + message.role + '\\n' + content + '<|im_end|>\\n' }}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|im_start|>assistant\\n' }}
    {%- if enable_thinking is defined and enable_thinking is false %}
        {{- '<think>\\n\\n</think>\\n\\n' }}
    {%- endif %}
{%- endif %}
"""
llama3 = """{{- bos_token }}
{%- if not date_string is defined %}
    {%- set date_string = "26 Jul 2024" %}
{%- endif %}
{%- if messages[0]['role'] == 'system' %}
    {%- set system_message = messages[0]['content']|trim %}
    {%- set messages = messages[1:] %}
{%- else %}
    {%- set system_message = "" %}
{%- endif %}
{{- "<|start_header_id|>system<|end_header_id|>\\n\\nToday Date: " + date_string + "\\n\\n" + system_message + "<|eot_id|>" }}
{%- for message in messages %}
    {{- '<|start_header_id|>' + message['role'] + '<|end_header_id|>\\n\\n'+ message['content'] | trim + '<|eot_id|>' }}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|start_header_id|>assistant<|end_header_id|>\\n\\n' }}
{%- endif %}
"""

byte_level = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
kinds = {
    "qwen": dict(
        normalizer=normalizers.NFC(),
        pre=pre_tokenizers.Sequence([pre_tokenizers.Split(Regex(words + "|\\p{N}|" + rest), "isolated"), byte_level]),
        special=["<|endoftext|>", "<|im_start|>", "<|im_end|>"], plain=["<think>", "</think>"],
        settings=dict(eos_token="<|im_end|>", pad_token="<|endoftext|>", chat_template=chatml),
    ),
    "llama3": dict(
        pre=pre_tokenizers.Sequence(
            [pre_tokenizers.Split(Regex(words + "|\\p{N}{1,3}|" + rest), "isolated"), byte_level]
        ),
        special=["<|begin_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"], plain=[],
        settings=dict(bos_token="<|begin_of_text|>", eos_token="<|eot_id|>"), template=llama3, ignore_merges=True,
    ),
    "smollm": dict(
        pre=pre_tokenizers.Sequence(
            [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)]
        ),
        special=["<|endoftext|>", "<|im_start|>", "<|im_end|>"], plain=[],
        settings=dict(eos_token="<|im_end|>", chat_template=[dict(name="default", template=chatml)]),
    ),
}

pieces = [
    "the", "The", "THE", "don't", "DON'T", "we'll", "I'VE", "'s", "ſ", "'ſ", "x1y2", "3.14159", "1234567", "００７", "٣٤٥", "²³", "½",
    "naïve", "e\u0301", "é", "Å", "\u212b", "가", "\u1100\u1161", "日本語", "中文字符", "Привет", "שלום", "مرحبا", "हिन्दी", "ไทย",
    "😀", "👩‍👩‍👧", "🏳️‍🌈", "\u200d", "\ufeff", "\u00a0", "\u2003", "\u3000", "\u2028", "\u0085", "\x00", "\x1c", "\x7f", "\t", "\n", "\r\n", "\r",
    " ", "  ", "    ", "\n\n\n", " \n ", "\\boxed{", "}", "$x^2$", "[1,2,3]", "<think>", "</think>", "<|im_end|>", "<|im_start|>",
    "<|eot_id|>", "<|endoftext|>", "<|im_", "end|>", "_", "__init__", "a_b", "-5", "->", "!!!", "...", "…", "—", "\u0300", "𝔘𝔫𝔦", "İ", "ß", "ﬁ",
    "\U0001f1e9\U0001f1ea", "\ud7ff", "\ue000", "\U0010ffff", "//", "==", "\"'\"", "`code`", "@#%", "&amp;", "１２３abc",
]
training = [
    "What is the sum of 12 and 345? Give the answer as \\boxed{357}.", "Sort the list [3, 1, 2] and don't repeat numbers.",
    "the then there these those this that with which while", "日本語 日本 中文字符 中文", "Привет, как дела? Привет!", "naïve café naïveté",
    "    indented code\n        more\n\n", "1234 5678 2024 100 1000", "def f(x):\n    return x + 1\n", "😀😀 👍 ❤️",
] * 4
conversations = [
    [dict(role="user", content="What is 2 + 2?")],
    [dict(role="system", content=" Be brief. \n"), dict(role="user", content="  Hi <|im_end|> there\n")],
    [
        dict(role="user", content="日本語?"), dict(role="assistant", content="<think>\nhm\n</think>\n\nはい"),
        dict(role="user", content="{{ not a template }} {% if %}"),
    ],
]


def build(kind, folder):
    tokenizer = Tokenizer(models.BPE(ignore_merges=kind.get("ignore_merges", False)))
    if "normalizer" in kind:
        tokenizer.normalizer = kind["normalizer"]
    tokenizer.pre_tokenizer = kind["pre"]
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.train_from_iterator(training, trainers.BpeTrainer(
        vocab_size=420, initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()), show_progress=False,
    ))
    tokenizer.add_special_tokens(kind["special"])
    tokenizer.add_tokens([AddedToken(token, normalized=False) for token in kind["plain"]])
    if kind["special"][0] == "<|begin_of_text|>":
        start = (kind["special"][0], tokenizer.token_to_id(kind["special"][0]))
        tokenizer.post_processor = processors.TemplateProcessing(
            single=f"{start[0]} $A", pair=f"{start[0]} $A $B", special_tokens=[start]
        )
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    settings = dict(kind["settings"], tokenizer_class="PreTrainedTokenizerFast", clean_up_tokenization_spaces=False)
    (folder / "tokenizer_config.json").write_text(json.dumps(settings) + "\n")
    if "template" in kind:
        (folder / "chat_template.jinja").write_text(kind["template"])
    return AutoTokenizer.from_pretrained(folder)


def texts(seed):
    draw = random.Random(seed)
    mixed = ["".join(draw.choice(pieces) + draw.choice(["", "", " "]) for _ in range(draw.randint(1, 12))) for _ in range(60)]
    points = ["".join(chr(draw.choice(blocks)) for _ in range(20)) for blocks in (
        range(0x20, 0x250), range(0x300, 0x370), range(0x2000, 0x2070), range(0x1100, 0x1200), range(0x1F300, 0x1F700),
    )]
    long = "".join(draw.choice(pieces) + " " for _ in range(300))
    spaces = [f"a{before}{space}{after}" for space in "\u0085\u180e\u200b\ufeff\x1c" for before in ("", "   ") for after in ("", "b")]
    return ["", *pieces, *spaces, *training[:10], *mixed, *points, long, "a" * 300, " " * 300, "1" * 300]


def decode(tokenizer, encoded, start):
    return [tokenizer.decode(ids[start:], skip_special_tokens=True) for ids in encoded]


def record(tokenizer, corpus):
    encoded = [tokenizer.encode(text, add_special_tokens=False) for text in corpus]
    chats = []
    for messages in conversations:
        for options in (dict(add_generation_prompt=True), dict(add_generation_prompt=True, enable_thinking=False), {}):
            chats.append(dict(
                messages=messages, options=options, text=tokenizer.apply_chat_template(messages, tokenize=False, **options)
            ))
    return dict(
        tokens=[" ".join(map(str, ids)) for ids in encoded], chats=chats,
        # Only where it is another text, as without special tokens, and for some also from the middle of a character.
        decoded=[None if back == text else back for text, back in zip(corpus, decode(tokenizer, encoded, 0))],
        rest=decode(tokenizer, encoded[:len(pieces)], 1),
        end=tokenizer.eos_token_id,
    )


if __name__ == "__main__":
    target, seed = Path(sys.argv[1]), int(sys.argv[2])
    corpus = texts(seed)
    recorded = {name: record(build(kind, target / "tokenizers" / name), corpus) for name, kind in kinds.items()}
    (target / "texts.json").write_text(json.dumps(dict(texts=corpus, **recorded), separators=(",", ":")) + "\n")
