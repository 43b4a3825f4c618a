"""`payload`: the bytes that a model is handed for 200 instances."""

import json
from collections.abc import Iterator
from typing import Any

from bench.account import HERD, HERD_REGION
from bench.figure import Bar, Figure, beside
from bench.lab import Lab

BAR = Bar("value", 20)


def measure(lab: Lab) -> Iterator[Figure]:
    """Ask for all instances of a Region and weigh the answer against AWS's own."""
    answer = lab.ask(
        "ec2", query="all instances", operation="DescribeInstances", regions=[HERD_REGION]
    )
    assert answer["total"] == HERD, "the answer does not say how many there are"
    assert answer["cursor"] or answer["returned"] == HERD, "the rest cannot be asked for"
    raw = lab.boto3.client("ec2", HERD_REGION).describe_instances()
    raw.pop("ResponseMetadata")
    yield beside("payload", _kilobytes(answer), _kilobytes(raw), unit="KB", bar=BAR)


def _kilobytes(answer: Any) -> float:
    text = json.dumps(answer, allow_nan=False, default=str)
    return len(text.encode()) / 1000
