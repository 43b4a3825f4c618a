"""One look for all turns that run."""

import asyncio
from contextlib import ExitStack

from agent.erasure import Erasure
from agent.stops import Stops
from agent.store import Store
from tests.agent.talk import running


async def begin(store: Store) -> str:
    head = store.draft("ada", "why?", {})
    await store.open(head, running(1))
    return head.conversation_id


async def test_those_asked_to_stop_are_told_and_no_others(store: Store, erasure: Erasure) -> None:
    """Of more turns than one request can ask for, two are to stop: one was asked, one deleted."""
    ids = await asyncio.gather(*(begin(store) for _ in range(230)))
    events = {each: asyncio.Event() for each in ids}
    stops = Stops(store)
    with ExitStack() as stack:
        for each, event in events.items():
            stack.enter_context(stops.watching(each, 1, event))
        await store.stop("ada", ids[7])
        await erasure.delete("ada", ids[222])

        async with asyncio.timeout(20):
            await asyncio.gather(events[ids[7]].wait(), events[ids[222]].wait())

    assert [each for each, event in events.items() if event.is_set()] == [ids[7], ids[222]]
    await stops.close()


async def test_the_look_ends_with_the_last_turn_and_begins_with_the_next(store: Store) -> None:
    """Where nothing runs, nothing is asked; the next turn is looked after again."""
    stops = Stops(store)
    for _ in range(2):
        conversation_id, stop = await begin(store), asyncio.Event()
        with stops.watching(conversation_id, 1, stop):
            await store.stop("ada", conversation_id)
            async with asyncio.timeout(20):
                await stop.wait()

    await stops.close()
