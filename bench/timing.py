"""Taking times: subject and baseline in turns, warmed up, with the garbage collected before."""

import gc
import time
from collections.abc import Callable
from statistics import median

Call = Callable[[], object]

WARM_UP = 3


def took(call: Call) -> float:
    """Take the time of one call, in milliseconds."""
    gc.collect()
    started = time.perf_counter()
    call()
    return (time.perf_counter() - started) * 1000


def medians(subject: Call, baseline: Call, *, rounds: int) -> tuple[float, float]:
    """Take the median times of two calls, in milliseconds.

    They alternate, so that whatever else the machine does meets both alike.

    Args:
        subject: what is measured.
        baseline: what it is held against.
        rounds: how often each is called, after a few calls that do not count.
    """
    for _ in range(WARM_UP):
        baseline()
        subject()
    pairs = [(took(baseline), took(subject)) for _ in range(rounds)]
    return median(pair[1] for pair in pairs), median(pair[0] for pair in pairs)
