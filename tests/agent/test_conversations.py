"""Conversations over HTTP: what was said, to whom it belongs, and how it goes on."""

import pytest

from local.converse.reply import Text, ToolUse
from tests.agent.conftest import Start
from tests.agent.service import said

PATH = "/api/conversations"


def test_an_export_equals_what_was_said(start: Start) -> None:
    """Question, streamed answer and tools of each turn come back as they were."""
    service = start(
        [Text("Looking."), ToolUse("aws-tools___z_read", {"query": "é"})],
        [Text("One.")],
        [Text("Two.")],
    )
    first = service.ask("first?")
    conversation_id = first[0][1]["conversation_id"]
    second = service.ask("second?", conversation_id=conversation_id)

    history = service.get(f"{PATH}/{conversation_id}").json()

    latest, oldest = history["turns"]
    assert (oldest["question"], oldest["answer"]) == ("first?", said(first))
    assert (latest["question"], latest["answer"]) == ("second?", said(second))
    assert [(t["tool"], t["input"], t["ok"]) for t in oldest["tools"]] == [
        ("z_read", {"query": "é"}, True)
    ]
    assert (latest["turn"], latest["status"], latest["stop_reason"]) == (2, "complete", "end_turn")
    assert latest["usage"]["model_calls"] == 1
    assert history["cursor"] is None


def test_the_session_is_described(start: Start) -> None:
    """Client, gateway and tools at hand are shown as `session_metadata`."""
    service = start([Text("Hello.")])
    headers = {**service.headers(), "X-Client-Id": "cli-client-1"}
    response = service.http.post("/chat", json={"message": "hi"}, headers=headers)

    shown = service.get(f"{PATH}/{response.json()['conversation_id']}").json()

    assert shown["title"] == "hi"
    assert shown["session_metadata"] == {
        "client": "cli-client-1",
        "gateway": "127.0.0.1",
        "tools": ["a_read", "b_read", "z_read"],
    }


def test_the_model_sees_earlier_turns_with_results_cut(start: Start) -> None:
    """A tool use keeps its result, which is cut to the summary."""
    service = start([ToolUse("aws-tools___z_read", {})], [Text("One.")], [Text("Two.")])
    conversation_id = service.ask("first?")[0][1]["conversation_id"]

    service.ask("second?", conversation_id=conversation_id)

    messages = service.bedrock.requests[-1]["messages"]
    assert [message["role"] for message in messages] == ["user", "assistant"] * 2 + ["user"]
    (result,) = messages[2]["content"]
    assert result["toolResult"]["content"] == [{"text": "one row from aws-tools___z_read"}]


def test_each_person_sees_their_own(start: Start) -> None:
    """Another's conversation is 404 in every way, and is in no list."""
    service = start([Text("Hello.")])
    conversation_id = service.ask("hi")[0][1]["conversation_id"]
    path, grace = f"{PATH}/{conversation_id}", service.headers("grace")
    body = {"message": "hi", "conversation_id": conversation_id}

    answers = [
        service.http.get(path, headers=grace),
        service.http.delete(path, headers=grace),
        service.http.post(f"{path}/clear", headers=grace),
        service.http.post(f"{path}/stop", headers=grace),
        service.http.post("/stream", json=body, headers=grace),
    ]

    assert [answer.status_code for answer in answers] == [404] * 5
    assert {answer.json()["code"] for answer in answers} == {"conversation_not_found"}
    assert service.get(PATH, "grace").json()["conversations"] == []
    assert service.get(path).status_code == 200


@pytest.mark.parametrize(
    "conversation_id", ["nope", "limit", "00000000-0000-0000-0000-000000000000"]
)
def test_an_unknown_conversation_is_not_found(start: Start, conversation_id: str) -> None:
    """It is the same answer as for another's."""
    service = start()
    body = {"message": "hi", "conversation_id": conversation_id}

    answer = service.http.post("/stream", json=body, headers=service.headers())

    assert answer.status_code == 404
    assert service.get(f"{PATH}/{conversation_id}").status_code == 404


def test_conversations_are_listed_by_page(start: Start) -> None:
    """The latest comes first; the cursor leads on; a made-up one is refused."""
    service = start(*([Text("Hello.")] for _ in range(3)))
    for question in ("one", "two", "three"):
        service.ask(question)

    first = service.get(f"{PATH}?limit=2").json()
    second = service.get(f"{PATH}?limit=2&cursor={first['cursor']}").json()

    titles = [each["title"] for page in (first, second) for each in page["conversations"]]
    assert titles == ["three", "two", "one"]
    assert service.get(f"{PATH}?cursor=nonsense").json()["errors"][0]["field"] == "cursor"
    assert service.get(f"{PATH}?limit=0").status_code == 422


def test_clearing_forgets_the_turns(start: Start) -> None:
    """The conversation goes on, and the model sees nothing of what was cleared."""
    service = start([Text("One.")], [Text("Two.")])
    conversation_id = service.ask("first?")[0][1]["conversation_id"]
    path = f"{PATH}/{conversation_id}"

    cleared = service.http.post(f"{path}/clear", headers=service.headers()).json()

    assert cleared == {"conversation_id": conversation_id, "cleared": True}
    assert service.get(path).json()["turns"] == []
    events = service.ask("second?", conversation_id=conversation_id)
    assert events[0][1]["turn"] == 2
    assert len(service.bedrock.requests[-1]["messages"]) == 1


def test_deleting_removes_a_conversation(start: Start) -> None:
    """Afterwards it is unknown, and a second deletion says so."""
    service = start([Text("Hello.")])
    path = f"{PATH}/{service.ask('hi')[0][1]['conversation_id']}"

    assert service.http.delete(path, headers=service.headers()).json()["deleted"] == 1
    assert service.get(path).status_code == 404
    assert service.http.delete(path, headers=service.headers()).status_code == 404


def test_deleting_all_removes_the_callers(start: Start) -> None:
    """Another person's conversations stay."""
    service = start(*([Text("Hello.")] for _ in range(3)))
    service.ask("one")
    service.ask("two")
    service.ask("hers", "grace")

    answer = service.http.delete(PATH, headers=service.headers()).json()

    assert answer == {"deleted": 2, "more": False}
    assert service.get(PATH).json()["conversations"] == []
    assert len(service.get(PATH, "grace").json()["conversations"]) == 1
