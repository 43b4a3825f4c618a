"""Turns that are stopped, and other forms of an answer than the stream of events."""

import threading
from collections.abc import Iterator

from local.converse.reply import Fail, Part, Pause, Text, ToolUse
from tests.agent.conftest import Start
from tests.agent.service import events_of

Z_READ = "aws-tools___z_read"


def test_stop_ends_the_turn_and_keeps_what_was_written(start: Start) -> None:
    """A stop from another request ends the stream as `stopped`."""
    service = start([Text("Begun"), Pause(3)])
    lines: list[str] = []
    begun = threading.Event()

    def listen() -> None:
        body = {"message": "hi"}
        stream = service.http.stream("POST", "/stream", json=body, headers=service.headers())
        with stream as response:
            for line in response.iter_lines():
                lines.append(line)
                if "Begun" in line:
                    begun.set()

    listener = threading.Thread(target=listen)
    listener.start()
    assert begun.wait(10)
    conversation = service.get("/api/conversations").json()["conversations"][0]
    path = f"/api/conversations/{conversation['conversation_id']}"

    stopped = service.http.post(f"{path}/stop", headers=service.headers()).json()
    listener.join(10)

    assert stopped == {"stopping": True, "turn": 1}
    assert events_of("\n".join(lines) + "\n")[-1] == ("end", {"stop_reason": "stopped"})
    (turn,) = service.get(path).json()["turns"]
    assert (turn["status"], turn["answer"]) == ("stopped", "Begun")


def test_the_model_of_a_stopped_turn_is_hung_up_on(start: Start) -> None:
    """Thread, connection and tokens would go on to its end; they end at its next word."""
    service = start()
    hung_up = threading.Event()

    def endless() -> Iterator[Part]:
        try:
            while True:
                yield Text("Begun ")
                yield Pause(0.02)
        finally:
            hung_up.set()

    service.script.replies.append(endless())
    body, headers = {"message": "hi"}, service.headers()
    with service.http.stream("POST", "/stream", json=body, headers=headers) as response:
        next(line for line in response.iter_lines() if "Begun" in line)
        conversation_id = response.headers["x-conversation-id"]

    assert service.await_end(conversation_id)["status"] == "stopped"
    assert hung_up.wait(20)


def test_stopping_what_does_not_run_changes_nothing(start: Start) -> None:
    """A stop after the end says that nothing runs."""
    service = start([Text("Hello.")])
    conversation_id = service.ask("hi")[0][1]["conversation_id"]

    answer = service.http.post(
        f"/api/conversations/{conversation_id}/stop", headers=service.headers()
    )

    assert answer.json() == {"stopping": False, "turn": None}


def test_a_client_that_goes_stops_its_turn(start: Start) -> None:
    """Where a disconnect is visible, the turn stops and what was written is stored."""
    service = start([Text("Begun"), Pause(3)], [Text("Again.")])
    body = {"message": "hi"}
    with service.http.stream("POST", "/stream", json=body, headers=service.headers()) as response:
        for line in response.iter_lines():
            if "Begun" in line:
                break
        conversation_id = response.headers["x-conversation-id"]

    turn = service.await_end(conversation_id)

    assert (turn["status"], turn["answer"]) == ("stopped", "Begun")


def test_plain_text_is_the_bare_answer(start: Start) -> None:
    """With `Accept: text/plain` only the answer's text is sent."""
    service = start([Text("Looking."), ToolUse(Z_READ, {})], [Text("One.")])

    response = service.http.post(
        "/", json={"message": "hi"}, headers={**service.headers(), "accept": "text/plain"}
    )

    assert response.headers["content-type"].startswith("text/plain")
    assert response.text == "Looking.\n\nOne.\n"


def test_chat_answers_in_one_document(start: Start) -> None:
    """The same turn as JSON, with the tools it used."""
    service = start([ToolUse(Z_READ, {"query": "x"})], [Text("One.")])

    answer = service.http.post("/chat", json={"message": "hi"}, headers=service.headers()).json()

    assert answer["text"] == "One."
    assert answer["turn"] == 1
    assert [(tool["tool"], tool["ok"]) for tool in answer["tools"]] == [("z_read", True)]
    assert answer["usage"]["model_calls"] == 2


def test_chat_answers_a_failed_turn_with_a_problem(start: Start) -> None:
    """A failure that would have been an event is a status where nothing has been sent yet."""
    service = start([Fail("AccessDeniedException", "no")])

    answer = service.http.post("/chat", json={"message": "hi"}, headers=service.headers())

    assert answer.status_code == 502
    assert answer.json()["code"] == "model_denied"
