"""How much one caller may ask in a minute."""

from datetime import timedelta

import pytest

from agent.errors import RateLimitedError
from agent.limits import Limits
from agent.store import Store
from agent.table import Table
from tests.agent.talk import NOON, Clock


async def test_turns_are_counted_by_minute_and_caller(table: Table, clock: Clock) -> None:
    """The third turn of a minute is refused with the seconds to wait; the next minute is free."""
    clock.time = NOON + timedelta(seconds=20)
    limits = Limits(table, turns=2, tokens=1000, now=clock)
    await limits.take("ada")
    await limits.take("ada")

    with pytest.raises(RateLimitedError) as refused:
        await limits.take("ada")
    assert refused.value.retry_after == 40
    await limits.take("grace")
    clock.time += timedelta(seconds=40)
    await limits.take("ada")


async def test_tokens_spent_count_against_the_minute(table: Table, clock: Clock) -> None:
    """A caller who used the tokens of a minute waits for the next."""
    limits = Limits(table, turns=100, tokens=1000, now=clock)
    await limits.take("ada")
    await limits.spend("ada", 1000)

    with pytest.raises(RateLimitedError):
        await limits.take("ada")


async def test_counters_are_in_no_listing(table: Table, clock: Clock) -> None:
    """They have neither owner nor head, and expire."""
    await Limits(table, turns=1, tokens=1, now=clock).take("ada")

    store = Store(table, ttl_days=30, now=clock)
    assert await store.page("ada", cursor=None, limit=5) == ([], None)
    item = await table.get({"conversation_id": "limit#ada", "item": "2026-11-24T12:00Z"})
    assert item is not None
    assert item["ttl"] > NOON.timestamp()
    assert item["metadata"] == {}
