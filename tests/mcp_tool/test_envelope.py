"""The wire: the gateway's form, the direct one, and the answers."""

from types import SimpleNamespace

import pytest

from mcp_tool.envelope import Invocation, failure, receive, success
from mcp_tool.errors import (
    AmbiguousError,
    Candidate,
    InvalidArgumentError,
    ReadError,
    RefusedError,
    UnknownToolError,
)
from mcp_tool.plan import Failure, Part, Plan, Rows, Table, Target


def context(custom):
    return SimpleNamespace(client_context=SimpleNamespace(custom=custom))


def test_the_tool_name_stands_behind_the_target_and_three_underscores():
    """The rest of the name may have underscores of its own."""
    custom = {
        "bedrockAgentCoreToolName": "aws-tools___ec2_read_operations",
        "bedrockAgentCoreMcpMessageId": "7",
    }
    assert receive({"query": "x"}, context(custom)) == Invocation(
        "ec2_read_operations", {"query": "x"}, "7"
    )


def test_a_direct_event_names_tool_and_arguments():
    """Only without client context."""
    event = {"tool": "get_time", "arguments": {}}
    assert receive(event, None) == Invocation("get_time", {})
    assert receive(event, SimpleNamespace(client_context=None)) == Invocation("get_time", {})


@pytest.mark.parametrize("custom", [{}, None, {"bedrockAgentCoreToolName": 7}, "x"])
def test_a_client_context_without_a_tool_is_an_unknown_tool(custom):
    """Whoever invoked it was no gateway."""
    with pytest.raises(UnknownToolError):
        receive({"tool": "get_time", "arguments": {}}, context(custom))


@pytest.mark.parametrize("event", [{}, {"tool": "x", "arguments": {}, "more": 1}, [], None])
def test_a_direct_event_of_another_form_is_refused(event):
    """Exactly these two keys."""
    with pytest.raises(InvalidArgumentError):
        receive(event, None)


def test_a_success_has_exactly_the_keys_of_the_contract():
    """The price only where there is one."""
    plan = Plan("ec2_read_operations", "ec2", "DescribeVpcs", regions=("eu-west-1",))
    table = Table(("id",), (["vpc-1"],), 1, summary="1 EC2 VPC.", redacted=2)
    target = Target("own", "eu-west-1")
    rows = Rows(
        (Part(target, api_calls=3),),
        (Failure(Target("1", "us-east-1"), "Throttled", "m"), Failure(target, "Timeout", "n")),
    )
    assert success(plan, table, rows, cursor=None, elapsed=0.1234) == {
        "ok": True,
        "tool": "ec2_read_operations",
        "plan": {
            "service": "ec2",
            "operation": "DescribeVpcs",
            "parameters": {},
            "regions": ["eu-west-1"],
            "accounts": [],
            "resolved_by": "operation",
        },
        "summary": "1 EC2 VPC.",
        "columns": ["id"],
        "rows": [["vpc-1"]],
        "total": 1,
        "total_exact": True,
        "returned": 1,
        "cursor": None,
        "errors": [
            {"account": "1", "region": "us-east-1", "code": "Throttled", "message": "m"},
            {"region": "eu-west-1", "code": "Timeout", "message": "n"},
        ],
        "redacted": 2,
        "api_calls": 3,
        "elapsed_ms": 123,
    }


def test_a_failure_has_code_message_and_hint():
    """A reason and candidates only where there are any."""
    assert failure(ReadError("m", read_code="Throttled", hint="h")) == {
        "ok": False,
        "error": {"code": "Throttled", "message": "m", "hint": "h"},
    }
    assert failure(RefusedError("m", reason="write", hint="h"))["error"] == {
        "code": "Refused",
        "reason": "write",
        "message": "m",
        "hint": "h",
    }
    candidate = Candidate("ec2", "DescribeVpcs", (), "Describes.")
    assert failure(AmbiguousError("m", hint="h", candidates=(candidate,)))["error"][
        "candidates"
    ] == [{"service": "ec2", "operation": "DescribeVpcs", "required": [], "summary": "Describes."}]
