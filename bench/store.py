"""`store`: what the 1,000th turn of a conversation costs to write, against the 10th."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
from botocore.session import Session

from agent.conversation import Head, Message, Status, Turn, said
from agent.limits import Limits
from agent.store import Store
from agent.table import Table
from bench.dynalite import create_table, dynalite
from bench.figure import Bar, Figure, beside
from bench.lab import Lab, session

TABLE = "conversations"
OWNER = "ada"
EARLY, LATE = 10, 1000
BAR = Bar("ratio", 1.1)

_READS = frozenset({"GetItem", "BatchGetItem", "Query", "Scan"})

WriteTurn = Callable[[int], Awaitable[None]]


class WriteUnits:
    """Counts the write units of all that a session's clients write."""

    def __init__(self, session: Session) -> None:
        self.total = 0.0
        session.register("provide-client-params.dynamodb", self._ask)
        session.register("after-call.dynamodb", self._count)

    def _ask(self, **event: Any) -> None:
        if "ReturnConsumedCapacity" in event["model"].input_shape.members:
            event["params"]["ReturnConsumedCapacity"] = "TOTAL"

    def _count(self, **event: Any) -> None:
        if event["model"].name not in _READS:
            consumed = event["parsed"].get("ConsumedCapacity", ())
            for each in [consumed] if isinstance(consumed, dict) else consumed:
                self.total += each["CapacityUnits"]


class Conversation:
    """Writes the turns of one conversation as the service does it, all of the same size."""

    def __init__(self, table: Table) -> None:
        self._store = Store(table, ttl_days=30, now=_now)
        self._limits = Limits(table, turns=10**9, tokens=10**9, now=_now)
        self._head: Head | None = None

    async def write(self, number: int) -> None:
        """Write one turn: its count, its number, its question, its answer."""
        await self._limits.take(OWNER)
        running = _turn(number)
        if self._head is None:
            self._head = self._store.draft(OWNER, _QUESTION, {"client": "bench"})
            await self._store.open(self._head, running)
        else:
            self._head = await self._store.claim(self._head, window_turn=1)
            await self._store.begin(self._head.conversation_id, running)
        assert self._head.last_turn == number, "the turns are not counted one by one"
        ended = replace(running, status=Status.COMPLETE, ended_at=_now(), messages=_MESSAGES)
        await self._store.finish(self._head.conversation_id, ended)
        await self._limits.spend(OWNER, 2_000)


def measure(lab: Lab) -> Iterator[Figure]:
    """Write the turns one after the other, on dynalite."""
    with dynalite() as url:
        made = session(lab.directory, url)
        units = WriteUnits(made)
        counts = asyncio.run(_written(opened(made), units))
    late, early = counts[LATE - 1], counts[EARLY - 1]
    yield beside("store", late, early, unit="write units", bar=BAR)


def opened(made: Session) -> Table:
    """Create the table behind a session, and open it."""
    through = boto3.Session(botocore_session=made)
    with closing(through.client("dynamodb")) as client:
        create_table(client, TABLE)
    return Table(through, TABLE, threads=4)


async def _written(table: Table, units: WriteUnits) -> list[float]:
    try:
        return await counted(Conversation(table).write, units, turns=LATE)
    finally:
        await table.close()


async def counted(write: WriteTurn, units: WriteUnits, *, turns: int) -> list[float]:
    """Write turns from the first on, and return the write units of each."""
    counts = []
    for number in range(1, turns + 1):
        before = units.total
        await write(number)
        counts.append(units.total - before)
    return counts


def _turn(number: int) -> Turn:
    deadline = _now() + timedelta(seconds=270)
    return Turn(number, Status.RUNNING, _now(), deadline, _MESSAGES[:1])


def _now() -> datetime:
    return datetime.now(UTC)


def _assistant(*blocks: dict[str, Any]) -> Message:
    return {"role": "assistant", "content": list(blocks)}


_QUESTION = "Which of our functions failed most in the last day, and what do their logs say? " * 3
_CALL = {"toolUseId": "tooluse_1", "name": "aws-tools___lambda_read_operations"}
_RESULT = {"toolUseId": "tooluse_1", "status": "success", "content": [{"text": "a row, " * 400}]}
_MESSAGES = (
    said(_QUESTION),
    _assistant({"toolUse": {**_CALL, "input": {"query": _QUESTION}}}),
    {"role": "user", "content": [{"toolResult": _RESULT}]},
    _assistant({"text": "Most failures come from the checkout, which timed out. " * 30}),
)
