"""Many turns, one after another and side by side, on the running stack; does the agent grow?

A turn in four calls a tool, one in ten loses its client before the end, conversations are of ten
turns, and every fiftieth turn is asked with a new token.
"""

import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from client.agent_api import AgentApi, Question
from client.events import End, Start
from local.converse.reply import Part, Text, ToolUse
from local.person import agent_api
from local.sandbox import Sandbox
from local.stack import Options, running
from tests.soak.process import Held, child, held

CLIENTS = 4
# More than later, so that every pool of threads and connections has grown as far as it will.
WARM_UP_CLIENTS = 8
TOKEN_TURNS = 50
TALK_TURNS = 10
SETTINGS = {
    "TURNS_PER_MINUTE": "1000000",
    "TOKENS_PER_MINUTE": "1000000000",
    # The pool of sessions is full when the warm-up ends; from then on each new token closes one.
    "GATEWAY_SESSIONS": str(WARM_UP_CLIENTS),
}
ANSWER = "A sentence that a person could have wanted to read, no more and no less. " * 3
SETTLE_SECONDS = 20.0


class Quick:
    """A model that calls a tool where the question says so, and answers otherwise."""

    def reply(self, request: Mapping[str, Any]) -> Iterable[Part]:
        """Say one message."""
        last = request["messages"][-1]["content"]
        asked = any("tool" in block.get("text", "") for block in last)
        return [ToolUse("aws-tools___get_time", {})] if asked else [Text(ANSWER)]


@dataclass(frozen=True)
class Report:
    """What the agent's process held after the warm-up and at the end, and how the turns went."""

    turns: int
    failed: int
    warm: Held
    end: Held

    @property
    def growth(self) -> float:
        """Growth of memory after the warm-up, as a share of it."""
        return self.end.memory / self.warm.memory - 1

    def __str__(self) -> str:
        warm, end = self.warm, self.end
        return (
            f"{self.turns} turns, {self.failed} failed; "
            f"memory {warm.memory / 1e6:.1f} -> {end.memory / 1e6:.1f} MB ({self.growth:+.1%}), "
            f"threads {warm.threads} -> {end.threads}, sockets {warm.sockets} -> {end.sockets}"
        )


@dataclass
class Clients:
    """People who ask, a number of turns between them."""

    sandbox: Sandbox
    failed: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def ask(self, turns: int, at_once: int) -> None:
        """Ask, so many at a time."""
        share = turns // at_once
        with ThreadPoolExecutor(at_once) as clients:
            for done in [clients.submit(self._person, share) for _ in range(at_once)]:
                done.result()

    def _person(self, turns: int) -> None:
        for first in range(0, turns, TOKEN_TURNS):
            with closing(agent_api(self.sandbox)) as api:
                conversation = None
                for number in range(first, min(first + TOKEN_TURNS, turns)):
                    if number % TALK_TURNS == 0:
                        conversation = None
                    conversation = self._turn(api, number, conversation)

    def _turn(self, api: AgentApi, number: int, conversation: str | None) -> str | None:
        message = "please use a tool" if number % 4 == 0 else f"question {number}"
        ended = leaves = number % 10 == 9
        for event in api.stream(Question(message, conversation)):
            if isinstance(event, Start):
                conversation = event.conversation_id
                if leaves:
                    break
            ended = ended or isinstance(event, End)
        if not ended:
            with self.lock:
                self.failed += 1
        return conversation


def soak(directory: Path, turns: int, warm_up: int) -> Report:
    """Stand the stack up, warm it, ask, and compare."""
    options = Options(model=Quick(), settings=SETTINGS)
    with running(directory, options) as sandbox:
        pid = child("agent.main:create_app")
        clients = Clients(sandbox)
        clients.ask(warm_up, WARM_UP_CLIENTS)
        warm = _settled(pid)
        clients.ask(turns, CLIENTS)
        return Report(turns, clients.failed, warm, _settled(pid))


def _settled(pid: int) -> Held:
    """Look when nothing runs any more: connections that are kept for a while have gone."""
    best = held(pid)
    for seen in _looks(pid):
        best = Held(
            min(best.memory, seen.memory),
            min(best.threads, seen.threads),
            min(best.sockets, seen.sockets),
        )
    return best


def _looks(pid: int) -> Iterator[Held]:
    deadline = time.monotonic() + SETTLE_SECONDS
    while time.monotonic() < deadline:
        time.sleep(1)
        yield held(pid)
