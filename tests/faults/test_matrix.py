"""Each fault at each hop: what the person sees, what is stored, and that the next turn works."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import uuid4

import pytest

from local.converse.reply import Part, Pause, Text, ToolUse
from tests.faults.chain import TOOL, Chain, Seen
from tests.faults.proxy import Cut, Drip, Fault, Garbage, Slow, Split, Status

BEGUN = "Ik kijk: žluť 😀 "
FOUND = "Eén rij: 😀 " * 20
LAST = "klaar."
WHOLE = f"{BEGUN}\n\n{FOUND}{LAST}"

# Where an answer is cut or garbled: within a turn's stream, and within a short answer of a service.
AFTER = {
    "client-front": 1500,
    "front-agent": 1500,
    "agent-bedrock": 1500,
    # In the first lines of its first answer.
    "agent-dynamodb": 40,
}
SHORT = 120


def fault(name: str, hop: str) -> Fault:
    after = AFTER.get(hop, SHORT)
    faults: Mapping[str, Fault] = {
        "slow": Slow(0.5),
        "cut": Cut(after),
        "cut-head": Cut(40),
        "429": Status(429),
        "500": Status(500),
        "503": Status(503),
        "drip": Drip(0.02),
        "garbage": Garbage(),
        "garbled": Garbage(after),
        "split": Split(),
    }
    return faults[name]


def script() -> list[list[Part]]:
    return [
        [Text(BEGUN), ToolUse(TOOL, {"query": "ž"})],
        [Text(FOUND), Pause(0.3), Text(LAST)],
    ]


@dataclass(frozen=True)
class Outcome:
    """What a fault comes to.

    Attributes:
        failure: what the client says, None if the answer is whole.
        stored: how the turn reads afterwards, None if it was never begun.
        tool_ok: what is told of the tool, None if nothing is.
    """

    failure: str | None
    stored: str | None
    tool_ok: bool | None = None


WELL = Outcome(None, "complete", tool_ok=True)
TOOL_FAILED = Outcome(None, "complete", tool_ok=False)
BROKEN_OFF = Outcome("BrokenStreamError", "complete", tool_ok=True)
STOPPED = Outcome("BrokenStreamError", "stopped", tool_ok=True)
MODEL_DOWN = Outcome("model_unavailable", "failed")
NOTHING = None


def refused(error: str) -> Outcome:
    return Outcome(error, NOTHING)


# A fault stays for the whole turn.
MATRIX: Mapping[str, Mapping[str, Outcome]] = {
    # The front does not know that its client has gone: the turn is answered and stored.
    "client-front": {
        "slow": WELL,
        "cut": BROKEN_OFF,
        # Nobody knows here whether the question was taken, so it is not asked again.
        "cut-head": Outcome("BrokenStreamError", "complete"),
        "429": refused("NotAnAgentError"),
        "500": refused("NotAnAgentError"),
        "503": refused("NotAnAgentError"),
        "drip": Outcome("BrokenStreamError", "complete"),
        "garbage": refused("BrokenStreamError"),
        "garbled": BROKEN_OFF,
        "split": WELL,
    },
    # The agent sees that the front has gone, and stops.
    "front-agent": {
        "slow": WELL,
        "cut": STOPPED,
        "cut-head": Outcome("ServiceError", "stopped"),
        "429": refused("RateLimitedError"),
        "500": refused("ServiceError"),
        "503": refused("ServiceError"),
        "garbage": refused("ServiceError"),
        "garbled": STOPPED,
        "split": WELL,
    },
    # In a session that stands already: the model is told that its tool failed.
    "agent-gateway": {
        "slow": WELL,
        "cut": TOOL_FAILED,
        "429": TOOL_FAILED,
        "500": TOOL_FAILED,
        "503": TOOL_FAILED,
        "drip": TOOL_FAILED,
        "garbage": TOOL_FAILED,
        "garbled": TOOL_FAILED,
        "split": WELL,
    },
    "gateway-lambda": {
        "slow": WELL,
        "cut": TOOL_FAILED,
        "429": TOOL_FAILED,
        "500": TOOL_FAILED,
        "503": TOOL_FAILED,
        "drip": TOOL_FAILED,
        "garbage": TOOL_FAILED,
        "garbled": TOOL_FAILED,
        "split": WELL,
    },
    # The question is stored before the model is asked.
    "agent-bedrock": {
        "slow": WELL,
        "cut": MODEL_DOWN,
        "429": Outcome("model_throttled", "failed"),
        "500": MODEL_DOWN,
        "503": MODEL_DOWN,
        "drip": Outcome("turn_timeout", "failed"),
        "garbage": MODEL_DOWN,
        "garbled": MODEL_DOWN,
        "split": WELL,
    },
    "agent-dynamodb": {
        "slow": WELL,
        "cut": refused("ServiceError"),
        "429": refused("ServiceError"),
        "500": refused("ServiceError"),
        "503": refused("ServiceError"),
        "drip": refused("ServiceError"),
        "garbage": refused("ServiceError"),
        "garbled": refused("ServiceError"),
        "split": WELL,
    },
    # Keys that were fetched once outlive an outage of the issuer.
    "agent-issuer": dict.fromkeys(
        ["slow", "cut", "429", "500", "503", "drip", "garbage", "garbled", "split"], WELL
    ),
}
# Enough for every day: one that breaks, one that answers wrongly, one that nobody may notice.
QUICK = {"cut", "cut-head", "503", "split"}
CASES = [
    pytest.param(
        hop,
        name,
        outcome,
        id=f"{hop}-{name}",
        marks=[] if name in QUICK else [pytest.mark.slow],
    )
    for hop, outcomes in MATRIX.items()
    for name, outcome in outcomes.items()
]


@pytest.mark.parametrize(("hop", "name", "outcome"), CASES)
def test_a_fault_is_said_clearly(chain: Chain, hop: str, name: str, outcome: Outcome) -> None:
    """The person sees it as the table says, nothing that was begun is lost, and it passes."""
    person = uuid4().hex
    chain.script.replies = deque(script())
    assert chain.ask("before", person) == Seen(WHOLE, tool_ok=True, failure=None)
    chain.script.replies = deque(script() * 2)

    with chain.proxies[hop].doing(fault(name, hop)):
        seen = chain.ask("meanwhile", person)

    assert (seen.failure, seen.tool_ok) == (outcome.failure, outcome.tool_ok)
    assert WHOLE.startswith(seen.text)
    assert (seen.text == WHOLE) == (outcome.failure is None)
    assert chain.stored(person) == [*filter(None, [outcome.stored]), "complete"]
    chain.script.replies = deque(script())
    assert chain.ask("after", person) == Seen(WHOLE, tool_ok=True, failure=None)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=[] if name in QUICK else [pytest.mark.slow])
        for name in ("cut", "429", "500", "503", "garbage", "garbled")
    ],
)
def test_a_table_that_goes_away_in_the_middle_of_a_turn(chain: Chain, name: str) -> None:
    """The words are all said, then that they are not stored; the question is, and it passes.

    An attempt that still runs when the table is back may store them after all.
    """
    person = uuid4().hex
    chain.script.replies = deque([[Text(BEGUN), Pause(0.5), Text(LAST)]])

    outage = chain.proxies["agent-dynamodb"].doing(fault(name, "agent-dynamodb"))
    seen = chain.ask("meanwhile", person, once_begun=outage)

    assert seen == Seen(BEGUN + LAST, tool_ok=None, failure="store_unavailable")
    assert chain.stored(person) in (["interrupted"], ["complete"])
    chain.script.replies = deque(script())
    assert chain.ask("after", person) == Seen(WHOLE, tool_ok=True, failure=None)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["cut", "429", "503", "drip", "garbage", "garbled"])
def test_a_session_that_cannot_be_opened_is_a_refusal(chain: Chain, name: str) -> None:
    """Before a turn begins, a gateway that is out of order is a status, and nothing is stored."""
    person = uuid4().hex
    chain.script.replies = deque(script())

    with chain.proxies["agent-gateway"].doing(fault(name, "agent-gateway")):
        seen = chain.ask("meanwhile", person)

    assert seen == Seen("", tool_ok=None, failure="ServiceError")
    assert chain.stored(person) == []
    assert chain.ask("after", person) == Seen(WHOLE, tool_ok=True, failure=None)
