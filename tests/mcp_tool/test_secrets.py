"""The secrets planted in the sample account do not come out, by whichever read."""

import json
import time
from datetime import UTC, datetime, timedelta

import pytest

from local.seed.planted import PLANTED
from mcp_tool.aws.clients import Clients
from mcp_tool.errors import ToolError
from mcp_tool.plan import Plan
from mcp_tool.reader import Reader
from mcp_tool.redact import Members, TextScanner
from mcp_tool.settings import Settings
from mcp_tool.shaping.columns import chosen
from mcp_tool.tools import TOOLS

REGIONS = ["us-east-1", "eu-west-1", "ap-southeast-2"]
YESTERDAY = int((datetime.now(UTC) - timedelta(days=1)).timestamp() * 1000)
EVERYTHING = {"fields": "@", "limit": 1000}


@pytest.fixture
def told(ask):
    """Follow a read to its end and return all text of it."""

    def read(tool, operation, **parameters):
        texts, cursor = [], None
        while True:
            more = {"cursor": cursor} if cursor else {}
            answer = ask(
                tool, operation=operation, parameters=parameters, regions=REGIONS,
                **EVERYTHING, **more,
            )  # fmt: skip
            texts.append(json.dumps(answer, ensure_ascii=False))
            cursor = answer.get("cursor")
            if cursor is None:
                return "".join(texts)

    return read


@pytest.fixture
def listed(ask):
    """List one value of each record."""

    def names(tool, operation, field):
        answer = ask(tool, operation=operation, regions=REGIONS, fields=f"[{field}]", limit=1000)
        return [row[-1] for row in answer["rows"]]

    return names


def clean(text):
    return [planted.place for planted in PLANTED if planted.text in text] == []


@pytest.mark.parametrize(
    ("tool", "operation"),
    [
        ("ec2", "DescribeInstances"),
        ("ec2", "DescribeTags"),
        ("lambda", "ListFunctions"),
        ("cloudformation", "DescribeStacks"),
        ("cloudformation", "ListExports"),
        ("cloudformation", "ssm:DescribeParameters"),
        ("iam", "ListSecrets"),
        ("ecs", "ListTaskDefinitions"),
        ("apigateway", "GetApiKeys"),
        ("cloudwatch", "DescribeLogStreams"),
    ],
)
def test_lists_hold_no_planted_secret(told, tool, operation):
    """Even when a projection asks for everything."""
    assert clean(told(tool, operation))


def test_single_records_hold_no_planted_secret(told, listed):
    """Configurations and task definitions carry environments."""
    for name in listed("lambda", "ListFunctions", "FunctionName"):
        assert clean(told("lambda", "GetFunctionConfiguration", FunctionName=name))
    for arn in listed("ecs", "ListTaskDefinitions", "@"):
        assert clean(told("ecs", "DescribeTaskDefinition", taskDefinition=arn))
    for name in listed("cloudformation", "DescribeStacks", "StackName"):
        assert clean(told("cloudformation", "DescribeStackEvents", StackName=name))


def test_log_lines_are_told_without_the_secrets_in_them(told, listed):
    """Lines are what troubleshooting needs; what looks like a secret is masked."""
    texts = [
        told("cloudwatch", "FilterLogEvents", logGroupName=name, startTime=YESTERDAY)
        for name in listed("cloudwatch", "DescribeLogGroups", "logGroupName")
    ]
    assert clean("".join(texts))
    assert "[redacted]" in "".join(texts)


@pytest.mark.parametrize(
    ("tool", "operation", "parameters"),
    [
        ("cloudformation", "ssm:GetParameter", {"Name": "x"}),
        ("iam", "GetSecretValue", {"SecretId": "x"}),
        ("ec2", "GetPasswordData", {"InstanceId": "i-1"}),
        ("s3", "GetObject", {"Bucket": "b", "Key": "k"}),
        ("dynamodb", "Scan", {"TableName": "t"}),
        ("sqs", "ReceiveMessage", {"QueueUrl": "q"}),
    ],
)
def test_what_hands_out_secrets_or_data_is_refused(ask, tool, operation, parameters):
    """No call is made for it."""
    answer = ask(tool, operation=operation, parameters=parameters)
    assert answer["error"]["code"] == "Refused"
    assert answer["error"]["reason"] in ("secret", "data-body")


@pytest.fixture
def records(make_session, catalog, models):
    """Read an operation without parameters in the regions of the sample account."""
    settings = Settings(region="us-east-1")
    clients = Clients(make_session, settings, catalog.allows)
    reader = Reader(clients, models, catalog, mask=Members().mask, settings=settings)

    def read(operation):
        plan = Plan(operation.tool, operation.service, operation.name, regions=tuple(REGIONS))
        try:
            rows = reader.read(plan, time.monotonic() + 30)
        except ToolError:
            return []  # nothing that the sample account has
        return [record for part in rows.parts for page in part.pages for record in page.records]

    return read


def texts(value):
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return [text for each in value for text in texts(each)]
    return [value] if isinstance(value, str) else []


@pytest.mark.slow
def test_in_the_clean_part_of_the_sample_account_nothing_is_masked(records, catalog):
    """Ids, names, states and sentences stay: only where a secret was planted is one masked."""
    operations = [
        each
        for tool in TOOLS
        for each in catalog.operations(tool.name)
        if chosen(each.service, each.name) and not each.required
    ]
    seen = [text for operation in operations for text in texts(records(operation))]
    scanner = TextScanner()
    masked = [text for text in dict.fromkeys(seen) if scanner.clean(text) != text]
    assert len(seen) > 5_000
    assert [text for text in masked if not any(each.text in text for each in PLANTED)] == []
