"""The gateway's payload: what its model accepts, and small."""

import json

import botocore.session
import pytest
from botocore.validate import ParamValidator

from mcp_tool.insights import Insight
from mcp_tool.plan import Rows
from mcp_tool.schemas import definitions
from mcp_tool.tools import TOOLS

ALLOWED = {"type", "properties", "required", "items", "description"}


@pytest.fixture(scope="module")
def payload():
    return definitions(TOOLS, ())


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


def test_a_tool_names_its_apis_and_its_insights():
    """So that a model knows what it may ask for."""
    insight = Insight(
        name="lonely-volumes",
        tool="ec2_read_operations",
        summary="volumes nobody uses",
        words="",
        calls=(),
        columns=(),
        read=lambda _read, _plan: Rows(()),
    )
    found = {each["name"]: each["description"] for each in definitions(TOOLS, [insight])}
    assert found["ec2_read_operations"].endswith(
        "APIs: ec2, elbv2, elb, autoscaling. Insights: lonely-volumes (volumes nobody uses)."
    )
    assert "Insights" not in found["s3_read_operations"]
    assert "APIs" not in found["get_time"]
