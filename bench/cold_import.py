"""`cold-import`: what importing the handler costs against `import boto3`."""

from collections.abc import Iterator

from bench import fresh
from bench.figure import Bar, Figure, beside
from bench.lab import Lab
from local.environment import inherited

ROUNDS = 9
TIME = Bar("ratio", 1.15)
MEMORY = Bar("ratio", 1.2)


def measure(_: Lab) -> Iterator[Figure]:
    """Import each in fresh interpreters, in turns; the quickest run of each counts."""
    subjects, baselines = fresh.alternate(
        "import mcp_tool.handler", "import boto3", inherited(), rounds=ROUNDS
    )
    times = (min(run.inner for run in runs) for runs in (subjects, baselines))
    peaks = (min(run.peak for run in runs) / 1000 for runs in (subjects, baselines))
    yield beside("cold-import/time", *times, unit="ms", bar=TIME)
    yield beside("cold-import/memory", *peaks, unit="MB", bar=MEMORY)
