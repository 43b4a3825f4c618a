"""Arguments are checked before anything looks at them."""

import pytest

from mcp_tool.errors import InvalidArgumentError
from mcp_tool.request import ToolRequest, parse
from mcp_tool.tools import tool

EC2 = tool("ec2_read_operations")


def test_every_argument_is_taken():
    """Names, types and the form they have afterwards."""
    request = parse(
        EC2,
        {
            "query": " instances\n",
            "operation": "DescribeInstances",
            "parameters": {"InstanceIds": ["i-1"]},
            "regions": ["eu-west-1", "eu-west-1"],
            "accounts": ["own"],
            "fields": "InstanceId",
            "limit": 5.0,
            "cursor": None,
        },
    )
    assert request == ToolRequest(
        tool=EC2,
        query="instances",
        operation="DescribeInstances",
        parameters={"InstanceIds": ["i-1"]},
        regions=("eu-west-1",),
        accounts=("own",),
        fields="InstanceId",
        limit=5,
    )


def test_a_misspelt_argument_names_the_nearest():
    """The next call can be right."""
    with pytest.raises(InvalidArgumentError) as caught:
        parse(EC2, {"query": "x", "region": ["eu-west-1"]})
    assert caught.value.hint == "Did you mean regions?"


@pytest.mark.parametrize(
    "arguments",
    [
        {},
        {"query": " "},
        {"query": None},
        {"limit": 5},
        {"query": "x", "limit": 1001},
        {"query": "x", "limit": 1.5},
        {"query": "x", "limit": "5"},
        {"query": "x", "regions": ["a"] * 65},
        {"query": "x", "regions": [""]},
        {"query": "x", "regions": [1]},
        {"query": "x", "parameters": []},
        {"query": "x", "parameters": {"a": "y" * 20_000}},
        {"query": "x", "parameters": {"a": {1, 2}}},
        {"query": "x", "parameters": {"a": float("nan")}},
        {"query": "x", "parameters": {"a": "\udfff"}},
        {"query": "\ud800"},
        {"operation": "D" * 129},
        "instances",
        None,
    ],
)
def test_wrong_arguments_are_refused(arguments):
    """Missing, empty, of a wrong type, too large or no text."""
    with pytest.raises(InvalidArgumentError):
        parse(EC2, arguments)


def test_parameters_of_endless_depth_are_refused():
    """A structure nobody can serialise is no JSON."""
    deep = {}
    for _ in range(100_000):
        deep = {"a": deep}
    with pytest.raises(InvalidArgumentError):
        parse(EC2, {"query": "x", "parameters": deep})
