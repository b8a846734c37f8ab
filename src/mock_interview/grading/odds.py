"""Two words among the candidates of a first token, and the log-odds of one against the other."""

import math
from collections.abc import Mapping
from functools import lru_cache

LARGEST = 12.0


def logprobs(first_token: Mapping[str, float], *words: str) -> list[float]:
    """Return the log-probability of each word, spellings taken together; -inf when absent."""
    sums = dict.fromkeys(words, 0.0)
    for token, logprob in first_token.items():
        word = plain(token)
        if word in sums:
            sums[word] += math.exp(logprob)
    return [math.log(p) if p > 0 else -math.inf for p in sums.values()]


@lru_cache(maxsize=8192)
def plain(token: str) -> str:
    """Return the word a token spells, without the marks around it; replies have the same few thousand tokens."""
    return token.strip(" .\"'*▁Ġ").lower()


def log_odds(first_token: Mapping[str, float], word: str, other: str) -> float:
    """Return the log-odds of a word against another one, within +-12; 0 when neither was a candidate."""
    return against(*logprobs(first_token, word, other))


def against(one: float, two: float) -> float:
    """Return the log-odds of two log-probabilities, within +-12; 0 when both are -inf."""
    return 0.0 if one == two else max(-LARGEST, min(LARGEST, one - two))
