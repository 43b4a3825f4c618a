"""What an answer costs: tokens times the prices that the configuration names."""

from dataclasses import dataclass

from client.events import Usage

_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars for a million tokens. The defaults are Bedrock's for Claude Sonnet 4.6."""

    input: float = 3.0
    output: float = 15.0
    cache_read: float = 0.3

    def of(self, usage: Usage) -> float:
        """Estimate a turn's cost in US dollars; writing to the cache is not reported, so not in."""
        return (
            usage.input_tokens * self.input
            + usage.output_tokens * self.output
            + usage.cache_read_tokens * self.cache_read
        ) / _MILLION


def cached_share(usage: Usage) -> float:
    """Which part of the read tokens came from the cache, 0 to 1."""
    read = usage.input_tokens + usage.cache_read_tokens
    return usage.cache_read_tokens / read if read else 0.0
