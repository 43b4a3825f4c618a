"""`first-byte`: how long a model's first word takes from Bedrock's endpoint to the client."""

import time
from collections.abc import Iterator, Mapping
from typing import Any

from bench.chain import Chain, chain
from bench.figure import Bar, Figure, beyond
from bench.lab import Lab
from bench.timing import medians, since
from client.events import Text as Word
from local.converse.reply import Part, Pause, Text
from local.stack import client

ROUNDS = 50
THINKING = 0.1
BAR = Bar("value", 10)


class Stamped:
    """A model that thinks before its first word, and notes when the word leaves."""

    def __init__(self) -> None:
        self.left = 0.0

    def reply(self, _: Mapping[str, Any]) -> Iterator[Part]:
        """Say one word."""
        yield Pause(THINKING)
        self.left = time.perf_counter()
        yield Text("Seen.")


def measure(lab: Lab) -> Iterator[Figure]:
    """Receive first words through the whole chain, and by ConverseStream in between."""
    model = Stamped()
    with chain(lab.directory, model) as through:
        bedrock = client("bedrock-runtime", through.sandbox.bedrock)
        subject, baseline = medians(
            lambda: _asked(through, model), lambda: _direct(bedrock, model), rounds=ROUNDS
        )
    yield beyond("first-byte", subject, baseline, unit="ms", bar=BAR)


def _asked(through: Chain, model: Stamped) -> float:
    received = None
    for event in through.ask("Anything new?"):
        if received is None and isinstance(event, Word):
            received = since(model.left)
    assert received is not None, "the answer has no word"
    return received


def _direct(bedrock: Any, model: Stamped) -> float:
    messages = [{"role": "user", "content": [{"text": "Anything new?"}]}]
    received = None
    for event in bedrock.converse_stream(modelId="any", messages=messages)["stream"]:
        if received is None and "contentBlockDelta" in event:
            received = since(model.left)
    assert received is not None, "the answer has no word"
    return received
