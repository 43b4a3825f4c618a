"""What is refused at the door, and how: statuses and problem documents."""

import json
from typing import Any

import pytest

from agent import errors
from agent.api import STATUSES
from local.converse.reply import Text
from tests.agent.conftest import Start
from tests.agent.service import names

LONGEST = 64 * 1024


def every(kind: type[errors.AgentError]) -> list[type[errors.AgentError]]:
    return [kind, *(each for child in kind.__subclasses__() for each in every(child))]


def test_every_error_has_a_status() -> None:
    """The one table names each class that is raised."""
    abstract = {errors.GatewayError}

    assert set(STATUSES) == set(every(errors.AgentError)) - abstract


INVALID: dict[str, Any] = {
    "empty message": {"message": ""},
    "blank message": {"message": " \n\t"},
    "no message": {},
    "huge message": {"message": "x" * (LONGEST + 1)},
    "huge in bytes": {"message": "é" * (LONGEST // 2 + 1)},
    "number": {"message": 1},
    "list": {"message": ["hi"]},
    "half a character": {"message": "\ud800"},
    "temperature": {"message": "hi", "temperature": 1.5},
    "temperature as text": {"message": "hi", "temperature": "0.5"},
    "max tokens": {"message": "hi", "max_tokens": 0},
    "conversation id": {"message": "hi", "conversation_id": "a#b"},
    "not an object": ["hi"],
}


@pytest.mark.parametrize("body", INVALID.values(), ids=INVALID)
def test_an_invalid_question_is_refused(start: Start, body: Any) -> None:
    """Bad fields are 422, with the field named and its content not repeated."""
    service = start()

    answer = service.post("/stream", body)

    problem = answer.json()
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["code"] == "invalid_request"
    assert problem["errors"]
    assert "xxxx" not in answer.text


def test_what_is_not_json_is_refused(start: Start) -> None:
    """A body that cannot be parsed is 422 too."""
    service = start()
    headers = {**service.headers(), "content-type": "application/json"}

    assert service.http.post("/stream", content=b"{", headers=headers).status_code == 422
    assert service.http.post("/stream", content=b"\xff", headers=headers).status_code == 422


@pytest.mark.parametrize("field", ["gateway_url", "messages", "system_prompt"])
def test_an_unknown_field_is_refused_by_name(start: Start, field: str) -> None:
    """A gateway URL above all is never taken from a request."""
    service = start()

    answer = service.post("/stream", {"message": "hi", field: "http://evil.example"})

    assert answer.status_code == 422
    assert answer.json()["detail"] == f"These fields are not accepted: {field}."
    assert "evil" not in answer.text


def test_a_message_of_the_greatest_length_passes(start: Start) -> None:
    """The limit itself is allowed."""
    service = start([Text("Long.")])

    assert names(service.ask("x" * LONGEST))[-1] == "end"


def test_unknown_routes_and_methods_are_problems(start: Start) -> None:
    """404 and 405 have the same form as every error."""
    service = start()

    missing, wrong = service.http.get("/nowhere"), service.http.get("/chat")

    assert (missing.status_code, missing.json()["code"]) == (404, "not_found")
    assert (wrong.status_code, wrong.json()["code"]) == (405, "method_not_allowed")
    assert wrong.headers["allow"] == "POST"


def test_a_gateway_that_is_down_is_502(start: Start) -> None:
    """Before the stream begins it is a status, and nothing is stored."""
    service = start()
    service.gateway.faults.extend([503] * 50)

    answer = service.post("/stream", {"message": "hi"})

    assert (answer.status_code, answer.json()["code"]) == (502, "gateway_unavailable")
    assert answer.json()["retryable"]
    assert service.get("/api/conversations").json()["conversations"] == []


def test_a_gateway_that_answers_again_is_used(start: Start) -> None:
    """The next question after an outage is answered."""
    service = start([Text("Hello.")])
    service.gateway.faults.extend([500] * 4)
    assert service.post("/stream", {"message": "hi"}).status_code == 502

    service.gateway.faults.clear()

    assert names(service.ask("hi"))[-1] == "end"


def test_a_missing_gateway_url_names_the_script(start: Start) -> None:
    """Nobody has to guess what to run; `/ready` says the same."""
    service = start(GATEWAY_URL_PARAMETER="/nothing/here")

    answer, ready = service.post("/stream", {"message": "hi"}), service.http.get("/ready")

    assert (answer.status_code, answer.json()["code"]) == (503, "gateway_not_configured")
    assert "scripts/create-gateway.py" in answer.json()["detail"]
    assert ready.status_code == 503
    assert "scripts/create-gateway.py" in ready.json()["checks"]["gateway"]["detail"]


def test_a_table_that_is_gone_is_503(start: Start) -> None:
    """DynamoDB's failure is told as the store's."""
    service = start(CONVERSATIONS_TABLE="no-such-table")

    answer = service.post("/stream", {"message": "hi"})

    assert (answer.status_code, answer.json()["code"]) == (503, "store_unavailable")
    assert service.http.get("/ready").json()["checks"]["store"]["code"] == "store_unavailable"


def test_too_many_questions_in_a_minute_are_429(start: Start) -> None:
    """The answer says when to try again; another person is not affected."""
    service = start([Text("One.")], [Text("Two.")], TURNS_PER_MINUTE="1")
    service.ask("one")
    answer = service.post("/stream", {"message": "two"})
    if answer.status_code == 200:  # the minute ended between the two
        answer = service.post("/stream", {"message": "three"})

    assert answer.status_code == 429
    assert 1 <= int(answer.headers["retry-after"]) <= 60
    assert answer.json()["code"] == "rate_limited"


def test_health_asks_nothing_else(start: Start) -> None:
    """It is well while everything around it is broken."""
    service = start(CONVERSATIONS_TABLE="no-such-table", GATEWAY_URL_PARAMETER="/nothing/here")

    assert service.http.get("/health").json() == {"status": "ok"}


def test_ready_says_that_all_is_well(start: Start) -> None:
    """Gateway, issuer and table are each looked at."""
    ready = start().http.get("/ready")

    assert ready.status_code == 200
    assert ready.json()["ready"]
    assert set(ready.json()["checks"]) == {"gateway", "identity", "store"}


def test_every_answer_carries_the_id_of_its_request(start: Start) -> None:
    """The id finds the log line; the platform's own is used where it may be trusted."""
    service = start(TRUST_REQUEST_CONTEXT="true")
    context = json.dumps({"requestId": "id-of-lambda"})

    own = service.http.get("/health")
    platform = service.http.get("/health", headers={"x-amzn-request-context": context})

    assert len(own.headers["x-request-id"]) == 36
    assert platform.headers["x-request-id"] == "id-of-lambda"


def test_an_untrusted_request_context_is_not_read(start: Start) -> None:
    """Without the platform in front, a client's header says nothing."""
    context = json.dumps({"requestId": "forged"})

    answer = start().http.get("/health", headers={"x-amzn-request-context": context})

    assert answer.headers["x-request-id"] != "forged"


def test_the_api_describes_itself(start: Start) -> None:
    """OpenAPI names each route, its security and its problems."""
    document = start().http.get("/openapi.json").json()

    stream = document["paths"]["/stream"]["post"]
    assert {"200", "401", "404", "422", "429", "502", "503"} <= stream["responses"].keys()
    assert stream["security"] == [{"okta": []}]
    assert "text/event-stream" in stream["responses"]["200"]["content"]
    assert set(document["paths"]) == {
        "/",
        "/stream",
        "/chat",
        "/health",
        "/ready",
        "/api/conversations",
        "/api/conversations/{conversation_id}",
        "/api/conversations/{conversation_id}/clear",
        "/api/conversations/{conversation_id}/stop",
        "/api/tools/fetch",
    }


def test_tools_are_listed_and_fetched_anew(start: Start) -> None:
    """GET shows what the session knows; POST asks the gateway again."""
    service = start()
    headers = service.headers()
    first = service.http.get("/api/tools/fetch", headers=headers).json()
    service.gateway.tools.append("aws-tools___new")

    again = service.http.get("/api/tools/fetch", headers=headers).json()
    fetched = service.http.post("/api/tools/fetch", headers=headers).json()

    assert [tool["name"] for tool in first["tools"]] == service.gateway.tools[:3]
    assert again == first
    assert "aws-tools___new" in [tool["name"] for tool in fetched["tools"]]
