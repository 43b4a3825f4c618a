"""The MCP project's own conformance suite, on the sandbox's gateway."""

import subprocess
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route

from local.environment import inherited
from local.server import serve

SUITE = Path("node_modules/@modelcontextprotocol/conformance/dist/index.js")
PEERS = Path(__file__).parent.parent / "peers"
# Others want a server with tools, prompts and resources made for the suite.
SCENARIOS = ["server-initialize", "ping", "tools-list", "dns-rebinding-protection"]
KEPT = {"accept", "content-type", "host", "origin", "mcp-session-id", "mcp-protocol-version"}


def with_token(gateway_url, token):
    """A proxy that adds a token, which the suite cannot, and leaves Host and Origin as they are."""
    http = httpx.AsyncClient(timeout=30, trust_env=False)

    async def forward(request):
        headers = {name: value for name, value in request.headers.items() if name in KEPT}
        answer = await http.request(
            request.method,
            gateway_url,
            content=await request.body(),
            headers={**headers, "authorization": f"Bearer {token}"},
        )
        back = {name: value for name, value in answer.headers.items() if name in KEPT}
        return Response(answer.content, answer.status_code, back)

    @asynccontextmanager
    async def lifespan(_app):
        async with http:
            yield

    path = urlsplit(gateway_url).path
    methods = ["GET", "POST", "DELETE"]
    return Starlette(routes=[Route(path, forward, methods=methods)], lifespan=lifespan)


@pytest.mark.slow
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_gateway_conforms(gateway_url, token, node, tmp_path, scenario):
    """What MCP asks of any server holds: the handshake, ping, listing, and who is kept out."""
    with serve(with_token(gateway_url, token)) as proxy:
        done = subprocess.run(
            [
                *(node, str(PEERS / SUITE), "server", "--scenario", scenario),
                *("--url", f"{proxy}{urlsplit(gateway_url).path}", "-o", str(tmp_path)),
            ],
            capture_output=True,
            text=True,
            check=False,
            env=inherited(HOME=str(tmp_path)),
            timeout=60,
        )
    assert done.returncode == 0, done.stdout + done.stderr
