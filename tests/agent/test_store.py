"""Conversations in DynamoDB, on each of the engines."""

import asyncio
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from agent.conversation import Status, said
from agent.erasure import Erasure
from agent.errors import (
    ConversationNotFoundError,
    InvalidCursorError,
    StoreUnavailableError,
)
from agent.store import Store
from agent.table import Table
from tests.agent.conftest import open_table
from tests.agent.talk import Clock, converse, finished, running


async def test_what_was_said_comes_back(store: Store) -> None:
    """A conversation reads as it was written, in order."""
    conversation_id = await converse(store, "ada", "one", "two")

    conversation = await store.load("ada", conversation_id)

    assert [turn.number for turn in conversation.turns] == [1, 2]
    assert conversation.turns[1] == finished(running(2, "two"), "answer to two")
    assert conversation.head.title == "one"
    assert conversation.head.session == {"client": "test"}


async def test_a_conversation_of_another_is_not_found(store: Store, erasure: Erasure) -> None:
    """Whoever does not own it cannot tell that it exists."""
    conversation_id = await converse(store, "ada", "one")
    head = await store.head("ada", conversation_id)

    for act in (
        store.head("grace", conversation_id),
        store.load("grace", conversation_id),
        store.history("grace", conversation_id, before=None, limit=1),
        store.stop("grace", conversation_id),
        store.rename("grace", conversation_id, "mine", version=None),
        erasure.clear("grace", conversation_id),
        erasure.delete("grace", conversation_id),
        store.claim(replace(head, owner="grace"), window_turn=1),
        store.head("ada", "limit#ada"),
    ):
        with pytest.raises(ConversationNotFoundError):
            await act


async def test_fifty_writers_get_fifty_turns(store: Store) -> None:
    """Writers at once lose nothing and overwrite nothing."""
    conversation_id = await converse(store, "ada", "first")

    async def write(number: int) -> None:
        head = await store.claim(await store.head("ada", conversation_id), window_turn=1)
        turn = running(head.last_turn, f"question {number}")
        await store.begin(conversation_id, turn)
        await store.finish(conversation_id, finished(turn, f"answer {number}"))

    await asyncio.gather(*(write(number) for number in range(50)))

    turns = (await store.load("ada", conversation_id)).turns
    assert [turn.number for turn in turns] == list(range(1, 52))
    questions = {turn.messages[0]["content"][0]["text"] for turn in turns}
    assert questions == {"first", *(f"question {number}" for number in range(50))}


@pytest.mark.parametrize("text", ["x" * 2_000_000, "é€😀\n" * 100_000, "\ud83d half a pair"])
async def test_any_answer_comes_back_whole(
    store: Store, database: Any, table: Table, text: str
) -> None:
    """Long answers are cut into parts of less than 350 KB and put together again."""
    head = store.draft("ada", "long", {})
    turn = running(1)
    await store.open(head, turn)

    await store.finish(head.conversation_id, finished(turn, text))

    (read,) = (await store.load("ada", head.conversation_id)).turns
    assert read.messages[-1]["content"] == [{"text": text}]
    items = await asyncio.to_thread(everything, database, table.name)
    assert max(len(json.dumps(item, ensure_ascii=False).encode()) for item in items) < 350_000


def everything(database: Any, name: str) -> list[Any]:
    """Read a table past everything of ours."""
    return list(database.get_paginator("scan").paginate(TableName=name).search("Items"))


async def test_a_turn_nobody_ended_reads_as_interrupted(store: Store, clock: Clock) -> None:
    """A process that died leaves the message, and after the deadline the turn says so."""
    head = store.draft("ada", "why?", {})
    await store.open(head, running(1))

    (turn,) = (await store.load("ada", head.conversation_id)).turns
    assert turn.seen(clock.time) is Status.RUNNING
    assert turn.seen(clock.time + timedelta(seconds=271)) is Status.INTERRUPTED
    assert turn.messages == (said("why?"),)


async def test_conversations_are_listed_latest_first_by_page(store: Store, clock: Clock) -> None:
    """Each page's cursor leads to the next; others' conversations are not among them."""
    for number in range(5):
        clock.time += timedelta(seconds=1)
        await converse(store, "ada", f"question {number}")
    await converse(store, "grace", "hers")

    titles: list[str] = []
    cursor: str | None = None
    while True:
        heads, cursor = await store.page("ada", cursor=cursor, limit=2)
        titles += [head.title for head in heads]
        if cursor is None:
            break

    assert titles == [f"question {number}" for number in range(4, -1, -1)]


async def test_a_turn_moves_its_conversation_up(store: Store, clock: Clock) -> None:
    """The latest is the one spoken in last."""
    old = await converse(store, "ada", "old")
    clock.time += timedelta(seconds=1)
    await converse(store, "ada", "new")
    clock.time += timedelta(seconds=1)

    await store.claim(await store.head("ada", old), window_turn=1)

    heads, _ = await store.page("ada", cursor=None, limit=1)
    assert heads[0].title == "old"


NOBODY = "6af6239d-3379-462b-8661-3a0590eb8ed4"


@pytest.mark.parametrize("cursor", ["x", "e30=", f"{NOBODY}.x", f"{NOBODY}.-1", "é"])
async def test_a_made_up_cursor_is_refused(store: Store, cursor: str) -> None:
    """A cursor that was not given out is an error of the caller's."""
    with pytest.raises(InvalidCursorError):
        await store.page("ada", cursor=cursor, limit=1)


async def test_a_cursor_of_another_shows_nothing_of_theirs(store: Store) -> None:
    """The owner is not in the cursor."""
    for question in ("one", "two"):
        await converse(store, "grace", question)
    _, cursor = await store.page("grace", cursor=None, limit=1)

    heads, _ = await store.page("ada", cursor=cursor, limit=10)

    assert heads == []


async def test_history_is_read_by_page(store: Store) -> None:
    """Pages go back in time, the latest turn first."""
    conversation_id = await converse(store, "ada", *"abcde")

    first = await store.history("ada", conversation_id, before=None, limit=2)
    second = await store.history("ada", conversation_id, before=first.before, limit=2)
    third = await store.history("ada", conversation_id, before=second.before, limit=2)

    numbers = [[turn.number for turn in page.turns] for page in (first, second, third)]
    assert numbers == [[5, 4], [3, 2], [1]]
    assert third.before is None
    assert [page.expired for page in (first, second, third)] == [0, 0, 0]


async def test_a_page_before_the_first_turn_is_empty(store: Store) -> None:
    """A cursor beyond the beginning is no error."""
    conversation_id = await converse(store, "ada", "one")

    page = await store.history("ada", conversation_id, before=1, limit=5)

    assert (page.turns, page.before, page.expired) == ((), None, 0)


async def test_expired_items_never_show(store: Store, clock: Clock) -> None:
    """What DynamoDB has not yet removed is not read; a turn keeps its own time."""
    conversation_id = await converse(store, "ada", "one")
    clock.time += timedelta(days=20)
    head = await store.claim(await store.head("ada", conversation_id), window_turn=1)
    await store.begin(conversation_id, replace(running(head.last_turn), started_at=clock.time))
    clock.time += timedelta(days=15)

    page = await store.history("ada", conversation_id, before=None, limit=5)
    assert [turn.number for turn in page.turns] == [2]
    assert page.expired == 1

    clock.time += timedelta(days=20)
    assert await store.page("ada", cursor=None, limit=5) == ([], None)
    with pytest.raises(ConversationNotFoundError):
        await store.load("ada", conversation_id)
    with pytest.raises(ConversationNotFoundError):
        await store.claim(head, window_turn=1)


async def test_a_stop_is_seen_by_the_running_turn_only(store: Store) -> None:
    """Asking to stop marks the latest turn while it runs."""
    head = store.draft("ada", "one", {})
    turn = running(1)
    await store.open(head, turn)

    other = await converse(store, "ada", "not asked to")
    running_turns = [(head.conversation_id, 1), (other, 1)]
    assert await store.stopped(running_turns) == []
    assert await store.stop("ada", head.conversation_id) == 1
    assert await store.stopped(running_turns) == [(head.conversation_id, 1)]
    await store.finish(head.conversation_id, finished(turn, "done"))
    assert await store.stop("ada", head.conversation_id) is None


async def test_a_table_that_is_missing_is_unavailable(
    aws: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DynamoDB's errors become the store's."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", aws)
    table = await asyncio.to_thread(open_table, "missing")

    with pytest.raises(StoreUnavailableError):
        await Store(table, ttl_days=1, now=Clock()).ready()
    await table.close()


async def test_listing_is_a_query_on_the_index(store: Store, table: Table) -> None:
    """Neither a page nor its successor reads more of the table than it shows."""
    for number in range(3):
        await converse(store, "ada", str(number))
    calls: list[tuple[str, Any]] = []
    table._client.meta.events.register(
        "before-parameter-build.dynamodb.*",
        lambda model, params, **_: calls.append((model.name, params.get("IndexName"))),
    )

    _, cursor = await store.page("ada", cursor=None, limit=2)
    await store.page("ada", cursor=cursor, limit=2)

    assert calls == [("Query", "owner-updated_at")] * 2
