"""What of a long conversation reaches Bedrock, turn after turn."""

import json
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from local.converse.reply import Part, Text, ToolUse
from tests.agent.conftest import Start
from tests.agent.service import Service, data_of

Z_READ = "aws-tools___z_read"
LONG = "all work and no play " * 100


def converse(service: Service, turns: int, question: str) -> list[Mapping[str, Any]]:
    """Have a conversation and return the first request to Bedrock of each turn."""
    firsts: list[Mapping[str, Any]] = []
    fields: dict[str, str] = {}
    for number in range(turns):
        seen = len(service.bedrock.requests)
        events = service.ask(f"{question} {number}", **fields)
        fields = {"conversation_id": data_of(events, "start")["conversation_id"]}
        firsts.append(service.bedrock.requests[seen])
    return firsts


def said_in(request: Mapping[str, Any]) -> list[str]:
    """Return the messages of a request as text, without the points where the cache is cut."""
    return [
        json.dumps([block for block in message["content"] if "cachePoint" not in block])
        for message in request["messages"]
    ]


def test_system_and_tools_are_the_same_bytes_in_ten_turns(start: Start) -> None:
    """The prefix that Bedrock caches first, tools and system, never changes."""
    service = start(*([Text(f"Answer {number}.")] for number in range(10)))

    requests = converse(service, 10, "question")

    prefixes = {json.dumps([each["toolConfig"], each["system"]]).encode() for each in requests}
    assert len(prefixes) == 1
    assert [len(request["messages"]) for request in requests] == list(range(1, 20, 2))


def test_what_was_said_is_a_growing_prefix(start: Start) -> None:
    """Each turn's messages begin with those of the turn before, so that the cache goes on."""
    turn: list[list[Part]] = [[ToolUse(Z_READ, {"query": "all"})], [Text("One.")]]
    service = start(*turn * 5)

    requests = [said_in(request) for request in converse(service, 5, "question")]

    for before, after in pairwise(requests):
        assert after[: len(before)] == before


def test_the_window_drops_in_steps(start: Start) -> None:
    """Above the limit it drops to half at a turn's boundary, and stays there for many turns."""
    service = start(*([Text("Yes.")] for _ in range(20)), HISTORY_TOKENS="4000")

    requests = [said_in(request) for request in converse(service, 20, LONG)]

    sizes = [len(request) for request in requests]
    drops = [number for number in range(1, 20) if sizes[number] < sizes[number - 1]]
    assert len(drops) > 1
    for number in range(1, 20):
        if number not in drops:
            assert requests[number][: sizes[number - 1]] == requests[number - 1]
    assert min(after - before for before, after in pairwise(drops)) >= 3
    assert all(LONG[:20] in request[0] for request in requests)
    assert max(sum(map(len, request)) for request in requests) / 4 < 4000 + len(LONG) / 4 + 200
