"""The answer streams: words leave while the turn still runs."""

import time
from contextlib import closing

from client.agent_api import Question
from client.events import Text, ToolEnd, ToolStart
from local.person import agent_api


def test_a_tool_call_is_announced_before_it_ends(sandbox):
    """The first tool_start is in the client's hands before that tool has ended."""
    arrived = {}
    with closing(agent_api(sandbox)) as api:
        for event in api.stream(Question("Which S3 buckets are there?")):
            arrived.setdefault(type(event), time.monotonic())
            if isinstance(event, ToolEnd):
                took = event.elapsed_ms / 1000
    # Had both been held back, they would have come together.
    assert arrived[ToolEnd] - arrived[ToolStart] > took / 2


def test_words_come_in_many_pieces(sandbox):
    """The text arrives in deltas as the model writes it, not as one block."""
    with closing(agent_api(sandbox)) as api:
        events = list(api.stream(Question("list my buckets")))
    deltas = [event.delta for event in events if isinstance(event, Text)]
    assert len(deltas) > 10
