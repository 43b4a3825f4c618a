"""Cursors: packed, unpacked, and never believed."""

import base64
import json
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcp_tool.errors import BadCursorError
from mcp_tool.plan import Filter, Order, Plan, Position, Target
from mcp_tool.planning.cursor import decode, encode

PLAN = Plan(
    tool="ec2_read_operations",
    service="ec2",
    operation="DescribeInstances",
    parameters={"MaxResults": 5},
    regions=("all",),
    accounts=("own",),
    filters=(Filter("State.Name", "is", "running"),),
    order=Order("LaunchTime", descending=True),
    fields="InstanceId",
    limit=5,
)
POSITIONS = (Position(Target("own", "eu-west-1"), {"NextToken": "t"}, 3),)
STATE = [1, "t", {}, [], None, [["own", "eu-west-1", {}, 0]], 0]


def packed(state):
    return base64.urlsafe_b64encode(zlib.compress(json.dumps(state).encode())).decode()


def test_a_cursor_keeps_what_the_next_call_needs():
    """Arguments, conditions, order, places and the count."""
    mark = decode(encode(PLAN, POSITIONS, 7))
    assert mark.tool == "ec2_read_operations"
    assert mark.arguments == {
        "operation": "ec2:DescribeInstances",
        "parameters": {"MaxResults": 5},
        "regions": ["all"],
        "accounts": ["own"],
        "fields": "InstanceId",
        "limit": 5,
    }
    assert (mark.filters, mark.order) == (PLAN.filters, PLAN.order)
    assert (mark.positions, mark.seen) == (POSITIONS, 7)


def test_a_cursor_is_short():
    """It is handed to a model with every answer."""
    assert len(encode(PLAN, POSITIONS, 7)) < 300


@pytest.mark.parametrize(
    "state",
    [
        [2, *STATE[1:]],
        STATE[:-1],
        {},
        [1, 7, *STATE[2:]],
        [1, "t", [], *STATE[3:]],
        [1, "t", {}, [["a", "like", "b"]], *STATE[4:]],
        [1, "t", {}, [["a", "is", {}]], *STATE[4:]],
        [1, "t", {}, [[1, "is", "b"]], *STATE[4:]],
        [*STATE[:4], ["a"], *STATE[5:]],
        [*STATE[:5], [["own", "eu-west-1", {}, -1]], 0],
        [*STATE[:5], [["own", "eu-west-1", {}, True]], 0],
        [*STATE[:5], [["own", "eu-west-1", "t", 0]], 0],
        [*STATE[:5], [["own", "eu-west-1", {}, 0]] * 1_001, 0],
        [*STATE[:6], -1],
        [*STATE[:6], "many"],
    ],
)
def test_another_form_is_a_bad_cursor(state):
    """Whoever forges one gets the same answer as for noise."""
    with pytest.raises(BadCursorError):
        decode(packed(state))


def test_what_unpacks_to_too_much_is_a_bad_cursor():
    """A few kilobytes can hold gigabytes."""
    with pytest.raises(BadCursorError):
        decode(base64.urlsafe_b64encode(zlib.compress(b"[" * 10_000_000)).decode())


@given(st.text() | st.binary().map(lambda raw: base64.urlsafe_b64encode(raw).decode()))
def test_noise_is_a_bad_cursor(text):
    """Nothing but our own error comes out."""
    with pytest.raises(BadCursorError):
        decode(text)
