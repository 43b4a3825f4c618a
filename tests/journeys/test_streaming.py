"""The answer streams: words leave while the turn still runs."""

import time
from contextlib import closing

from local.person import agent_api


def test_a_tool_call_is_announced_before_it_ends(sandbox):
    """The first tool_start is in the client's hands before that tool has ended."""
    arrived = {}
    with closing(agent_api(sandbox)) as api:
        for event in api.stream("Which S3 buckets are there?"):
            arrived.setdefault(event.name, time.monotonic())
            if event.name == "tool_end":
                took = event.data["elapsed_ms"] / 1000
    # Had both been held back, they would have come together.
    assert arrived["tool_end"] - arrived["tool_start"] > took / 2


def test_words_come_in_many_pieces(sandbox):
    """The text arrives in deltas as the model writes it, not as one block."""
    with closing(agent_api(sandbox)) as api:
        deltas = [e.data["delta"] for e in api.stream("list my buckets") if e.name == "text"]
    assert len(deltas) > 10
