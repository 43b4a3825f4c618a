"""The gateway's HTTP side: messages, versions, sessions, streams, and who is kept out."""

from contextlib import ExitStack

import httpx2
import pytest
from mcp import Client
from mcp.client.streamable_http import streamable_http_client

from local import control, gateway
from local.server import serve


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"{", 400, -32700),
        (b"\xff", 400, -32700),
        (b"[" * 100_000, 400, -32700),
        (b"17", 400, -32600),
        (b'[{"jsonrpc": "2.0", "id": 1, "method": "ping"}]', 400, -32600),
        (b'{"jsonrpc": "2.0", "id": null, "method": "ping"}', 400, -32600),
        (b'{"id": 1, "method": "ping"}', 400, -32600),
        (b" " * (6 * 1024 * 1024 + 1), 413, -32600),
        (b'{"jsonrpc": "2.0", "id": 1, "method": "nope"}', 200, -32601),
        (b'{"jsonrpc": "2.0", "id": 1, "method": "initialize"}', 200, -32602),
        (b'{"jsonrpc": "2.0", "id": 1, "method": "server/discover"}', 200, -32601),
        (
            b'{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "nope"}}',
            200,
            -32602,
        ),
        (
            b'{"jsonrpc": "2.0", "id": 1, "method": "tools/call",'
            b' "params": {"name": "a", "arguments": [1]}}',
            200,
            -32602,
        ),
        (
            b'{"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {"cursor": "?"}}',
            200,
            -32602,
        ),
    ],
)
async def test_a_bad_message_gets_its_json_rpc_code(
    world, body: bytes, status: int, code: int
) -> None:
    """Each fault has its HTTP status and its JSON-RPC code."""
    async with world.http() as http:
        answer = await http.post(world.gateway(), content=body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


async def test_only_post_is_served(world) -> None:
    """GET and DELETE are not allowed without sessions."""
    url = world.gateway()
    async with world.http() as http:
        answers = [await http.get(url), await http.delete(url)]
    assert [answer.status_code for answer in answers] == [405, 405]
    assert world.app.state.requests == {"GET": 1, "DELETE": 1}


async def test_an_unknown_gateway_is_not_found(world) -> None:
    """Neither a free id nor one that could be none has an endpoint."""
    async with world.http() as http:
        for gateway_id in ("ops-0123456789", "x"):
            answer = await http.post(f"{world.url}/{gateway_id}/mcp", json=world.rpc("ping"))
            assert answer.status_code == 404


async def test_a_version_that_is_not_enabled_is_refused(world) -> None:
    """The header counts; without it a request speaks 2025-03-26."""
    url = world.gateway(mcp={"supportedVersions": ["2025-06-18"]})
    async with world.http() as http:
        bare = await http.post(url, json=world.rpc("tools/list"))
        newer = await http.post(
            url, json=world.rpc("tools/list"), headers={"MCP-Protocol-Version": "2025-11-25"}
        )
        right = await http.post(
            url, json=world.rpc("tools/list"), headers={"MCP-Protocol-Version": "2025-06-18"}
        )
    assert bare.json()["error"]["message"] == "Unsupported MCP protocol version: 2025-03-26"
    assert (bare.status_code, newer.status_code, right.status_code) == (400, 400, 200)


async def test_the_stateless_version_is_served_where_enabled(world) -> None:
    """The SDK's client finds 2026-07-28 by discovery and works without a handshake."""
    url = world.gateway(mcp={"supportedVersions": ["2025-11-25", "2026-07-28"]})
    async with world.http() as http:
        async with Client(streamable_http_client(url, http_client=http)) as modern:
            page = await modern.list_tools()
            result = await modern.call_tool("aws-tools___tool_01", {"query": "x"})
        headers = {"MCP-Protocol-Version": "2026-07-28", "Mcp-Method": "tools/list"}
        bare = await http.post(url, json=world.rpc("tools/list"), headers=headers)
    assert (len(page.tools), result.is_error) == (8, False)
    assert "initialize" not in world.app.state.requests
    assert (bare.status_code, bare.json()["error"]["code"]) == (400, -32602)


async def test_a_client_falls_back_where_it_is_not(world) -> None:
    """Without 2026-07-28 the same client shakes hands instead."""
    async with world.http() as http:
        transport = streamable_http_client(world.gateway(), http_client=http)
        async with Client(transport) as legacy:
            await legacy.list_tools()
    assert world.app.state.requests["initialize"] == 1


async def test_a_session_is_needed_only_where_configured(world) -> None:
    """With sessions: no id is 400, a foreign or closed one is 404."""
    url = world.gateway(mcp={"sessionConfiguration": {"sessionTimeoutInSeconds": 900}})
    async with world.http() as http, world.http(world.token(sub="grace")) as other:
        opened = await http.post(url, json=world.rpc("initialize", protocolVersion="2025-11-25"))
        session = {"Mcp-Session-Id": opened.headers["mcp-session-id"]}
        statuses = [
            (await http.post(url, json=world.rpc("ping"))).status_code,
            (await http.post(url, json=world.rpc("ping"), headers=session)).status_code,
            (await other.post(url, json=world.rpc("ping"), headers=session)).status_code,
            (await http.delete(url, headers=session)).status_code,
            (await http.post(url, json=world.rpc("ping"), headers=session)).status_code,
        ]
    assert statuses == [400, 200, 404, 204, 404]


async def test_an_event_stream_needs_gateway_and_client(world) -> None:
    """One event instead of one body, if response streaming is on and the client accepts it."""
    url = world.gateway(mcp={"streamingConfiguration": {"enableResponseStreaming": True}})
    async with world.http() as http:
        event = await http.post(
            url, json=world.rpc("ping"), headers={"Accept": "text/event-stream"}
        )
        plain = await http.post(url, json=world.rpc("ping"), headers={"Accept": "application/json"})
    assert event.text == 'event: message\ndata: {"jsonrpc": "2.0", "id": 1, "result": {}}\n\n'
    assert event.headers["content-type"].startswith("text/event-stream")
    assert plain.json()["result"] == {}


async def test_other_hosts_and_origins_are_kept_out(world) -> None:
    """A page that reaches loopback under a name of its own gets nothing."""
    url = world.gateway()
    async with world.http() as http:
        statuses = [
            (await http.post(url, json=world.rpc("ping"), headers=headers)).status_code
            for headers in (
                {"Host": "evil.example.com"},
                {"Origin": "http://evil.example.com"},
                {"Origin": "http://localhost:5173"},
            )
        ]
    assert statuses == [403, 403, 200]


async def test_without_its_control_plane_nothing_unknown_is_served(world, aws_client) -> None:
    """A gateway that was never read is unavailable, which is not the same as not found."""
    nowhere = aws_client("bedrock-agentcore-control", "http://127.0.0.1:9")
    with serve(gateway.create_app(nowhere, world.lambda_)) as alone:
        async with world.http() as http:
            answer = await http.post(f"{alone}/ops-0123456789/mcp", json=world.rpc("ping"))
    assert answer.status_code == 503


async def test_a_gateway_outlives_its_control_plane(world, moto, aws_client) -> None:
    """What was read once is served on while the control plane is away."""
    gateway_id = world.gateway().split("/")[-2]
    with ExitStack() as front:
        url = front.enter_context(serve(control.create_app(moto, "http://plane.test")))
        own = aws_client("bedrock-agentcore-control", url)
        trusting = httpx2.AsyncClient(verify=world.trust)
        with serve(gateway.create_app(own, world.lambda_, http=trusting, max_age=0)) as alone:
            async with world.http() as http:
                before = await http.post(f"{alone}/{gateway_id}/mcp", json=world.rpc("ping"))
                front.close()
                after = await http.post(f"{alone}/{gateway_id}/mcp", json=world.rpc("ping"))
    assert (before.status_code, after.status_code) == (200, 200)
