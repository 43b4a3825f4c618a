"""Giving a conversation another title."""

import asyncio
from typing import Any

import httpx
import pytest

from agent.erasure import Erasure
from agent.errors import ConversationChangedError
from agent.store import Store
from local.converse.reply import Text
from tests.agent.conftest import Start
from tests.agent.service import Service, data_of
from tests.agent.talk import converse

PATH = "/api/conversations"


def begun(service: Service) -> str:
    return f"{PATH}/{data_of(service.ask('first words'), 'start')['conversation_id']}"


def rename(service: Service, path: str, body: Any, login: str = "ada") -> httpx.Response:
    return service.http.patch(path, json=body, headers=service.headers(login))


def test_a_conversation_gets_another_title(start: Start) -> None:
    """The answer is the conversation as the list shows it, one version on."""
    service = start([Text("Hello.")])
    path = begun(service)

    answer = rename(service, path, {"title": "  another\ttitle ", "version": 1})

    assert answer.status_code == 200
    assert (answer.json()["title"], answer.json()["version"]) == ("another title", 2)
    assert service.get(path).json()["title"] == "another title"
    assert service.get(PATH).json()["conversations"] == [answer.json()]


def test_a_title_is_not_written_over_one_that_was_not_seen(start: Start) -> None:
    """A version that was read notices a rename in between; without one, the last wins."""
    service = start([Text("Hello.")])
    path = begun(service)
    rename(service, path, {"title": "theirs", "version": 1})

    late = rename(service, path, {"title": "mine", "version": 1})

    assert (late.status_code, late.json()["code"]) == (409, "conversation_changed")
    assert service.get(path).json()["title"] == "theirs"
    assert rename(service, path, {"title": "mine"}).json()["title"] == "mine"


@pytest.mark.parametrize(
    "body",
    [{}, {"title": ""}, {"title": " \n"}, {"title": "x" * 81}, {"title": "x", "owner": "me"}],
    ids=["none", "empty", "blank", "long", "unknown field"],
)
def test_a_bad_title_is_refused(start: Start, body: Any) -> None:
    """It is 422, and the field is named."""
    answer = rename(start(), f"{PATH}/any", body)

    assert answer.status_code == 422
    assert answer.json()["errors"]


def test_anothers_conversation_keeps_its_title(start: Start) -> None:
    """It is 404, as everything of another's is."""
    service = start([Text("Hello.")])
    path = begun(service)

    assert rename(service, path, {"title": "hers"}, "grace").status_code == 404
    assert service.get(path).json()["title"] == "first words"


async def test_of_renames_at_once_one_wins(store: Store) -> None:
    """Ten with the same version: nine are told."""
    conversation_id = await converse(store, "ada", "one")
    renames = (
        store.rename("ada", conversation_id, f"title {number}", version=1) for number in range(10)
    )

    outcomes = await asyncio.gather(*renames, return_exceptions=True)

    lost = [each for each in outcomes if isinstance(each, ConversationChangedError)]
    assert len(lost) == 9
    assert (await store.head("ada", conversation_id)).version == 2


async def test_clearing_is_a_change_and_a_turn_is_none(store: Store, erasure: Erasure) -> None:
    """The version guards what a person does to a conversation, not what is said in it."""
    conversation_id = await converse(store, "ada", "one", "two")
    await store.rename("ada", conversation_id, "still one version", version=1)
    await erasure.clear("ada", conversation_id)

    with pytest.raises(ConversationChangedError):
        await store.rename("ada", conversation_id, "late", version=2)
