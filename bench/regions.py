"""`regions`: one question to 16 Regions that take 80 ms each, when warm and for the first time."""

import json
from collections.abc import Iterator
from statistics import median
from typing import Any

from bench import fresh
from bench.account import IN_EACH, REGIONS
from bench.figure import Bar, Figure, beside
from bench.lab import Lab
from bench.timing import medians, timed

DELAY = 0.08
ROUNDS = 5
WARM = Bar("value", 350)
FIRST = Bar("value", 900)

ARGUMENTS: dict[str, Any] = {
    "query": "all instances",
    "operation": "DescribeInstances",
    "regions": REGIONS,
}
EVENT = {"tool": "ec2_read_operations", "arguments": {**ARGUMENTS, "regions": list(REGIONS)}}
# The Lambda imports before it is called; what counts is its first call, clients and all.
FIRST_CALL = f"""
from mcp_tool.handler import lambda_handler
started = time.perf_counter()
answer = lambda_handler({json.dumps(EVENT)}, None)
assert answer["total"] == {IN_EACH * len(REGIONS)}, answer
"""


def measure(lab: Lab) -> Iterator[Figure]:
    """Read the Regions with the tool, and with boto3 one after the other."""
    clients = [lab.boto3.client("ec2", region) for region in REGIONS]

    def one_after_the_other() -> None:
        for client in clients:
            client.describe_instances()

    def call() -> None:
        answer = lab.ask("ec2", **{**ARGUMENTS, "regions": list(REGIONS)})
        assert answer["total"] == IN_EACH * len(REGIONS)

    one_after_the_other()
    fresh.run(FIRST_CALL, lab.environment)
    with lab.replay.sealed(DELAY):
        warm, baseline = medians(timed(call), timed(one_after_the_other), rounds=ROUNDS)
        first = median(fresh.run(FIRST_CALL, lab.environment).inner for _ in range(ROUNDS))
    yield beside("regions/warm", warm, baseline, unit="ms", bar=WARM)
    yield beside("regions/first", first, baseline, unit="ms", bar=FIRST)
