"""The gateway's payload: what its model accepts, and small."""

import json

import botocore.session
import pytest
from botocore.validate import ParamValidator

from mcp_tool.insights.registry import REGISTRY
from mcp_tool.schemas import definitions
from mcp_tool.tools import TOOLS

ALLOWED = {"type", "properties", "required", "items", "description"}


@pytest.fixture(scope="module")
def payload():
    return definitions(TOOLS, REGISTRY)


def test_the_control_plane_accepts_it(payload):
    """Checked against botocore's shape of CreateGatewayTarget."""
    model = botocore.session.Session().get_service_model("bedrock-agentcore-control")
    request = {
        "gatewayIdentifier": "gateway-1",
        "name": "aws-tools",
        "targetConfiguration": {
            "mcp": {
                "lambda": {
                    "lambdaArn": "arn:aws:lambda:us-east-1:123456789012:function:tool",
                    "toolSchema": {"inlinePayload": payload},
                }
            }
        },
    }
    shape = model.operation_model("CreateGatewayTarget").input_shape
    report = ParamValidator().validate(request, shape)
    assert not report.has_errors(), report.generate_report()


def test_there_are_twenty_tools_and_their_names_fit(payload):
    """With the target's name in front, at most 64 characters."""
    assert [each["name"] for each in payload] == [each.name for each in TOOLS]
    assert len(payload) == 20
    assert all(len(f"aws-tools___{each['name']}") <= 64 for each in payload)


def test_it_is_small(payload):
    """A model reads it with every question."""
    assert len(json.dumps(payload).encode()) <= 24_000


def _schemas(schema):
    yield schema
    for each in schema.get("properties", {}).values():
        yield from _schemas(each)
    if "items" in schema:
        yield from _schemas(schema["items"])


def test_only_what_the_gateway_knows_is_used(payload):
    """No enum, no default: they are refused."""
    for tool in payload:
        for schema in _schemas(tool["inputSchema"]):
            assert set(schema) <= ALLOWED
            assert "type" in schema


def test_every_argument_is_described(payload):
    """A model knows nothing else about it."""
    for tool in payload:
        for name, schema in tool["inputSchema"]["properties"].items():
            assert schema["description"], (tool["name"], name)


def test_a_tool_names_its_apis_and_its_insights(payload):
    """So that a model knows what it may ask for, and with which parameters."""
    found = {each["name"]: each for each in payload}
    assert found["eks_read_operations"]["description"].endswith("APIs: eks.")
    assert "APIs" not in found["get_time"]["description"]
    for each in REGISTRY:
        told = found[each.tool]["inputSchema"]["properties"]["operation"]["description"]
        called = f"{each.name}({', '.join(each.parameters)})" if each.parameters else each.name
        assert called in told


def test_a_tool_without_insights_names_none():
    """Nothing is promised that is not there."""
    found = {each["name"]: each for each in definitions(TOOLS, ())}
    operation = found["eks_read_operations"]["inputSchema"]["properties"]["operation"]
    assert "Insights" not in operation["description"]


def test_log_lines_are_announced_as_untrusted(payload):
    """The mark in an answer means something to whoever reads it."""
    (tool,) = [each for each in payload if each["name"] == "cloudwatch_read_operations"]
    assert "untrusted" in tool["description"]
