"""A question answered over HTTP."""

import asyncio
from typing import Any

from local.converse.reply import Fail, Pause, Stop, Text, ToolUse
from tests.agent.conftest import Start
from tests.agent.service import events_of, names, said

Z_READ = "aws-tools___z_read"


def test_a_question_without_tools_streams_its_answer(start: Start) -> None:
    """The events of a plain answer come in the order of the contract."""
    service = start([Text("Hello there.")])

    events = service.ask("hi")

    assert names(events) == ["start", "text", "usage", "end"]
    assert said(events) == "Hello there."
    assert events[-1][1] == {"stop_reason": "end_turn"}


def test_a_tool_call_shows_its_start_and_its_end(start: Start) -> None:
    """One turn with one tool call: the tool's rows arrive before the model's answer."""
    service = start([Text("Looking."), ToolUse(Z_READ, {"query": "all"})], [Text("One runs.")])

    events = service.ask("which run?")

    assert names(events) == ["start", "text", "tool_start", "tool_end", "text", "usage", "end"]
    tool_start, tool_end = (data for name, data in events if name.startswith("tool"))
    assert tool_start["tool"] == "z_read"
    assert tool_start["input"] == {"query": "all"}
    assert tool_end["id"] == tool_start["id"]
    assert tool_end["ok"]
    assert tool_end["summary"] == f"one row from {Z_READ}"
    assert tool_end["api"] == "ec2:DescribeInstances"
    assert tool_end["redacted"] == 2
    assert tool_end["table"] == {
        "columns": ["id", "state"],
        "rows": [["i-1", "running"]],
        "total": 1,
        "cursor": None,
    }
    assert said(events) == "Looking.\n\nOne runs."
    assert events[-2][1]["model_calls"] == 2


def test_the_system_prompt_and_every_tool_reach_bedrock(start: Start) -> None:
    """The request that arrives has the prompt, and the tools of all pages in a fixed order."""
    service = start([Text("Hello.")])

    service.ask("hi")

    (request,) = service.bedrock.requests
    assert "AWS operations assistant" in request["system"][0]["text"]
    assert request["system"][-1] == {"cachePoint": {"type": "default"}}
    tools = [tool["toolSpec"]["name"] for tool in request["toolConfig"]["tools"]]
    assert tools == ["aws-tools___a_read", "aws-tools___b_read", Z_READ]


def test_parameters_of_a_question_reach_the_model(start: Start) -> None:
    """Temperature and token limit of one question do not stay for the next."""
    service = start([Text("One.")], [Text("Two.")])

    service.ask("one", temperature=0.5, max_tokens=100)
    service.ask("two")

    first, second = service.bedrock.requests
    assert first["inferenceConfig"] == {"temperature": 0.5, "maxTokens": 100}
    assert second["inferenceConfig"] == {"maxTokens": 8192}


def test_without_tools_the_gateway_is_not_needed(start: Start) -> None:
    """`use_tools: false` answers while the gateway is down."""
    service = start([Text("Hello.")])
    service.gateway.faults.extend([503] * 20)

    events = service.ask("hi", use_tools=False)

    assert said(events) == "Hello."
    assert "toolConfig" not in service.bedrock.requests[0]


def test_a_failing_tool_is_told_to_the_model(start: Start) -> None:
    """`ok: false` of the tool function, with its hint, is an error result for the model."""
    service = start([ToolUse(Z_READ, {})], [Text("It is refused.")])

    async def refuse(_call: Any) -> Any:
        return {"ok": False, "error": {"code": "Refused", "message": "No.", "hint": "Ask less."}}

    service.gateway.answer = refuse

    events = service.ask("do it")

    (tool_end,) = [data for name, data in events if name == "tool_end"]
    assert not tool_end["ok"]
    assert tool_end["summary"] == "No."
    result = service.bedrock.requests[-1]["messages"][-1]["content"][0]["toolResult"]
    assert result["status"] == "error"
    assert "Ask less." in result["content"][0]["text"]


def test_the_three_kinds_of_tool_failure_are_told_apart(start: Start) -> None:
    """A JSON-RPC error, `isError` and an unreachable gateway each read differently."""
    service = start([ToolUse(Z_READ, {})], [ToolUse(Z_READ, {})], [Text("All failed.")])
    answers = [
        {"error": {"code": -32603, "message": "do not repeat me"}},
        {"result": {"content": [{"type": "text", "text": "An internal error"}], "isError": True}},
    ]

    async def fail(_call: Any) -> Any:
        return answers.pop(0)

    service.gateway.answer = fail

    events = service.ask("do it")

    summaries = [data["summary"] for name, data in events if name == "tool_end"]
    assert summaries == [
        "The tool gateway refused the request (code -32603).",
        "The gateway could not run the tool: An internal error",
    ]
    assert names(events)[-1] == "end"


def test_the_first_words_arrive_before_the_turn_is_over(start: Start) -> None:
    """Nothing buffers: text is read while the model is still writing."""
    service = start([Text("First "), Pause(2), Text("second.")])
    body = {"message": "hi"}

    with service.http.stream("POST", "/stream", json=body, headers=service.headers()) as response:
        for line in response.iter_lines():
            if "First" in line:
                break

    assert "second" not in line


def test_tools_of_one_batch_end_when_they_are_done(start: Start) -> None:
    """A quick tool's end is read while a slow one of the same batch still runs."""
    service = start([ToolUse("aws-tools___a_read", {}), ToolUse(Z_READ, {})], [Text("Done.")])
    loops: list[asyncio.AbstractEventLoop] = []
    release = asyncio.Event()

    async def answer(call: Any) -> Any:
        if call["name"] != Z_READ:
            loops.append(asyncio.get_running_loop())
            await release.wait()
        return {"ok": True, "summary": call["name"]}

    service.gateway.answer = answer
    lines: list[str] = []
    body, headers = {"message": "both"}, service.headers()
    with service.http.stream("POST", "/stream", json=body, headers=headers) as response:
        for line in response.iter_lines():
            lines.append(line)
            if Z_READ in line and loops:
                loops[0].call_soon_threadsafe(release.set)

    events = events_of("\n".join(lines) + "\n")
    ends = [data["summary"] for name, data in events if name == "tool_end"]
    assert ends == [Z_READ, "aws-tools___a_read"]


def test_the_ceiling_of_model_calls_ends_a_turn(start: Start) -> None:
    """A model that only ever calls tools is ended, and the reason says so."""
    service = start(*([ToolUse(Z_READ, {})] for _ in range(5)), TURN_MODEL_CALLS="2")

    events = service.ask("loop")

    assert events[-1] == ("end", {"stop_reason": "model_calls"})
    assert events[-2][1]["model_calls"] == 2


def test_an_answer_cut_at_the_token_limit_ends_so(start: Start) -> None:
    """Reaching max_tokens is an end with its reason, not a failure."""
    service = start([Text("Half an"), Stop("max_tokens")])

    events = service.ask("tell me everything")

    assert said(events) == "Half an"
    assert events[-1] == ("end", {"stop_reason": "max_tokens"})


def test_a_model_that_breaks_off_is_an_error_event(start: Start) -> None:
    """After `start` a failure is an event, and what was said is stored."""
    service = start([Text("Part"), Fail("ModelStreamErrorException", "its own words")])

    events = service.ask("hi")

    assert names(events) == ["start", "text", "usage", "error"]
    assert events[-1][1]["code"] == "model_unavailable"
    assert "its own words" not in str(events)
    history = service.get(f"/api/conversations/{events[0][1]['conversation_id']}").json()
    (turn,) = history["turns"]
    assert (turn["status"], turn["question"], turn["answer"]) == ("failed", "hi", "Part")


def test_a_model_that_is_down_keeps_the_message(start: Start) -> None:
    """The user's message is stored although the model refuses."""
    service = start([Fail("AccessDeniedException", "no")])

    events = service.ask("remember me")

    assert names(events) == ["start", "usage", "error"]
    assert events[-1][1]["code"] == "model_denied"
    history = service.get(f"/api/conversations/{events[0][1]['conversation_id']}").json()
    assert history["turns"][0]["question"] == "remember me"


def test_a_turn_ends_when_its_time_is_up(start: Start) -> None:
    """The budget of a turn is a failure of its own kind."""
    service = start([Text("Wait"), Pause(1.5)], TURN_SECONDS="0.5")

    events = service.ask("hi")

    assert said(events) == "Wait"
    assert events[-1][1]["code"] == "turn_timeout"


def test_silence_is_filled_with_heartbeats(start: Start) -> None:
    """While the model thinks, comment lines keep the stream alive."""
    service = start([Pause(0.5), Text("Hello.")], HEARTBEAT_SECONDS="0.1")

    response = service.http.post("/stream", json={"message": "hi"}, headers=service.headers())

    assert response.text.count(": heartbeat\n\n") >= 2
    assert names(events_of(response.text)) == ["start", "text", "usage", "end"]


def test_a_tool_the_token_no_longer_reaches_ends_the_turn(start: Start) -> None:
    """When the gateway turns the token away, the turn fails as `token_expired`."""
    service = start([Text("First.")], [ToolUse(Z_READ, {})], [Text("never said")])
    headers = service.headers()
    service.http.post("/chat", json={"message": "warm"}, headers=headers)
    service.gateway.faults.append(401)

    response = service.http.post("/stream", json={"message": "hi"}, headers=headers)

    events = events_of(response.text)
    assert events[-1][0] == "error"
    assert events[-1][1]["code"] == "token_expired"
    assert "never said" not in response.text
