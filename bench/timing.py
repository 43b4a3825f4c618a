"""Taking times: subject and baseline in turns, warmed up, with the garbage collected before."""

import gc
import time
from collections.abc import Callable
from statistics import median

Call = Callable[[], object]
Measure = Callable[[], float]

WARM_UP = 3


def timed(call: Call) -> Measure:
    """Make the measure of how long a call takes, in milliseconds."""

    def measure() -> float:
        gc.collect()
        started = time.perf_counter()
        call()
        return since(started)

    return measure


def since(moment: float) -> float:
    """The milliseconds since a moment of `time.perf_counter()`."""
    return (time.perf_counter() - moment) * 1000


def medians(subject: Measure, baseline: Measure, *, rounds: int) -> tuple[float, float]:
    """Take the medians of two measures.

    They alternate, so that whatever else the machine does meets both alike.

    Args:
        subject: what it is about.
        baseline: what it is held against.
        rounds: how often each is taken, after a few times that do not count.
    """
    for _ in range(WARM_UP):
        baseline()
        subject()
    pairs = [(baseline(), subject()) for _ in range(rounds)]
    return median(pair[1] for pair in pairs), median(pair[0] for pair in pairs)
