"""Who may ask a gateway, and what the others are told."""

import json
import subprocess
import time

import httpx2
import pytest
from mcp import ClientSession, MCPError
from mcp.client.streamable_http import streamable_http_client

TYPES = ("NONE", "AWS_IAM")


def test_curl_without_a_token_is_told_where_to_get_one(world) -> None:
    """401 with a challenge that leads to the protected-resource metadata, which is public."""
    url = world.gateway(jwt={"allowedScopes": ["aws.ops"]})
    done = subprocess.run(
        ["curl", "-si", url, "-d", json.dumps(world.rpc("tools/list"))],  # any curl will do
        capture_output=True,
        check=True,
        timeout=20,
        text=True,
    )
    gateway_id = url.split("/")[-2]
    well_known = f"{world.url}/.well-known/oauth-protected-resource/{gateway_id}/mcp"
    assert done.stdout.startswith("HTTP/1.1 401")
    assert (
        'www-authenticate: Bearer error="invalid_token", scope="aws.ops", '
        f'resource_metadata="{well_known}"'
    ) in done.stdout
    assert json.loads(done.stdout.splitlines()[-1]) == {
        "jsonrpc": "2.0",
        "id": 1,
        "error": {"code": -32001, "message": "Missing Bearer token"},
    }
    expected = {
        "resource": url,
        "authorization_servers": [world.issuer],
        "scopes_supported": ["aws.ops"],
    }
    hosted = f"{world.url}/{gateway_id}/.well-known/oauth-protected-resource"
    assert [httpx2.get(where).json() for where in (well_known, hosted)] == [expected, expected]


async def test_a_bad_token_is_refused_and_a_narrow_one_forbidden(world) -> None:
    """401 for a token that is not for this gateway, 403 for one without an allowed scope."""
    url = world.gateway(jwt={"allowedScopes": ["aws.ops"]})
    expired = world.token(exp=int(time.time()) - 1)
    async with httpx2.AsyncClient() as http:
        answers = [
            await http.post(
                url, json=world.rpc("ping"), headers={"Authorization": f"Bearer {token}"}
            )
            for token in ("x", expired, world.token(aud="other"), world.token(scp=["openid"]))
        ]
    assert [answer.status_code for answer in answers] == [401, 401, 401, 403]
    assert answers[0].json()["error"]["message"] == "Invalid Bearer token"
    assert 'error="insufficient_scope"' in answers[3].headers["www-authenticate"]


async def test_the_mcp_client_sees_the_refusal(world) -> None:
    """A client with a bad token fails at initialize with the gateway's code."""
    url = world.gateway()
    async with (
        world.http("bad") as http,
        streamable_http_client(url, http_client=http) as (read, write),
        ClientSession(read, write) as session,
    ):
        with pytest.raises(MCPError) as caught:
            await session.initialize()
    assert caught.value.error.code == -32001


async def test_a_gateway_may_be_open(world) -> None:
    """Authorizer type NONE asks for nothing and has no metadata; AWS_IAM is not served here."""
    free, iam = ({"authorizerType": kind, "authorizerConfiguration": None} for kind in TYPES)
    urls = [world.gateway(**free), world.gateway(**iam)]
    async with httpx2.AsyncClient() as http:
        answers = [await http.post(url, json=world.rpc("ping")) for url in urls]
        metadata = await http.get(urls[0].replace("/mcp", "/.well-known/oauth-protected-resource"))
    assert [answer.status_code for answer in answers] == [200, 501]
    assert metadata.status_code == 404
