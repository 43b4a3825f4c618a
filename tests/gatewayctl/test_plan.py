"""Plans, from what there is and what is desired."""

from dataclasses import replace

import pytest

from gatewayctl import plan
from gatewayctl.aws import Gateway, Summary, Target
from gatewayctl.change import Operation
from gatewayctl.errors import StatusError

WANTED = {
    "name": "ops-dev",
    "protocolConfiguration": {"mcp": {"searchType": None, "instructions": "Ask."}},
    "exceptionLevel": None,
}
GATEWAY = Gateway(
    id="ops-dev-1",
    arn="arn:gateway",
    url="https://ops-dev-1.test/mcp",
    name="ops-dev",
    status="READY",
    reasons=(),
    members={
        "name": "ops-dev",
        "protocolConfiguration": {"mcp": {"instructions": "Ask."}},
        "kmsKeyArn": "arn:key",
    },
)
TARGET = Target(
    id="T1",
    gateway_id="ops-dev-1",
    name="aws-tools",
    status="READY",
    reasons=(),
    members={
        "name": "aws-tools",
        "targetConfiguration": {"mcp": {"lambda": {"toolSchema": {"s3": {"uri": "s3://a/b"}}}}},
        "metadataConfiguration": {"allowedRequestHeaders": ["x-a"]},
    },
)
INLINE = {"mcp": {"lambda": {"toolSchema": {"inlinePayload": [{"name": "one"}]}}}}


def test_a_gateway_as_desired_needs_no_change():
    """Members that others set are no difference."""
    assert plan.gateway(GATEWAY, WANTED) == []


def test_a_create_leaves_out_what_must_not_be_there():
    """None never reaches the API."""
    (change,) = plan.gateway(None, WANTED)
    assert change.operation == Operation.CREATE_GATEWAY
    assert change.request == {
        "name": "ops-dev",
        "protocolConfiguration": {"mcp": {"instructions": "Ask."}},
    }


def test_an_update_sends_the_whole_gateway():
    """The API replaces everything, so what others set is sent back to it."""
    members = {**GATEWAY.members, "exceptionLevel": "DEBUG"}
    (change,) = plan.gateway(replace(GATEWAY, members=members), WANTED)
    assert change.request == {"gatewayIdentifier": "ops-dev-1", **GATEWAY.members}
    assert [item.path for item in change.differences] == ["exceptionLevel"]


def test_an_update_that_failed_is_made_again():
    """The members may read as desired while the gateway does not have them."""
    (change,) = plan.gateway(replace(GATEWAY, status="UPDATE_UNSUCCESSFUL"), WANTED)
    assert change.operation == Operation.UPDATE_GATEWAY


def test_semantic_search_cannot_be_switched():
    """Only creation can set it; the plan says so instead of sending it."""
    wanted = {**WANTED, "protocolConfiguration": {"mcp": {"searchType": "SEMANTIC"}}}
    with pytest.raises(StatusError, match="only be chosen when a gateway is created"):
        plan.gateway(GATEWAY, wanted)


def test_a_target_gets_another_kind_of_schema_whole():
    """A union has one member at a time, so the old one does not stay beside the new one."""
    wanted = {"name": "aws-tools", "targetConfiguration": INLINE}
    (change,) = plan.target(TARGET, wanted, gateway_id="ops-dev-1")
    assert change.request == {
        "gatewayIdentifier": "ops-dev-1",
        "targetId": "T1",
        "name": "aws-tools",
        "targetConfiguration": INLINE,
        "metadataConfiguration": {"allowedRequestHeaders": ["x-a"]},
    }


def test_deletion_takes_targets_before_the_gateway():
    """AWS refuses to delete a gateway that has targets."""
    changes = plan.deletion(GATEWAY, [Summary("T1", "aws-tools", "READY", "")])
    assert [change.operation for change in changes] == [
        Operation.DELETE_TARGET,
        Operation.DELETE_GATEWAY,
    ]


def test_the_parameter_is_written_only_where_it_differs():
    """An equal value needs no call, an unwanted one is deleted."""
    assert plan.parameter("/p", "url", "url") == []
    assert plan.parameter("/p", None, None) == []
    (put,) = plan.parameter("/p", None, "url")
    assert put.request == {"Name": "/p", "Value": "url", "Type": "String", "Overwrite": True}
    (delete,) = plan.parameter("/p", "url", None)
    assert delete.operation == Operation.DELETE_PARAMETER


def test_tags_of_others_are_left_alone():
    """Only missing or different tags are sent."""
    (change,) = plan.tags("arn", {"a": "1", "theirs": "x"}, {"a": "1", "b": "2"})
    assert change.request == {"resourceArn": "arn", "tags": {"b": "2"}}
    assert plan.tags("arn", {"a": "1", "b": "2"}, {"a": "1"}) == []
