"""What the model is shown of a conversation: pure functions over turns."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from agent.conversation import Status, Turn, answer, plain, replay, said, settle, summary, window

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def text(words: str) -> dict[str, Any]:
    return {"role": "assistant", "content": [{"text": words}]}


def use(call_id: str = "1") -> dict[str, Any]:
    return {"toolUse": {"toolUseId": call_id, "name": "t", "input": {}}}


def result(words: str) -> dict[str, Any]:
    content = {"toolUseId": "1", "status": "success", "content": [{"text": words}]}
    return {"role": "user", "content": [{"toolResult": content}]}


def turn(number: int, *messages: dict[str, Any], status: Status = Status.COMPLETE) -> Turn:
    return Turn(number, status, NOON, NOON + timedelta(seconds=270), messages)


def test_reasoning_and_metadata_are_not_kept() -> None:
    """What only the turn itself needs is left out of the store."""
    message = {
        "role": "assistant",
        "content": [{"reasoningContent": {}}, {"text": "Hi."}, use()],
        "metadata": {"usage": {}},
        "tracking_id": "x",
    }

    assert plain(message) == {"role": "assistant", "content": [{"text": "Hi."}, use()]}


def test_an_open_tool_use_gets_a_result() -> None:
    """A turn cut off during a tool call is closed, so that the model takes it."""
    messages = [said("q"), {"role": "assistant", "content": [use("1"), use("2")]}]

    *_, results, last = settle(messages, "", Status.STOPPED)

    assert [block["toolResult"]["toolUseId"] for block in results["content"]] == ["1", "2"]
    assert last["role"] == "assistant"
    assert "Stopped" in last["content"][0]["text"]


def test_text_that_was_broken_off_is_the_answer() -> None:
    """What was written before the end is what is kept."""
    assert settle([said("q")], "Half an", Status.STOPPED)[-1] == text("Half an")


def test_a_whole_turn_stays_as_it_is() -> None:
    """Nothing is added to a turn that ended by itself."""
    messages = (said("q"), text("a"))

    assert settle(messages, "", Status.COMPLETE) == messages


def test_an_interrupted_turn_is_shown_as_one() -> None:
    """Roles alternate although nobody answered; a turn still running is left out."""
    open_turn = turn(1, said("q"), status=Status.RUNNING)

    assert replay([open_turn], NOON) == []
    shown = replay([open_turn], NOON + timedelta(hours=1))
    assert [message["role"] for message in shown] == ["user", "assistant"]
    assert "interrupted" in shown[1]["content"][0]["text"]


def test_old_results_are_cut_to_their_summary() -> None:
    """The rows of earlier turns are not shown again."""
    rows = json.dumps({"ok": True, "summary": "3 rows", "rows": [[1]] * 3})

    shown = replay([turn(1, said("q"), result(rows), text("a"))], NOON)

    assert shown[1]["content"][0]["toolResult"]["content"] == [{"text": "3 rows"}]


def test_an_answer_is_its_texts_as_paragraphs() -> None:
    """Words before and after a tool call are told apart."""
    spoken = turn(1, said("q"), text("Looking."), result("x"), text("Done."))

    assert answer(spoken) == "Looking.\n\nDone."


def test_a_summary_is_found_or_cut() -> None:
    """JSON without a summary and plain text give their beginning."""
    assert summary('{"summary": "s"}') == "s"
    assert summary("[1]") == "[1]"
    assert len(summary("x" * 9000)) < 600


def test_the_window_moves_in_steps() -> None:
    """It stays while there is room, then drops to half, at a turn's boundary."""
    turns = [turn(number, said("q" * 4000), text("a")) for number in range(1, 11)]

    assert window(turns[:9], 10_000, NOON) == tuple(turns[:9])
    dropped = window(turns, 10_000, NOON)
    assert [each.number for each in dropped] == [7, 8, 9, 10]
    assert window([*dropped, replace(turns[0], number=11)], 10_000, NOON)[0].number == 7


def test_one_turn_larger_than_the_window_leaves_nothing() -> None:
    """A single huge turn is not shown rather than sent beyond the limit."""
    assert window([turn(1, said("q" * 100_000), text("a"))], 10_000, NOON) == ()
