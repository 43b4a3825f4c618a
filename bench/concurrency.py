"""`concurrency`: eight calls at once, at 80 ms a call to AWS."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

from bench.account import HERD_REGION
from bench.figure import Bar, Figure, beside
from bench.lab import Lab
from bench.timing import Call, medians, timed

DELAY = 0.08
CALLS = 8
ROUNDS = 7
LIKE_ONE = Bar("ratio", 2)
LIKE_BOTO3 = Bar("ratio", 1.2)


def measure(lab: Lab) -> Iterator[Figure]:
    """Hold eight calls of a tool against one, and eight with much to parse against boto3's."""
    client = lab.boto3.client("ec2", HERD_REGION)

    def functions() -> object:
        return lab.ask("lambda", query="list them", operation="ListFunctions")

    def instances() -> object:
        return lab.ask(
            "ec2", query="list them", operation="DescribeInstances", regions=[HERD_REGION]
        )

    with ThreadPoolExecutor(CALLS) as pool:
        cases: tuple[tuple[str, Call, Call, Bar], ...] = (
            ("list-functions", _all(pool, functions), functions, LIKE_ONE),
            (
                "describe-instances",
                _all(pool, instances),
                _all(pool, client.describe_instances),
                LIKE_BOTO3,
            ),
        )
        for name, subject, baseline, bar in cases:
            subject(), baseline()
            with lab.replay.sealed(DELAY):
                times = medians(timed(subject), timed(baseline), rounds=ROUNDS)
            yield beside(f"concurrency/{name}", *times, unit="ms", bar=bar)


def _all(pool: ThreadPoolExecutor, call: Call) -> Callable[[], None]:
    def run() -> None:
        for each in [pool.submit(call) for _ in range(CALLS)]:
            each.result()

    return run
