"""`turn-overhead`: what a warm turn with one tool call takes beside the model and AWS."""

import time
from collections.abc import Iterator, Mapping
from statistics import median
from typing import Any

from bench.chain import Chain, chain
from bench.figure import Bar, Figure
from bench.lab import Lab
from bench.meter import Meter, tap
from bench.timing import WARM_UP, since, timed
from client.events import ToolEnd
from local.converse.reply import Part, Text, ToolUse
from local.stack import client

ROUNDS = 40
BAR = Bar("value", 60)
CALL = ToolUse(
    "aws-tools___lambda_read_operations",
    {"query": "all functions", "operation": "ListFunctions"},
)


class Caller:
    """A model that calls one tool and then says that it did; its time goes onto a meter."""

    def __init__(self, meter: Meter) -> None:
        self._meter = meter

    def reply(self, request: Mapping[str, Any]) -> Iterator[Part]:
        """Call the tool, or tell of its result."""
        started = time.perf_counter()
        called = any("toolResult" in block for block in request["messages"][-1]["content"])
        yield Text("These are the functions.") if called else CALL
        self._meter.add(started, time.perf_counter())


def measure(lab: Lab) -> Iterator[Figure]:
    """Take whole turns, and from each the time in which the model or AWS were being waited for.

    The model and the conversations' table are metered as they work. For the tool's own call, the
    median of the same call by raw boto3 is taken off.
    """
    meter = Meter()
    with (
        tap(meter) as table,
        chain(lab.directory, Caller(meter), AWS_ENDPOINT_URL_DYNAMODB=table.url) as through,
    ):
        table.lead(through.sandbox.aws)
        raw = timed(client("lambda", through.sandbox.aws).list_functions)
        rounds = [(*_turn(through, meter), raw()) for _ in range(WARM_UP + ROUNDS)][WARM_UP:]
    whole, waited, read = (median(column) for column in zip(*rounds, strict=True))
    own = median(each[0] - each[1] for each in rounds) - read
    yield Figure(
        "turn-overhead", own, "ms", BAR, baseline=waited + read, ratio=whole / (waited + read)
    )


def _turn(through: Chain, meter: Meter) -> tuple[float, float]:
    meter.drain()
    started = time.perf_counter()
    events = list(through.ask("Which functions are there?"))
    whole = since(started)
    assert any(isinstance(each, ToolEnd) and each.ok for each in events), "no tool was called"
    return whole, meter.drain()
