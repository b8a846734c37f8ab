"""What tokens cost: prices are the user's to say, in `config.toml`; none is known to the program."""

from dataclasses import dataclass

from mock_interview import config

MILLION = 1_000_000


@dataclass(frozen=True)
class Prices:
    """US dollars for a million tokens."""

    input: float
    output: float
    cached: float
    """For input tokens that were served from the provider's cache."""

    def cost(self, input_tokens: int, output_tokens: int, cached_tokens: int) -> float:
        """Return what so many tokens cost, in US dollars; the cached ones are among the input tokens."""
        fresh = max(input_tokens - cached_tokens, 0)
        return (fresh * self.input + cached_tokens * self.cached + output_tokens * self.output) / MILLION


def prices_for(model: str) -> Prices | None:
    """Return the prices configured for a model, or None: nobody has said what it costs."""
    found = config.prices().get(model)
    if found is None:
        return None
    return Prices(found["input"], found["output"], found.get("cached_input", found["input"]))
