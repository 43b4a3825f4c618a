"""Whatever a caller sends is answered in the contract's JSON, with the next step."""

import json
from functools import reduce

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mcp_tool.handler import build
from mcp_tool.settings import Settings
from mcp_tool.tools import TOOLS

DEEP = reduce(lambda inner, _: {"Not": inner}, range(300), {})

BAD = [
    ("ec2", {"query": ""}, "InvalidArgument"),
    ("ec2", {"query": "  "}, "InvalidArgument"),
    ("ec2", {"query": "x" * 1_000_000}, "InvalidArgument"),
    ("ec2", {"query": "in\x00stances"}, "InvalidArgument"),
    ("ec2", {"query": 7}, "InvalidArgument"),
    ("ec2", {"querry": "instances"}, "InvalidArgument"),
    ("ec2", {"query": "instances", "limit": 0}, "InvalidArgument"),
    ("ec2", {"query": "instances", "limit": 1_000_000}, "InvalidArgument"),
    ("ec2", {"query": "instances", "limit": True}, "InvalidArgument"),
    ("ec2", {"query": "instances", "regions": "us-east-1"}, "InvalidArgument"),
    ("ec2", {"query": "instances", "regions": ["mars-north-1"]}, "UnknownRegion"),
    ("ec2", {"query": "instances", "accounts": ["nobody"]}, "UnknownAccount"),
    ("ec2", {"query": "instances", "fields": "{id: "}, "BadProjection"),
    ("ec2", {"query": "instances", "cursor": "forged"}, "BadCursor"),
    ("ec2", {"operation": "DescribeInstance"}, "UnknownOperation"),
    ("ec2", {"operation": "ListBuckets"}, "UnknownOperation"),
    ("ec2", {"operation": "DescribeInstances", "parameters": {"Instances": []}},
     "InvalidArgument"),
    ("ec2", {"operation": "DescribeInstances", "parameters": {"InstanceIds": "i-1"}},
     "InvalidArgument"),
    ("s3", {"operation": "GetBucketPolicy"}, "InvalidArgument"),
    ("ec2", {"query": "terminate i-0123456789abcdef0"}, "Refused"),
    ("ec2", {"operation": "TerminateInstances"}, "Refused"),
    ("iam", {"operation": "GetSecretValue", "parameters": {"SecretId": "x"}}, "Refused"),
    ("ec2", {"query": "zyzzyva quux frobnicate"}, "Ambiguous"),
    ("ec2", {"operation": "DescribeInstances", "cursor": "eJyLVjA"}, "BadCursor"),
    ("ec2", {"operation": "DescribeInstances", "fields": "length("}, "BadProjection"),
    ("ec2", {"query": "instances in mars-north-1", "regions": ["mars-north-1"]}, "UnknownRegion"),
    ("ec2", {"operation": "DescribeInstances\x1b[2J"}, "InvalidArgument"),
    ("ec2", {"operation": "DescribeInstances", "limit": -1}, "InvalidArgument"),
    ("iam", {"operation": "GetUser", "parameters": {"UserName": "\ud800"}}, "InvalidArgument"),
    ("cloudwatch", {"operation": "LookupEvents", "parameters": {"StartTime": 1e300}},
     "InvalidArgument"),
    ("cloudwatch", {"operation": "LookupEvents", "parameters": {"StartTime": "9" * 400}},
     "InvalidArgument"),
    ("cost_explorer", {"operation": "GetCostForecast", "parameters": {"Filter": DEEP}},
     "InvalidArgument"),
    ("s3", {"operation": "ListJobs", "parameters": {"AccountId": "evil.example/"}},
     "InvalidArgument"),
    ("s3", {"operation": "GetBucketPolicy",
            "parameters": {"Bucket": "b-1", "ExpectedBucketOwner": "1\r\nX-Evil: 1"}},
     "InvalidArgument"),
    ("ec2", {"operation": "DescribeInstances", "parameters": {"Filters": "x" * 1_000_000}},
     "InvalidArgument"),
    ("iam", {"operation": "kms:Decrypt"}, "Refused"),
    ("cloudformation", {"operation": "GetTemplate", "parameters": {"StackName": "x"}}, "Refused"),
    ("nothing", {"query": "instances"}, "UnknownTool"),
]  # fmt: skip


@pytest.mark.parametrize(("tool", "arguments", "code"), BAD)
def test_bad_input_gets_a_clear_answer(ask, tool, arguments, code):
    """Code, message and hint; never an exception."""
    answer = ask(tool, **arguments)
    assert answer["ok"] is False
    assert answer["error"]["code"] == code
    assert answer["error"]["message"]
    assert answer["error"]["hint"]
    assert len(json.dumps(answer)) < 10_000


@pytest.mark.parametrize(("tool", "arguments", "code"), BAD)
def test_bad_input_is_answered_without_asking_aws(sessions_of, tool, arguments, code):
    """Nobody is there to answer, and nothing is missed."""
    offline = build(Settings(region="us-east-1"), sessions_of("http://127.0.0.1:9"))
    event = {"tool": f"{tool}_read_operations", "arguments": arguments}
    lines = []
    answer = offline.answer(event, None, lines.append)
    assert answer["error"]["code"] == code
    assert "exception" not in lines[0]


@pytest.fixture
def offline(sessions_of):
    """An engine whose AWS is a port that nobody listens on."""
    limits = Settings(region="us-east-1", read_deadline_seconds=1)
    return build(limits, sessions_of("http://127.0.0.1:9"))


SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
NAMES = st.sampled_from(
    ["query", "operation", "parameters", "regions", "accounts", "fields", "limit", "cursor", "x"]
)


@settings(deadline=None, max_examples=120, suppress_health_check=list(HealthCheck))
@given(
    tool=st.sampled_from([tool.name for tool in TOOLS]) | st.text(),
    arguments=JSON | st.dictionaries(NAMES, JSON, max_size=4),
)
def test_whatever_comes_the_answer_is_json(offline, tool, arguments):
    """The handler never raises, and what it returns is plain JSON of bounded size."""
    answer = offline.answer({"tool": tool, "arguments": arguments}, None, lambda _: None)
    assert len(json.dumps(answer, allow_nan=False)) < 6 * 1024 * 1024
    assert answer["ok"] or answer["error"]["code"] != "Internal"
