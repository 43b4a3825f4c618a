"""Clearing and deleting conversations in DynamoDB, on each of the engines."""

import asyncio
from typing import Any

import pytest

from agent import layout
from agent.erasure import Erasure
from agent.errors import ConversationNotFoundError
from agent.store import Store
from agent.table import Table
from tests.agent.talk import converse, finished, running


async def test_a_cleared_conversation_is_empty_and_goes_on(store: Store, erasure: Erasure) -> None:
    """Old turns are gone, the next gets the next number."""
    conversation_id = await converse(store, "ada", "one", "two")

    await erasure.clear("ada", conversation_id)

    conversation = await store.load("ada", conversation_id)
    assert conversation.turns == ()
    assert (await store.history("ada", conversation_id, before=None, limit=5)).turns == ()
    head = await store.claim(conversation.head, window_turn=conversation.head.window_turn)
    assert head.last_turn == 3


async def test_a_deleted_conversation_is_gone_with_its_items(
    store: Store, erasure: Erasure, database: Any, table: Table
) -> None:
    """Nothing of it is left in the table."""
    conversation_id = await converse(store, "ada", "one", "two")

    await erasure.delete("ada", conversation_id)

    with pytest.raises(ConversationNotFoundError):
        await store.head("ada", conversation_id)
    assert (await asyncio.to_thread(database.scan, TableName=table.name))["Items"] == []


async def test_a_turn_that_ends_after_its_deletion_stays_away(
    store: Store, erasure: Erasure, database: Any, table: Table
) -> None:
    """A running turn does not bring a deleted conversation back."""
    head = store.draft("ada", "one", {})
    turn = running(1)
    await store.open(head, turn)
    await erasure.delete("ada", head.conversation_id)

    await store.finish(head.conversation_id, finished(turn, "x" * 1_000_000))

    assert await store.stopped([(head.conversation_id, 1)]) == [(head.conversation_id, 1)]
    assert (await asyncio.to_thread(database.scan, TableName=table.name))["Items"] == []


async def test_a_deletion_cut_off_hides_and_can_be_finished(
    store: Store, erasure: Erasure, table: Table
) -> None:
    """After the mark nobody sees the conversation, and deleting all removes it."""
    conversation_id = await converse(store, "ada", "one")
    await table.update(
        layout.head_key(conversation_id),
        "SET deleted = :true",
        ExpressionAttributeValues={":true": True},
    )

    assert await store.page("ada", cursor=None, limit=5) == ([], None)
    with pytest.raises(ConversationNotFoundError):
        await store.load("ada", conversation_id)
    assert await erasure.delete_all("ada", limit=5) == (1, False)
    assert await table.get(layout.head_key(conversation_id)) is None


async def test_deleting_all_takes_the_owners_and_no_others(store: Store, erasure: Erasure) -> None:
    """It goes in portions and says whether there is more."""
    for number in range(3):
        await converse(store, "ada", str(number))
    hers = await converse(store, "grace", "hers")

    assert await erasure.delete_all("ada", limit=2) == (2, True)
    assert (await erasure.delete_all("ada", limit=2))[0] == 1
    assert await store.page("ada", cursor=None, limit=5) == ([], None)
    assert (await store.head("grace", hers)).title == "hers"
