"""The gateway's MCP methods, driven by the MCP client and by plain messages."""

import json

import httpx2
import pytest
from mcp_types import PaginatedRequestParams

from local import gateway
from local.agentcore.methods import Assumptions
from local.server import serve


async def test_a_client_lists_all_pages_and_calls_a_tool_of_the_last(world) -> None:
    """The MCP client needs three requests for twenty tools, and the last one can be called."""
    async with world.session(world.gateway()) as session:
        names, cursor = [], None
        while True:
            params = PaginatedRequestParams(cursor=cursor) if cursor else None
            page = await session.list_tools(params=params)
            names += [tool.name for tool in page.tools]
            cursor = page.next_cursor
            if cursor is None:
                break
        result = await session.call_tool(names[-1], {"query": "hi"})
    assert names == [f"aws-tools___tool_{number:02}" for number in range(20)]
    assert not result.is_error
    assert world.app.state.requests["tools/list"] == 3


async def test_no_paging_where_it_is_disabled(world) -> None:
    """One page holds every tool then."""
    url = world.gateway(mcp={"disableMcpListToolsPagination": True})
    async with world.session(url) as session:
        page = await session.list_tools()
    assert (len(page.tools), page.next_cursor) == (20, None)


async def test_semantic_search_lists_its_tool_first(world) -> None:
    """With searchType SEMANTIC the first tool finds others by words."""
    url = world.gateway(mcp={"searchType": "SEMANTIC"})
    async with world.session(url) as session:
        first = (await session.list_tools()).tools[0].name
        found = await session.call_tool(first, {"query": "tool number 7"})
    assert first == "x_amz_bedrock_agentcore_search"
    assert found.structured_content is not None
    assert found.structured_content["tools"][0]["name"] == "aws-tools___tool_07"


async def test_a_new_target_is_found_at_once(world) -> None:
    """A tool that is not known yet makes the gateway ask the control plane again."""
    url = world.gateway(tools=1)
    async with world.http() as http:
        await http.post(url, json=world.rpc("tools/list"))
        world.target(url.split("/")[-2], 1, name="more")
        answer = (await http.post(url, json=world.call("more___tool_00"))).json()
    assert answer["result"]["isError"] is False


async def test_a_gateway_deleted_meanwhile_has_no_further_tools(world) -> None:
    """Asking the control plane again for a tool finds neither tool nor gateway."""
    url = world.gateway()
    ids = {"gatewayIdentifier": url.split("/")[-2]}
    async with world.http() as http:
        await http.post(url, json=world.rpc("ping"))
        for item in world.control.list_gateway_targets(**ids)["items"]:
            world.control.delete_gateway_target(**ids, targetId=item["targetId"])
        world.control.delete_gateway(**ids)
        answers = [await http.post(url, json=world.call("nope")) for _ in range(2)]
    assert answers[0].json()["error"]["code"] == -32602
    assert answers[1].status_code == 404


async def test_the_function_gets_bare_arguments_and_the_client_context(world) -> None:
    """The event is the arguments alone; who and what is meant stands in the client context."""
    url = world.gateway()
    async with world.http() as http:
        answer = (
            await http.post(url, json=world.call("aws-tools___tool_03", {"query": "x"}, 7))
        ).json()
    seen = json.loads(answer["result"]["content"][0]["text"])
    custom = seen["context"]["custom"]
    assert answer["id"] == 7
    assert answer["result"]["isError"] is False
    assert seen["event"] == {"query": "x"}
    assert custom.pop("bedrockAgentCoreAwsRequestId")
    assert len(custom.pop("bedrockAgentCoreTargetId")) == 10
    assert custom == {
        "bedrockAgentCoreMessageVersion": "1.0",
        "bedrockAgentCoreMcpMessageId": "7",
        "bedrockAgentCoreGatewayId": url.split("/")[-2],
        "bedrockAgentCoreToolName": "aws-tools___tool_03",
    }


@pytest.mark.parametrize(
    ("sent", "received"),
    [
        ({"X-Amzn-Trace-Id": "Root=1-a-b"}, "Root=1-a-b"),
        (
            {"traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"},
            "Root=1-0af76519-16cd43dd8448eb211c80319c;Parent=b7ad6b7169203331;Sampled=1",
        ),
        ({"traceparent": "nonsense"}, None),
        ({}, None),
    ],
)
async def test_the_trace_goes_on_to_the_function(
    world, sent: dict[str, str], received: str | None
) -> None:
    """The caller's trace header, X-Ray's or W3C's, reaches Invoke as X-Ray's."""
    async with world.http(**sent) as http:
        answer = (await http.post(world.gateway(), json=world.call("aws-tools___tool_00"))).json()
    assert json.loads(answer["result"]["content"][0]["text"])["trace"] == received


@pytest.mark.parametrize(
    ("fault", "text"),
    [
        ("AccessDeniedException", "Access denied while invoking Lambda function arn:aws:lambda:"),
        ("FunctionError", "the secret cause"),
        ("TooManyRequestsException", "throttled"),
        ("ResourceNotFoundException", "ResourceNotFoundException"),
    ],
)
async def test_a_failed_call_is_explained_at_debug_level_only(world, fault: str, text: str) -> None:
    """Failures are results with isError; the cause is told with exceptionLevel DEBUG alone."""
    plain, debug = world.gateway(), world.gateway(exceptionLevel="DEBUG")
    message = world.call("aws-tools___tool_00", {"fail": fault})
    async with world.http() as http:
        quiet = (await http.post(plain, json=message)).json()["result"]
        loud = (await http.post(debug, json=message)).json()["result"]
    assert quiet == {
        "content": [{"type": "text", "text": "An internal error occurred. Please retry later."}],
        "isError": True,
    }
    assert loud["isError"] is True
    assert text in loud["content"][0]["text"]
    assert loud["_meta"]["debug"]["type"] == fault


async def test_a_function_that_cannot_be_reached_is_a_failed_call(world, aws_client) -> None:
    """A Lambda endpoint that is away is told like a function that failed."""
    gateway_id = world.gateway(exceptionLevel="DEBUG").split("/")[-2]
    nowhere = aws_client("lambda", "http://127.0.0.1:9")
    trusting = httpx2.AsyncClient(verify=world.trust)
    with serve(gateway.create_app(world.control, nowhere, http=trusting)) as url:
        async with world.http() as http:
            message = world.call("aws-tools___tool_00")
            answer = await http.post(f"{url}/{gateway_id}/mcp", json=message)
    assert answer.json()["result"]["_meta"]["debug"]["type"] == "EndpointConnectionError"


@pytest.mark.parametrize(
    "world",
    [Assumptions(function_error="error", lambda_throttled="error", unknown_tool="result")],
    indirect=True,
)
async def test_what_is_not_documented_can_be_chosen(world) -> None:
    """The other form of each failure is an assumption away."""
    url = world.gateway()
    async with world.http() as http:
        failed = await http.post(
            url, json=world.call("aws-tools___tool_00", {"fail": "FunctionError"})
        )
        full = world.call("aws-tools___tool_00", {"fail": "TooManyRequestsException"})
        throttled = await http.post(url, json=full)
        unknown = await http.post(url, json=world.call("nope"))
    assert failed.json()["error"]["code"] == -32603
    assert throttled.json()["error"]["code"] == -32003
    assert unknown.json()["result"]["isError"] is True


@pytest.mark.parametrize("world", [Assumptions(checks_arguments=True)], indirect=True)
async def test_arguments_can_be_held_against_the_schema(world) -> None:
    """With that assumption a wrong type is refused before the function is called."""
    url = world.gateway()
    async with world.http() as http:
        wrong = (await http.post(url, json=world.call("aws-tools___tool_00", {"query": 1}))).json()
        right = (
            await http.post(url, json=world.call("aws-tools___tool_00", {"query": "1"}))
        ).json()
    assert wrong["error"]["code"] == -32602
    assert right["result"]["isError"] is False


async def test_the_version_is_negotiated(world) -> None:
    """An enabled version is taken, for any other the newest enabled one is offered."""
    url = world.gateway(mcp={"instructions": "Ask about AWS."})
    async with world.http() as http:
        offers = [
            (await http.post(url, json=world.rpc("initialize", protocolVersion=version))).json()[
                "result"
            ]
            for version in ("2025-06-18", "2024-11-05")
        ]
    assert [offer["protocolVersion"] for offer in offers] == ["2025-06-18", "2025-11-25"]
    assert offers[0]["instructions"] == "Ask about AWS."
    assert offers[0]["capabilities"] == {"tools": {"listChanged": True}}


async def test_ping_is_answered_and_a_notification_only_taken(world) -> None:
    """A ping has an empty result; a notification gets 202 and no body."""
    url = world.gateway()
    async with world.http() as http:
        ping = await http.post(url, json=world.rpc("ping"))
        noted = await http.post(url, json={"jsonrpc": "2.0", "method": "notifications/initialized"})
    assert ping.json() == {"jsonrpc": "2.0", "id": 1, "result": {}}
    assert (noted.status_code, noted.content) == (202, b"")
