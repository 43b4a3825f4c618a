"""The Bedrock Runtime endpoint, asked by botocore and by the Strands agent."""

import json
import threading
from contextlib import closing, contextmanager
from typing import Any

import boto3
import httpx
import pytest
from botocore.config import Config
from botocore.eventstream import EventStreamBuffer
from botocore.exceptions import ClientError, EventStreamError
from strands import Agent, tool
from strands.models import BedrockModel

from local.bedrock import create_app
from local.converse import event_stream
from local.converse.reply import Fail, Pause, Stop, Text, ToolUse
from local.converse.scripted_model import ScriptedModel
from local.server import serve

MODEL_ID = "global.anthropic.claude-sonnet-4-6"
PROFILE = "arn:aws:bedrock:us-east-1:123456789012:inference-profile/eu.anthropic.claude-opus-5"
TOOL = {"toolSpec": {"name": "add", "description": "Add.", "inputSchema": {"json": {}}}}


def user(*blocks: Any) -> dict[str, Any]:
    return {"role": "user", "content": [b if isinstance(b, dict) else {"text": b} for b in blocks]}


def assistant(*blocks: Any) -> dict[str, Any]:
    return {**user(*blocks), "role": "assistant"}


def use(name: str = "add", tool_use_id: str = "t1") -> dict[str, Any]:
    return {"toolUse": {"toolUseId": tool_use_id, "name": name, "input": {}}}


def result(tool_use_id: str = "t1") -> dict[str, Any]:
    return {"toolResult": {"toolUseId": tool_use_id, "content": [{"text": "3"}]}}


@pytest.fixture
def session() -> boto3.Session:
    return boto3.Session("AKIAEXAMPLE", "secret", region_name="us-east-1")


@pytest.fixture
def connect(session):
    """A context of botocore's client, unpatient, before a scripted model."""

    @contextmanager
    def connect(*replies: Any) -> Any:
        app = create_app(ScriptedModel(*replies), words_per_second=0)
        config = Config(retries={"total_max_attempts": 1})
        with serve(app) as url:
            client = session.client("bedrock-runtime", endpoint_url=url, config=config)
            with closing(client):
                yield client, app.state

    return connect


@pytest.fixture
def ask(connect):
    """Ask a scripted model over the wire: the events of its answer, and the app's state."""

    def ask(*replies: Any, messages: list[Any] | None = None, **members: Any) -> Any:
        request = {"modelId": MODEL_ID, "messages": messages or [user("hello")], **members}
        with connect(*replies) as (client, state):
            return list(client.converse_stream(**request)["stream"]), state

    return ask


def refusal(**members: Any) -> str:
    """The message with which a request is refused before the model is asked."""
    body = {"messages": [user("hello")], **members}
    path = f"/model/{body.pop('modelId', MODEL_ID)}/converse-stream"
    app = create_app(ScriptedModel(), words_per_second=0)
    with serve(app) as url:
        answer = httpx.post(url + path, json=body, headers={"authorization": "signed"})
    assert answer.status_code == 400
    assert answer.headers["x-amzn-errortype"] == "ValidationException"
    assert not app.state.requests
    return str(answer.json()["message"])


def test_a_frame_decodes_with_botocore() -> None:
    """The encoder's frames pass botocore's checksums, however the bytes are cut."""
    data = event_stream.event("messageStop", {"stopReason": "end_turn"})
    data += event_stream.exception("throttlingException", {"message": "é"})
    buffer = EventStreamBuffer()
    for byte in data:
        buffer.add_data(bytes([byte]))
    first, second = list(buffer)
    assert first.headers == {
        ":message-type": "event",
        ":event-type": "messageStop",
        ":content-type": "application/json",
    }
    assert json.loads(first.payload) == {"stopReason": "end_turn"}
    assert second.headers[":exception-type"] == "throttlingException"
    assert json.loads(second.payload) == {"message": "é"}


def test_text_streams_word_by_word(ask) -> None:
    """Texts in a row are one block, said in words, and the metadata comes last."""
    events, _ = ask([Text("Two "), Text("small words.")])
    assert [next(iter(event)) for event in events] == [
        "messageStart",
        "contentBlockDelta",
        "contentBlockDelta",
        "contentBlockDelta",
        "contentBlockStop",
        "messageStop",
        "metadata",
    ]
    deltas = [e["contentBlockDelta"] for e in events if "contentBlockDelta" in e]
    assert [delta["delta"]["text"] for delta in deltas] == ["Two ", "small ", "words."]
    assert {delta["contentBlockIndex"] for delta in deltas} == {0}
    assert events[-2]["messageStop"] == {"stopReason": "end_turn"}
    assert events[-1]["metadata"]["usage"]["outputTokens"] == 5
    assert events[-1]["metadata"]["metrics"]["latencyMs"] >= 0


def test_a_tool_use_streams_its_input_in_pieces(ask) -> None:
    """A tool call follows the text in its own block, its JSON in pieces."""
    arguments = {"query": "which instances are running in Ireland?", "regions": ["eu-west-1"]}
    events, _ = ask([Text("Looking."), ToolUse("add", arguments)])
    start = next(e["contentBlockStart"] for e in events if "contentBlockStart" in e)
    assert start["contentBlockIndex"] == 1
    assert start["start"]["toolUse"]["name"] == "add"
    deltas = [e["contentBlockDelta"]["delta"] for e in events if "contentBlockDelta" in e]
    pieces = [delta["toolUse"]["input"] for delta in deltas if "toolUse" in delta]
    assert len(pieces) > 2
    assert json.loads("".join(pieces)) == arguments
    assert events[-2]["messageStop"] == {"stopReason": "tool_use"}


def test_a_script_can_give_another_stop_reason(ask) -> None:
    """A reply can end as a guardrail ends it."""
    events, _ = ask([Text("No."), Stop("guardrail_intervened")])
    assert events[-2]["messageStop"] == {"stopReason": "guardrail_intervened"}


def test_max_tokens_cuts_the_answer(ask) -> None:
    """An answer longer than the request allows stops there and says why."""
    events, _ = ask([Text("one two three four five")], inferenceConfig={"maxTokens": 2})
    text = [e["contentBlockDelta"]["delta"]["text"] for e in events if "contentBlockDelta" in e]
    assert text == ["one ", "two "]
    assert events[-2]["messageStop"] == {"stopReason": "max_tokens"}
    assert events[-1]["metadata"]["usage"]["outputTokens"] == 2


@pytest.mark.parametrize("model_id", [MODEL_ID, PROFILE])
def test_a_request_is_recorded_without_its_headers(ask, model_id) -> None:
    """The app remembers the members and the model's id, whatever is encoded in the path."""
    _, state = ask([Text("Hi.")], modelId=model_id)
    assert list(state.requests) == [{"messages": [user("hello")], "modelId": model_id}]


def test_a_failure_first_is_an_http_error(ask) -> None:
    """A reply that begins with a failure has the status and the name of that error."""
    with pytest.raises(ClientError) as raised:
        ask([Fail("ThrottlingException", "Too many requests.")])
    assert raised.value.response["Error"] == {
        "Message": "Too many requests.",
        "Code": "ThrottlingException",
    }
    assert raised.value.response["ResponseMetadata"]["HTTPStatusCode"] == 429


def test_a_failure_later_is_an_exception_frame(connect) -> None:
    """A failure after words comes in the stream, behind what was said."""
    reply = [Text("begun"), Fail("ModelStreamErrorException", "died")]
    with connect(reply) as (client, _):
        answer = client.converse_stream(modelId=MODEL_ID, messages=[user("hello")])
        with closing(answer["stream"]) as stream:
            events = iter(stream)
            assert "messageStart" in next(events)
            assert next(events)["contentBlockDelta"]["delta"] == {"text": "begun"}
            with pytest.raises(EventStreamError, match="modelStreamErrorException"):
                next(events)


def test_a_request_beyond_the_script_fails(ask) -> None:
    """A scripted model that is asked too often says so."""
    with pytest.raises(ClientError, match="no further"):
        ask()


def test_converse_answers_in_one_piece(connect) -> None:
    """Converse carries the same message as the stream."""
    reply = [Text("Let me "), Pause(0), Text("see."), ToolUse("add", {"a": 1})]
    with connect(reply) as (client, _):
        answer = client.converse(modelId=MODEL_ID, messages=[user("hello")])
    text, call = answer["output"]["message"]["content"]
    assert text == {"text": "Let me see."}
    assert call["toolUse"]["input"] == {"a": 1}
    assert answer["stopReason"] == "tool_use"
    assert answer["usage"]["totalTokens"] > 0


def test_converse_turns_a_late_failure_into_an_error(connect) -> None:
    """Nothing is answered yet, so a failure after words is an HTTP error there."""
    reply = [Text("begun"), Fail("ModelErrorException", "died")]
    with connect(reply) as (client, _), pytest.raises(ClientError) as raised:
        client.converse(modelId=MODEL_ID, messages=[user("hello")])
    assert raised.value.response["ResponseMetadata"]["HTTPStatusCode"] == 424


CONFIG = {"tools": [TOOL]}


@pytest.mark.parametrize(
    ("members", "fault"),
    [
        ({"messages": []}, "start with"),
        ({"messages": [assistant("hi"), user("hello")]}, "start with"),
        ({"messages": [user("a"), user("b")]}, "alternate"),
        ({"messages": [user("a"), assistant("b")]}, "end with"),
        ({"messages": [user(" \n")]}, "blank"),
        ({"messages": [user()]}, "empty"),
        ({"messages": [user({})]}, "Must set one"),
        (
            {"messages": [user({"text": "a", "cachePoint": {"type": "default"}})]},
            "Can only set one",
        ),
        ({"messages": [{"role": "tool", "content": [{"text": "a"}]}]}, "one of user"),
        ({"messages": [user({"text": "a", "tracking_id": "1"})]}, "tracking_id"),
        ({"question": "?"}, "question"),
        ({"inferenceConfig": {"maxTokens": 0}}, "maxTokens"),
        ({"messages": [user("a"), assistant(use()), user(result())]}, "toolConfig"),
        ({"toolConfig": CONFIG, "messages": [user("a"), assistant(use()), user("b")]}, "asked"),
        (
            {"toolConfig": CONFIG, "messages": [user("a"), assistant(use()), user(result("t2"))]},
            "answered",
        ),
        ({"toolConfig": CONFIG, "messages": [user(result())]}, "answered"),
        ({"toolConfig": {"tools": [TOOL, TOOL]}}, "twice"),
        ({"toolConfig": {"tools": []}}, "tools"),
        ({"modelId": "no model"}, "modelId"),
        ({"system": [{"cachePoint": {"type": "default"}}]}, "ahead"),
        (
            {
                "system": [{"text": "s"}, {"cachePoint": {"type": "default"}}],
                "messages": [user("a", {"cachePoint": {"type": "default", "ttl": "1h"}})],
            },
            "1h",
        ),
        ({"messages": [user(*["a", {"cachePoint": {"type": "default"}}] * 5)]}, "at most 4"),
    ],
)
def test_a_request_that_bedrock_refuses_is_refused(members, fault) -> None:
    """A malformed conversation is a ValidationException that names the fault."""
    assert fault in refusal(**members)


@pytest.mark.parametrize("name", ["with.dot", "n" * 65, ""])
def test_a_tool_name_outside_the_pattern_is_refused(name) -> None:
    """Tool names hold letters, digits, `_` and `-`, at most 64."""
    tools = [{"toolSpec": {"name": name, "inputSchema": {"json": {}}}}]
    assert "name" in refusal(toolConfig={"tools": tools})


def test_every_tool_of_a_batch_must_be_answered(ask) -> None:
    """One message answers all calls of the message before it, in any order."""
    calls = assistant(use(tool_use_id="t1"), use(tool_use_id="t2"))
    both = [user("a"), calls, user(result("t2"), result("t1"))]
    events, _ = ask([Text("Done.")], messages=both, toolConfig=CONFIG)
    assert events[-2]["messageStop"] == {"stopReason": "end_turn"}
    half = [user("a"), calls, user(result("t1"))]
    assert "answered" in refusal(messages=half, toolConfig=CONFIG)


@pytest.mark.parametrize(
    ("body", "headers", "status", "error"),
    [
        ("{}", {}, 403, "AccessDeniedException"),
        ("{", {"authorization": "x"}, 400, "SerializationException"),
        ("[]", {"authorization": "x"}, 400, "SerializationException"),
    ],
)
def test_an_unreadable_request_is_refused(body, headers, status, error) -> None:
    """A request without a signature or without JSON never reaches the checks."""
    with serve(create_app(ScriptedModel())) as url:
        answer = httpx.post(f"{url}/model/{MODEL_ID}/converse", content=body, headers=headers)
    assert (answer.status_code, answer.headers["x-amzn-errortype"]) == (status, error)


def test_a_cached_prefix_is_read_by_the_next_request(connect) -> None:
    """What stands before a cache point is written once and read afterwards, as the talk grows."""
    point = {"cachePoint": {"type": "default"}}
    system = [{"text": "rule " * 2000}, point]
    talks = [[user("one", point)], [user("one"), assistant("Hi."), user("two", point)]]
    with connect([Text("Hi.")], [Text("Ho.")]) as (client, _):
        before, after = (
            client.converse(modelId=MODEL_ID, system=system, messages=talk)["usage"]
            for talk in talks
        )
    assert before["cacheReadInputTokens"] == 0
    assert before["cacheWriteInputTokens"] > 2000
    assert after["cacheReadInputTokens"] == before["cacheWriteInputTokens"]
    assert 0 < after["cacheWriteInputTokens"] < 100


def test_a_short_prefix_is_not_cached(ask) -> None:
    """Under the model's minimum a cache point does nothing, as in Bedrock."""
    events, _ = ask([Text("Hi.")], messages=[user("one", {"cachePoint": {"type": "default"}})])
    usage = events[-1]["metadata"]["usage"]
    assert usage["cacheReadInputTokens"] == usage["cacheWriteInputTokens"] == 0
    assert usage["inputTokens"] > 0


def test_a_clients_disconnect_stops_the_model() -> None:
    """When the client hangs up, the reply is dropped where it stands."""
    dropped = threading.Event()

    class Patient:
        def reply(self, request: Any) -> Any:  # noqa: ARG002  it says the same to all
            try:
                yield Text("begun")
                yield Pause(60)
            finally:
                dropped.set()

    with serve(create_app(Patient())) as url:
        path = f"{url}/model/{MODEL_ID}/converse-stream"
        headers = {"authorization": "signed"}
        with httpx.stream("POST", path, json={"messages": [user("hello")]}, headers=headers) as got:
            assert b"messageStart" in next(got.iter_raw())
        assert dropped.wait(timeout=10)


@tool
def add(a: int, b: int) -> int:
    """Add two numbers.

    Args:
        a: one of them.
        b: the other.
    """
    return a + b


async def test_the_agents_tool_loop_runs_through_it(session) -> None:
    """Strands calls its tool with the streamed input and hands the result back."""
    script = ScriptedModel([ToolUse("add", {"a": 2, "b": 40})], [Text("That is 42.")])
    app = create_app(script, words_per_second=0)
    with serve(app) as url:
        model = BedrockModel(boto_session=session, endpoint_url=url, model_id=MODEL_ID)
        with closing(model.client):
            agent = Agent(model=model, tools=[add], callback_handler=None)
            answer = await agent.invoke_async("What is 2 and 40?")
    assert str(answer).strip() == "That is 42."
    results = app.state.requests[1]["messages"][-1]["content"]
    assert results[0]["toolResult"]["content"] == [{"text": "42"}]
