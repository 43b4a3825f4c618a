"""The wire protocols hold for clients that nobody here wrote."""

import base64
import json
import ssl
import subprocess
import sys
from pathlib import Path

import boto3
import httpx2
import pytest
from botocore.config import Config
from mcp import ClientSession
from mcp.client.streamable_http import streamable_http_client
from mcp_types import PaginatedRequestParams

from local.environment import inherited
from local.sandbox import KEYS, REGION, TOOL_FUNCTION

PEERS = Path(__file__).parent.parent / "peers"


@pytest.fixture
def aws_cli(sandbox):
    """Run the AWS CLI against the sandbox."""

    def run(*arguments):
        done = subprocess.run(
            [str(Path(sys.executable).with_name("aws")), *arguments, "--output", "json"],
            capture_output=True,
            check=True,
            env=inherited(**sandbox.cli_environment()),
            timeout=60,
        )
        return json.loads(done.stdout or b"null")

    return run


def test_the_aws_cli_reads_back_what_the_scripts_made(aws_cli, gateway_url):
    """Gateway and target stand in the control plane, ready, by their contract's names."""
    (gateway,) = aws_cli("bedrock-agentcore-control", "list-gateways")["items"]
    assert gateway["name"] == "aws-operations-agent-dev"
    whole = aws_cli(
        "bedrock-agentcore-control", "get-gateway", "--gateway-identifier", gateway["gatewayId"]
    )
    assert whole["status"] == "READY"
    assert whole["gatewayUrl"] == gateway_url
    (target,) = aws_cli(
        *("bedrock-agentcore-control", "list-gateway-targets"),
        *("--gateway-identifier", gateway["gatewayId"]),
    )["items"]
    assert (target["name"], target["status"]) == ("aws-tools", "READY")


def test_boto3_invokes_the_tool_function_directly(sandbox):
    """The direct form needs no client context; the answer is the tool's envelope."""
    client = boto3.client(
        "lambda",
        region_name=REGION,
        endpoint_url=sandbox.lambda_api,
        aws_access_key_id=KEYS["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=KEYS["AWS_SECRET_ACCESS_KEY"],
        config=Config(retries={"total_max_attempts": 1}),
    )
    event = {"tool": "s3_read_operations", "arguments": {"operation": "ListBuckets"}}
    answer = client.invoke(FunctionName=TOOL_FUNCTION, Payload=json.dumps(event))
    assert "FunctionError" not in answer
    body = json.loads(answer["Payload"].read())
    assert body["ok"]
    assert body["total"] == len(body["rows"]) > 0


def test_the_aws_cli_invokes_it_as_the_gateway_does(aws_cli, tmp_path):
    """The tool's name travels in the client context, the event is the bare arguments."""
    custom = {"custom": {"bedrockAgentCoreToolName": "aws-tools___get_time"}}
    aws_cli(
        *("lambda", "invoke", "--function-name", TOOL_FUNCTION, "--payload", "{}"),
        *("--client-context", base64.b64encode(json.dumps(custom).encode()).decode()),
        str(tmp_path / "answer"),
    )
    assert json.loads((tmp_path / "answer").read_text(encoding="utf-8"))["ok"]


async def test_the_mcp_client_lists_twenty_tools_and_calls_each(sandbox, gateway_url, token):
    """Every tool is listed over all pages, and each answers through the gateway."""
    trust = ssl.create_default_context(cafile=sandbox.ca_bundle)
    headers = {"Authorization": f"Bearer {token}"}
    async with (
        httpx2.AsyncClient(headers=headers, verify=trust, timeout=60) as http,
        streamable_http_client(gateway_url, http_client=http) as streams,
        ClientSession(streams[0], streams[1]) as session,
    ):
        await session.initialize()
        tools = await _all_tools(session)
        assert len(tools) == 20
        for name in tools:
            arguments = {} if name.endswith(("hello_world", "get_time")) else {"query": "list"}
            result = await session.call_tool(name, arguments)
            assert not result.is_error, name
            json.loads(result.content[0].text)


async def _all_tools(session):
    names, cursor = [], None
    while True:
        page = await session.list_tools(params=PaginatedRequestParams(cursor=cursor))
        names += [tool.name for tool in page.tools]
        cursor = page.next_cursor
        if not cursor:
            return names


def test_the_mcp_inspector_lists_and_calls(gateway_url, token, tmp_path, node):
    """The MCP Inspector, an independent client, sees the tools and gets an answer."""

    def inspect(*arguments):
        done = subprocess.run(
            [
                *(node, str(PEERS / "node_modules" / ".bin" / "mcp-inspector"), "--cli"),
                *(gateway_url, "--transport", "http"),
                *("--header", f"Authorization: Bearer {token}"),
                *arguments,
            ],
            capture_output=True,
            text=True,
            check=False,
            env=inherited(HOME=str(tmp_path)),
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    listed = [tool["name"] for tool in inspect("--method", "tools/list")["tools"]]
    assert "aws-tools___ec2_read_operations" in listed
    answer = inspect("--method", "tools/call", "--tool-name", "aws-tools___get_time")
    assert json.loads(answer["content"][0]["text"])["ok"]
