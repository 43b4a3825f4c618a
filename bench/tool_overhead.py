"""`tool-overhead`: what a tool call takes on top of the one AWS call that it makes."""

from collections.abc import Iterator

from bench.figure import Bar, Figure, beyond
from bench.lab import Lab
from bench.timing import medians, timed

ROUNDS = 60
BAR = Bar("value", 5)


def measure(lab: Lab) -> Iterator[Figure]:
    """Call warm tools and raw boto3 in turns, on a replay that does not wait."""
    buckets, functions = lab.boto3.client("s3"), lab.boto3.client("lambda")
    cases = (
        ("list-buckets", "s3", "ListBuckets", buckets.list_buckets),
        ("list-functions", "lambda", "ListFunctions", functions.list_functions),
    )
    for name, tool, operation, raw in cases:

        def call(tool: str = tool, operation: str = operation) -> object:
            return lab.ask(tool, query="list them", operation=operation)

        call(), raw()
        with lab.replay.sealed(delay=0):
            subject, baseline = medians(timed(call), timed(raw), rounds=ROUNDS)
        yield beyond(f"tool-overhead/{name}", subject, baseline, unit="ms", bar=BAR)
