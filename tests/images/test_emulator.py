"""The tool handler under AWS's own emulator: a second opinion beside the sandbox's Lambda."""

import base64
import json
import subprocess
import sys

import httpx
import pytest

from local.environment import inherited
from local.server import bind

pytestmark = pytest.mark.slow


@pytest.fixture
def invoke(emulator, tmp_path):
    """Invoke the handler by the emulator's HTTP API, one call at a time."""
    with bind() as one, bind() as two:
        outer, inner = (sock.getsockname()[1] for sock in (one, two))
    addresses = (
        *("--runtime-interface-emulator-address", f"127.0.0.1:{outer}"),
        *("--runtime-api-address", f"127.0.0.1:{inner}"),
    )
    handler = (sys.executable, "-m", "awslambdaric", "mcp_tool.handler.lambda_handler")
    settings = inherited(
        AWS_LAMBDA_FUNCTION_NAME="tools", AWS_LAMBDA_FUNCTION_TIMEOUT="30", AWS_REGION="us-east-1"
    )
    with (tmp_path / "emulator.log").open("wb") as log:
        process = subprocess.Popen(
            [emulator, *addresses, *handler], env=settings, stdout=log, stderr=log
        )
    transport = httpx.HTTPTransport(retries=8)
    with httpx.Client(transport=transport, trust_env=False, timeout=60) as http:

        def invoke(event, tool=None):
            custom = {"custom": {"bedrockAgentCoreToolName": tool}}
            context = base64.b64encode(json.dumps(custom).encode()).decode()
            headers = {"X-Amz-Client-Context": context} if tool else {}
            url = f"http://127.0.0.1:{outer}/2015-03-31/functions/function/invocations"
            return http.post(url, json=event, headers=headers).json()

        yield invoke
    process.terminate()
    process.wait()


def test_the_tool_name_arrives_by_the_client_context(invoke):
    """As the gateway sends it: the bare arguments, and the name beside them."""
    answer = invoke({"name": "Ada"}, tool="aws-tools___hello_world")
    assert answer["ok"], answer
    assert answer["tool"] == "hello_world"
    assert "Ada" in json.dumps(answer)


def test_the_direct_form_works_without_client_context(invoke):
    """As a person invokes it by hand; what is wrong is answered and never raised."""
    assert invoke({"tool": "get_time", "arguments": {}})["ok"]
    wrong = invoke({"tool": "no_such_tool", "arguments": {}})
    assert wrong["error"]["code"] == "UnknownTool"
