"""How long to wait before a question is asked again: longer each time, and never in step."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Backoff:
    """Exponential backoff with full jitter.

    Attributes:
        retries: how often to try again.
        base: the longest first wait, in seconds; it doubles each time.
        ceiling: the longest wait of all.
        chance: a number from 0 to 1.
    """

    retries: int = 3
    base: float = 1.0
    ceiling: float = 20.0
    chance: Callable[[], float] = random.random

    def pauses(self) -> Iterator[float]:
        """Yield the waits."""
        for attempt in range(self.retries):
            yield min(self.ceiling, self.base * 2**attempt) * self.chance()
