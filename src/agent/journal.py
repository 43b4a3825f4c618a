"""What operators are told of a turn: one log line, with the metrics in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import structlog

from agent.telemetry import metrics

_MILLION = 1_000_000

log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars for a million tokens."""

    input: float
    output: float
    cache_read: float
    cache_write: float

    def of(self, tokens: Mapping[str, float]) -> float:
        """Estimate what the tokens of a turn cost, in US dollars."""
        return (
            tokens["input_tokens"] * self.input
            + tokens["output_tokens"] * self.output
            + tokens["cache_read_tokens"] * self.cache_read
            + tokens["cache_write_tokens"] * self.cache_write
        ) / _MILLION


class Journal:
    """Writes the line.

    Args:
        environment: the metrics' dimension.
        price: what tokens cost.
        messages: whether questions and answers are written down too.
    """

    def __init__(self, environment: str, price: Price, *, messages: bool) -> None:
        self._environment = environment
        self._price = price
        self._messages = messages

    def turn(
        self,
        figures: Mapping[str, float],
        said: Mapping[str, str],
        *,
        error_code: str | None,
        **properties: Any,
    ) -> None:
        """Tell of a turn that is over.

        Args:
            figures: what was counted and measured, by the metrics' names.
            said: question and answer.
            error_code: why it failed, None if it did not.
            **properties: what is told beside the metrics.
        """
        costs = {"cost_usd": round(self._price.of(figures), 6)}
        line = metrics(self._environment, {**figures, **costs}, error_code=error_code)
        log.info("turn", **line, **properties, **(said if self._messages else {}))
