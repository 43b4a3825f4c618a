"""`resolver`: what plain words cost on top of naming the operation that they mean."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from bench import fresh
from bench.cold_answer import TOOL
from bench.figure import Bar, Figure, beside, beyond
from bench.lab import Answer, Lab
from bench.timing import medians, timed
from local.sandbox import REGION

ROUNDS = 25
COLD_ROUNDS = 9
WARM = Bar("value", 10)
COLD = Bar("ratio", 1.25)

QUESTIONS = (
    ("ec2", "instances of type t3.large that are running"),
    ("s3", "all buckets"),
    ("lambda", "functions on python3.12 with more than 512 MB"),
    ("iam", "users created in the last 90 days"),
    ("sqs", "queues whose name begins with orders"),
    ("cloudwatch", "alarms that are in alarm"),
)
# The same answer as by operation: the default of words would be every Region.
WORDS = TOOL.replace('"operation": "ListFunctions"', f'"regions": ["{REGION}"]')


def measure(lab: Lab) -> Iterator[Figure]:
    """Ask in words and by operation in turns; the question that takes longest counts."""
    yield max((_asked(lab, *each) for each in QUESTIONS), key=lambda figure: figure.value)
    for code in (WORDS, TOOL):
        fresh.run(code, lab.environment)
    with lab.replay.sealed(delay=0):
        runs = fresh.alternate(WORDS, TOOL, lab.environment, rounds=COLD_ROUNDS)
    times = (min(run.whole for run in each) for each in runs)
    yield beside("resolver/cold", *times, unit="ms", bar=COLD)


def _asked(lab: Lab, tool: str, words: str) -> Figure:
    def ask(**named: Any) -> Answer:
        return lab.ask(tool, query=words, regions=[REGION], **named)

    plan = ask()["plan"]
    meant = partial(ask, operation=plan["operation"], parameters=plan["parameters"])
    meant()
    with lab.replay.sealed(delay=0):
        times = medians(timed(ask), timed(meant), rounds=ROUNDS)
    return beyond("resolver/warm", *times, unit="ms", bar=WARM)
