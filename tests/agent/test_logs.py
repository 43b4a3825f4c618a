"""What operators read: one line a request, a tool call and a turn, with the metrics in them."""

import json
from typing import Any

import pytest

from local.converse.reply import Fail, Part, Text, ToolUse
from tests.agent.conftest import Start
from tests.agent.log_book import LogBook
from tests.agent.service import data_of

Z_READ = "aws-tools___z_read"
ASKED = "unmistakable-question"
ARN = "arn:aws:iam::123456789012:user/ada"


def metric_names(line: dict[str, Any]) -> set[str]:
    directives = line["_aws"]["CloudWatchMetrics"]
    return {metric["Name"] for directive in directives for metric in directive["Metrics"]}


def tool_turn() -> tuple[list[Part], list[Part]]:
    return [ToolUse(Z_READ, {"query": "all"})], [Text("unmistakable-answer")]


def test_a_turn_is_told_in_one_line(start: Start, log_book: LogBook) -> None:
    """Who asked, in which request and conversation, which tools ran, how long and how dear."""
    service = start(*tool_turn())
    first = len(log_book.texts)

    events = service.ask(ASKED)

    (line,) = log_book.lines("turn", first)
    begun = data_of(events, "start")
    assert line["request_id"] == begun["request_id"]
    assert line["conversation_id"] == begun["conversation_id"]
    assert (line["turn"], line["status"], line["stop_reason"]) == (1, "complete", "end_turn")
    assert line["tools"] == ["z_read"]
    assert len(line["owner"]) == 64
    assert line["okta_client"] == "awsops-cli"
    usage = data_of(events, "usage")
    assert {name: line[name] for name in usage} == usage


def test_a_turn_is_measured(start: Start, log_book: LogBook) -> None:
    """Embedded metrics count turns, time, model calls, tokens, tools, and estimate the cost."""
    service = start(*tool_turn(), PRICE_INPUT="1000000", PRICE_CACHE_WRITE="0")
    first = len(log_book.texts)

    usage = data_of(service.ask(ASKED), "usage")

    (line,) = log_book.lines("turn", first)
    assert metric_names(line) == {
        "turns",
        "turn_ms",
        "first_byte_ms",
        "model_calls",
        "input_tokens",
        "output_tokens",
        "cache_read_tokens",
        "cache_write_tokens",
        "cost_usd",
        "tool_calls",
        "tool_errors",
    }
    assert line["_aws"]["CloudWatchMetrics"][0]["Dimensions"] == [["environment"]]
    assert (line["tool_calls"], line["tool_errors"]) == (1, 0)
    assert line["first_byte_ms"] <= line["turn_ms"]
    assert line["cost_usd"] == pytest.approx(
        usage["input_tokens"] + usage["output_tokens"] * 15e-6 + usage["cache_read_tokens"] * 0.3e-6
    )


def test_cached_tokens_are_counted(start: Start, log_book: LogBook) -> None:
    """The second turn reads its prefix from the cache, which the first one wrote."""
    service = start([Text("One.")], [Text("Two.")])
    first = len(log_book.texts)
    conversation_id = data_of(service.ask(ASKED * 500), "start")["conversation_id"]

    service.ask("again", conversation_id=conversation_id)

    _, line = log_book.lines("turn", first)
    assert line["cache_read_tokens"] > 0


def test_a_failing_tool_is_counted(start: Start, log_book: LogBook) -> None:
    """`tool_errors` counts what the model was told had failed."""
    service = start(*tool_turn())

    async def refuse(_call: Any) -> Any:
        return {"ok": False, "error": {"code": "Refused", "message": "No."}}

    service.gateway.answer = refuse
    first = len(log_book.texts)

    service.ask(ASKED)

    assert log_book.lines("turn", first)[0]["tool_errors"] == 1
    assert not log_book.lines("tool", first)[0]["ok"]


def test_what_was_said_stays_out_of_the_log(start: Start, log_book: LogBook) -> None:
    """Neither question nor answer nor the tool's input is written."""
    service = start(*tool_turn())
    first = len(log_book.texts)

    service.ask(ASKED)

    assert "unmistakable" not in "".join(log_book.texts[first:])


def test_what_was_said_is_logged_where_a_setting_says_so(start: Start, log_book: LogBook) -> None:
    """`LOG_MESSAGES` writes question and answer into the turn's line."""
    service = start(*tool_turn(), LOG_MESSAGES="true")
    first = len(log_book.texts)

    service.ask(ASKED)

    (line,) = log_book.lines("turn", first)
    assert (line["question"], line["answer"]) == (ASKED, "unmistakable-answer")


def test_a_refusal_is_counted_by_its_code(start: Start, log_book: LogBook) -> None:
    """A problem document leaves its code in the request's line, as a metric's dimension."""
    answer = start().http.post("/stream", json={"message": "hi"})

    line = log_book.request(answer)
    assert (line["path"], line["status"], line["error_code"]) == ("/stream", 401, "invalid_token")
    (directive,) = line["_aws"]["CloudWatchMetrics"]
    assert directive["Dimensions"] == [["environment", "error_code"]]
    assert directive["Metrics"] == [{"Name": "errors", "Unit": "Count"}]
    assert line["errors"] == 1


def test_a_failed_turn_is_counted_once(start: Start, log_book: LogBook) -> None:
    """Its line has the code; the problem document that `/chat` gives is not a second error."""
    service = start([Fail("AccessDeniedException", "no")])
    first = len(log_book.texts)

    answer = service.post("/chat", {"message": ASKED})

    (turn,), request = log_book.lines("turn", first), log_book.request(answer)
    assert answer.status_code == 502
    assert (turn["error_code"], turn["errors"], turn["status"]) == ("model_denied", 1, "failed")
    assert "errors" in metric_names(turn)
    assert "errors" not in request


def test_an_exception_is_logged_without_its_text(start: Start, log_book: LogBook) -> None:
    """Classes and places say where it broke; the text may hold what a person wrote."""
    service = start([Text("Part"), Fail("ValidationException", "unmistakable-reason")])
    first = len(log_book.texts)

    service.ask("hi")

    (line,) = log_book.lines("turn_failed", first)
    assert line["exception"][0]["class"]
    assert line["exception"][0]["places"]
    assert "unmistakable" not in "".join(log_book.texts[first:])


def test_who_signed_is_told_beside_who_asked(start: Start, log_book: LogBook) -> None:
    """The IAM principal of the Function URL stands beside the hash of the Okta person."""
    service = start([Text("Hello.")], TRUST_REQUEST_CONTEXT="true")
    first = len(log_book.texts)
    context = json.dumps({"requestId": "id-1", "authorizer": {"iam": {"userArn": ARN}}})
    headers = service.headers(**{"x-amzn-request-context": context})

    answer = service.http.post("/chat", json={"message": "hi"}, headers=headers)

    for line in (*log_book.lines("turn", first), log_book.request(answer)):
        assert (line["principal"], line["request_id"]) == (ARN, "id-1")
        assert len(line["owner"]) == 64


def test_a_request_is_told_apart_from_the_one_before(start: Start, log_book: LogBook) -> None:
    """On a connection that is kept, nobody is taken for who asked there before."""
    service = start([Text("Hello.")])
    body = {"message": "hi", "okta_token": service.okta.token()}
    padded = b" " * 1_000_000 + json.dumps(body).encode()
    json_type = {"content-type": "application/json"}

    known = service.http.post("/chat", content=padded, headers=json_type)
    unknown = service.http.post("/chat", json={"message": "hi"})

    assert (known.status_code, unknown.status_code) == (200, 401)
    before, after = log_book.request(known), log_book.request(unknown)
    assert "owner" in before
    assert not {"owner", "conversation_id", "okta_client"} & after.keys()
    assert before["trace_id"] != after["trace_id"]
