"""Qwen2 from a GGUF file, in numpy and MKL: a beginning evaluated once, all its endings together (tests/replies.py).

Products of matrices are of bfloat16 with sums in float32, which processors with AMX do many at a time; all else is
float32. Weights are what the file's quantised ones stand for, rounded to bfloat16.
"""

import ctypes
import os
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from gguf import GGUFReader
from gguf.quants import dequantize
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, pre_tokenizers

ROWS = 256
"""Tokens that go through a layer's products together."""
BLOCK = 16
"""Of these, how many stay in the processor's cache between steps."""
SPLIT = (
    r"(?:'[sS]|'[tT]|'[rR][eE]|'[vV][eE]|'[mM]|'[lL][lL]|'[dD])|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}"
    r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
"""Where Qwen2 cuts a text before it looks for tokens."""
CONTROL = (3, 4)
"""Types of tokens that are marks of their own."""
Past = list[tuple[Any, Any]]
"""Keys and values by layer, (groups, tokens, size) each."""

os.environ["MKL_NUM_THREADS"] = "1"
os.environ["MKL_ENABLE_INSTRUCTIONS"] = "AVX512_E4"
_MKL = ctypes.CDLL(str(next(Path(sys.prefix, "lib").glob("libmkl_rt.so*"))))


def rounded(x: Any) -> Any:
    """Return float32 values as bfloat16, kept as whole numbers of 16 bits."""
    bits = np.ascontiguousarray(x, dtype=np.float32).view(np.uint32)
    return ((bits + np.uint32(1 << 15)) >> np.uint32(16)).astype(np.uint16)


def times(a: Any, b: Any) -> Any:
    """Return the product of (n, k) and the transpose of (m, k), bfloat16 both, as float32 (n, m)."""
    (n, k), m = a.shape, len(b)
    out = np.empty((n, m), dtype=np.float32)
    pa, pb, pout = (ctypes.c_void_p(x.ctypes.data) for x in (a, b, out))
    one, zero = ctypes.c_float(1), ctypes.c_float(0)
    row_major, as_is, transposed = 101, 111, 112
    _MKL.cblas_gemm_bf16bf16f32(row_major, as_is, transposed, n, m, k, one, pa, k, pb, k, zero, pout, m)
    return out


class Qwen:
    """The model of one file."""

    def __init__(self, path: Path) -> None:
        reader = GGUFReader(path)
        field = {name: f.contents() for name, f in reader.fields.items() if not name.startswith("GGUF")}
        self.layers, self.heads = field["qwen2.block_count"], field["qwen2.attention.head_count"]
        self.groups = field["qwen2.attention.head_count_kv"]
        self.size = field["qwen2.embedding_length"] // self.heads
        self.epsilon = field["qwen2.attention.layer_norm_rms_epsilon"]
        half = self.size // 2
        self.turns = field["qwen2.rope.freq_base"] ** (-np.arange(half) / half)
        weights = {t.name: dequantize(t.data, t.tensor_type).astype(np.float32) for t in reader.tensors}
        self.embedding = weights.pop("token_embd.weight")
        weights.setdefault("output.weight", self.embedding)
        self.weights = {name: rounded(w) if w.ndim == 2 else w for name, w in weights.items()}
        for i in range(self.layers):
            self._join(f"blk.{i}.look.weight", [f"blk.{i}.attn_{name}.weight" for name in "qkv"])
            self._join(f"blk.{i}.look.bias", [f"blk.{i}.attn_{name}.bias" for name in "qkv"])
            self._join(f"blk.{i}.think.weight", [f"blk.{i}.ffn_{name}.weight" for name in ("gate", "up")])
        self.tokenizer, self.pieces = _tokens(field)
        self.pool = ThreadPoolExecutor(len(os.sched_getaffinity(0)))

    def _join(self, name: str, parts: Sequence[str]) -> None:
        self.weights[name] = np.concatenate([self.weights.pop(part) for part in parts])

    def likeliest(self, beginning: str, endings: Sequence[str], top: int) -> list[list[tuple[str, float]]]:
        """Return for each ending the likeliest next tokens with their log-probabilities."""
        first = self.tokenizer.encode(beginning).ids
        rest = [self.tokenizer.encode(ending).ids for ending in endings]
        _, past = self._evaluate(first, np.arange(len(first)), [(0, len(first))], None)
        ends = np.cumsum([len(ids) for ids in rest])
        spans = [(int(end) - len(ids), int(end)) for end, ids in zip(ends, rest, strict=True)]
        positions = np.concatenate([np.arange(len(ids)) for ids in rest]) + len(first)
        x, _ = self._evaluate(np.concatenate(rest), positions, spans, past)
        logits = times(self._normed(x[ends - 1], "output_norm.weight"), self.weights["output.weight"])
        logits -= logits.max(1, keepdims=True)
        logits -= np.log(np.exp(logits).sum(1, dtype=np.float64, keepdims=True)).astype(np.float32)
        best = np.argsort(-logits, axis=1)[:, :top]
        return [[(self.pieces[i], float(row[i])) for i in ids] for row, ids in zip(logits, best, strict=True)]

    def _evaluate(self, tokens: Any, positions: Any, spans: Sequence[tuple[int, int]], past: Past | None) -> Any:
        """Return the last hidden states, and keys and values; the tokens of a span see what is past and their span."""
        x = self.embedding[tokens]
        angles = positions[:, None, None] * self.turns
        turn = np.cos(angles).astype(np.float32), np.sin(angles).astype(np.float32)
        n, per = len(x), self.heads // self.groups
        parts = [slice(i, i + ROWS) for i in range(0, n, ROWS)]
        seen = np.empty((n, self.groups, per, self.size), dtype=np.float32)
        found: Past = []
        for layer in range(self.layers):
            looked = list(self.pool.map(lambda part, i=layer: self._look(i, x[part], *(t[part] for t in turn)), parts))
            q, k, v = (np.concatenate(arrays).swapaxes(0, 1) for arrays in zip(*looked, strict=True))
            k, v = np.ascontiguousarray(k), np.ascontiguousarray(v)
            found.append((k, v))

            def attend(group: int, q: Any = q, k: Any = k, v: Any = v, layer: int = layer) -> None:
                before = (past[layer][0][group], past[layer][1][group]) if past else None
                own = np.ascontiguousarray(q[group * per : (group + 1) * per].swapaxes(0, 1))
                seen[:, group] = _attended(own, k[group], v[group], spans, before)

            list(self.pool.map(attend, range(self.groups)))
            list(self.pool.map(lambda part, i=layer: self._think(i, x[part], seen[part]), parts))
        return x, found

    def _look(self, layer: int, x: Any, cos: Any, sin: Any) -> tuple[Any, Any, Any]:
        """Return queries, keys and values of some tokens."""
        looked = times(self._normed(x, f"blk.{layer}.attn_norm.weight"), self.weights[f"blk.{layer}.look.weight"])
        looked += self.weights[f"blk.{layer}.look.bias"]
        looked = looked.reshape(len(x), -1, self.size)
        a, b = np.split(looked[:, : self.heads + self.groups], 2, axis=-1)
        turned = np.concatenate([a * cos - b * sin, b * cos + a * sin], axis=-1)
        q, k = np.split(turned, [self.heads], axis=1)
        return q * np.float32(self.size**-0.5), k, looked[:, self.heads + self.groups :]

    def _think(self, layer: int, x: Any, seen: Any) -> None:
        """Add to some tokens what they saw, and what the layer makes of it."""
        x += times(rounded(seen.reshape(len(x), -1)), self.weights[f"blk.{layer}.attn_output.weight"])
        made = times(self._normed(x, f"blk.{layer}.ffn_norm.weight"), self.weights[f"blk.{layer}.think.weight"])
        width = made.shape[1] // 2
        kept = np.empty((len(x), width), dtype=np.uint16)
        for start in range(0, len(x), BLOCK):
            gate, up = made[start : start + BLOCK, :width], made[start : start + BLOCK, width:]
            kept[start : start + BLOCK] = rounded(gate / (1 + np.exp(-gate)) * up)
        x += times(kept, self.weights[f"blk.{layer}.ffn_down.weight"])

    def _normed(self, x: Any, name: str) -> Any:
        scale = 1 / np.sqrt((x * x).mean(1, keepdims=True) + self.epsilon)
        return rounded(x * scale * self.weights[name])


def _attended(q: Any, k: Any, v: Any, spans: Sequence[tuple[int, int]], past: tuple[Any, Any] | None) -> Any:
    """Return what queries (tokens, heads, size) see of keys and values (tokens, size) that they share."""
    n, heads, size = q.shape
    largest = np.full((n, heads), -np.inf, dtype=np.float32)
    total, seen = np.zeros((n, heads), dtype=np.float32), np.zeros_like(q)
    own = []
    for start, end in spans:
        scores = (q[start:end].reshape(-1, size) @ k[start:end].T).reshape(end - start, heads, -1)
        scores += np.triu(np.full((end - start, end - start), -np.inf, dtype=np.float32), 1)[:, None]
        largest[start:end] = scores.max(-1)
        own.append(scores)
    if past:
        scores = q.reshape(-1, size) @ past[0].T
        largest = np.maximum(largest, scores.max(-1).reshape(n, heads))
        scores -= largest.reshape(-1, 1)
        np.exp(scores, out=scores)
        total += scores.sum(-1).reshape(n, heads)
        seen += (scores @ past[1]).reshape(q.shape)
    for (start, end), scores in zip(spans, own, strict=True):
        scores -= largest[start:end, :, None]
        np.exp(scores, out=scores)
        total[start:end] += scores.sum(-1)
        seen[start:end] += (scores.reshape(-1, end - start) @ v[start:end]).reshape(end - start, heads, size)
    return seen / total[:, :, None]


def _tokens(field: dict[str, Any]) -> tuple[Tokenizer, list[str]]:
    """Return what cuts a text into tokens, and the text of each token."""
    spelled, types = field["tokenizer.ggml.tokens"], field["tokenizer.ggml.token_type"]
    merges = [tuple(merge.split(" ")) for merge in field["tokenizer.ggml.merges"]]
    tokenizer = Tokenizer(models.BPE(vocab={token: i for i, token in enumerate(spelled)}, merges=merges))
    bytewise = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Split(Regex(SPLIT), "isolated"), bytewise])
    marks = {token for token, kind in zip(spelled, types, strict=True) if kind in CONTROL}
    tokenizer.add_special_tokens([AddedToken(mark, normalized=False) for mark in sorted(marks)])
    plain = decoders.ByteLevel()
    return tokenizer, [token if token in marks else plain.decode([token]) for token in spelled]
