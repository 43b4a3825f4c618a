"""What turns leave behind in the process: nothing."""

import asyncio
import gc
from collections import Counter

from agent.session import Connection, Session
from agent.turn import RunningTurn
from local.converse.reply import Part, Pause, Text, ToolUse
from tests.agent.conftest import Start
from tests.agent.service import Service

Z_READ = "aws-tools___z_read"
OURS = {"turn", "strands", "stop-watch", "mcp-list"}


def alive() -> Counter[str]:
    """Count what may not grow: turns, and tasks of ours that have not ended."""
    gc.collect()
    found: Counter[str] = Counter()
    for each in gc.get_objects():
        if isinstance(each, RunningTurn):
            found["RunningTurn"] += 1
        elif isinstance(each, asyncio.Task) and each.get_name() in OURS and not each.done():
            found[each.get_name()] += 1
    return found


def connections() -> int:
    """Count MCP sessions and their connections."""
    gc.collect()
    return sum(isinstance(each, Session | Connection) for each in gc.get_objects())


def leave(service: Service) -> None:
    """Ask, go away in the middle, and wait for the turn's end."""
    body, headers = {"message": "bye"}, service.headers()
    with service.http.stream("POST", "/stream", json=body, headers=headers) as response:
        for line in response.iter_lines():
            if "Begun" in line:
                break
        conversation_id = response.headers["x-conversation-id"]
    service.await_end(conversation_id)


def test_turns_that_end_and_turns_that_are_left_leave_nothing(start: Start) -> None:
    """No task, no turn: after twenty of each kind there are as many as before."""
    turn: list[list[Part]] = [
        [ToolUse(Z_READ, {})],
        [Text("Done.")],
        [Text("Begun "), Pause(0.05)],
    ]
    service = start(*turn * 10, TURNS_PER_MINUTE="1000")
    before = alive()

    for _ in range(10):
        service.ask("hi")
        leave(service)

    assert alive() <= before


def test_no_more_sessions_stay_than_are_allowed(start: Start) -> None:
    """Each question comes with a token of its own; the pool keeps two."""
    service = start(*[[Text("Hi.")] for _ in range(8)], GATEWAY_SESSIONS="2")
    before = connections()

    for _ in range(8):
        service.ask("hi")

    assert connections() - before <= 4
