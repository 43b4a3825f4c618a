"""`cold-answer`: from starting a process to its first answer, against boto3 doing that call."""

from collections.abc import Iterator

from bench import fresh
from bench.figure import Bar, Figure, beside
from bench.lab import Lab

ROUNDS = 9
TIME = Bar("ratio", 1.35)
MEMORY = Bar("ratio", 1.3)

TOOL = """
from mcp_tool.handler import lambda_handler
arguments = {"query": "list the functions", "operation": "ListFunctions"}
answer = lambda_handler({"tool": "lambda_read_operations", "arguments": arguments}, None)
assert answer["ok"] and answer["rows"], answer
"""
RAW = """
import boto3
assert boto3.client("lambda").list_functions()["Functions"]
"""


def measure(lab: Lab) -> Iterator[Figure]:
    """List functions in fresh interpreters, by both in turns; the quickest run of each counts."""
    fresh.run(TOOL, lab.environment)
    fresh.run(RAW, lab.environment)
    with lab.replay.sealed(delay=0):
        subjects, baselines = fresh.alternate(TOOL, RAW, lab.environment, rounds=ROUNDS)
    times = (min(run.whole for run in runs) for runs in (subjects, baselines))
    peaks = (min(run.peak for run in runs) / 1000 for runs in (subjects, baselines))
    yield beside("cold-answer/time", *times, unit="ms", bar=TIME)
    yield beside("cold-answer/memory", *peaks, unit="MB", bar=MEMORY)
