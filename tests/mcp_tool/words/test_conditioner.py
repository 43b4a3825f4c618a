"""Conditions of a question as parameters, or on rows."""

import pytest

from mcp_tool.plan import Filter
from mcp_tool.shaping.grid import standard
from mcp_tool.words.conditioner import Conditioner
from mcp_tool.words.question import read

GIB = 1024**3


@pytest.fixture
def conditions(catalog, models, said, now):
    def find(key, words):
        operation = catalog.find(*key.split(":"))
        question = read(words, said, models.regions, now)
        columns = standard(operation, models)
        return Conditioner(models, said).read(question, operation, columns, now)

    return find


@pytest.mark.parametrize(
    ("key", "words", "parameters"),
    [
        (
            "ec2:DescribeInstances",
            "instances tagged env=prod",
            {"Filters": [{"Name": "tag:env", "Values": ["prod"]}]},
        ),
        (
            "ec2:DescribeVolumes",
            "volumes with tag Owner",
            {"Filters": [{"Name": "tag-key", "Values": ["Owner"]}]},
        ),
        (
            "resourcegroupstaggingapi:GetResources",
            "resources with the tag Team",
            {"TagFilters": [{"Key": "Team", "Values": []}]},
        ),
        (
            "cloudtrail:LookupEvents",
            "events since 2026-03-09",
            {"StartTime": "2026-03-09T00:00:00+00:00"},
        ),
        (
            "logs:FilterLogEvents",
            "log lines of the last hour in log group '/aws/lambda/x'",
            {"startTime": 1773140400000},
        ),
        (
            "ce:GetAnomalies",
            "anomalies last month",
            {"DateInterval": {"StartDate": "2026-02-01", "EndDate": "2026-03-01"}},
        ),
        (
            "ce:GetCostAndUsage",
            "daily costs by region this month",
            {
                "TimePeriod": {"Start": "2026-03-01", "End": "2026-03-11"},
                "Granularity": "DAILY",
                "Metrics": ["UnblendedCost"],
                "GroupBy": [{"Type": "DIMENSION", "Key": "REGION"}],
            },
        ),
        ("s3:GetBucketPolicy", "policy of bucket alpha-logs", {"Bucket": "alpha-logs"}),
        ("cloudwatch:DescribeAlarms", "firing alarms", {"StateValue": "ALARM"}),
    ],
)
def test_what_an_api_can_be_asked_is_asked(conditions, key, words, parameters):
    """Tags, times, names, states."""
    found = conditions(key, words)
    assert found.parameters == parameters
    assert found.filters == []


@pytest.mark.parametrize(
    ("key", "words", "filters"),
    [
        ("ec2:DescribeVolumes", "volumes over 5 GB", [Filter("Size", "over", 5.0)]),
        (
            "lambda:ListFunctions",
            "functions with less than 256 MB of memory",
            [Filter("MemorySize", "under", 256.0)],
        ),
        (
            "lambda:ListFunctions",
            "functions with a timeout over 2 minutes",
            [Filter("Timeout", "over", 120.0)],
        ),
        (
            "ec2:DescribeInstances",
            "instances launched before 2026-01-01",
            [Filter("LaunchTime", "under", "2026-01-01T00:00+00:00")],
        ),
        (
            "iam:ListUsers",
            "users created since 2026-02-01",
            [Filter("CreateDate", "over", "2026-02-01T00:00+00:00")],
        ),
        (
            "ec2:DescribeInstances",
            "instances without the Owner tag",
            [Filter("tag:Owner", "missing", "")],
        ),
        ("rds:DescribeDBInstances", "databases tagged team=web", [Filter("tag:team", "is", "web")]),
        ("iam:ListRoles", "roles named deploy", [Filter("RoleName", "contains", "deploy")]),
        ("lambda:ListFunctions", "functions using node", [Filter("Runtime", "contains", "nodejs")]),
        (
            "cloudtrail:LookupEvents",
            "who deleted a bucket",
            [Filter("EventName", "contains", "Delete"), Filter("EventName", "contains", "bucket")],
        ),
    ],
)
def test_what_an_api_cannot_be_asked_is_left_to_the_rows(conditions, key, words, filters):
    """By the columns that say how large and how old, in their own units."""
    assert conditions(key, words).filters == filters


def test_what_became_of_a_condition_is_told(conditions):
    """The answer says which was asked of the API and which was kept from rows."""
    found = conditions("ec2:DescribeVolumes", "available volumes over 100 GiB")
    assert found.notes == ["status = available asked of the API", "rows with Size > 100.0 kept"]


def test_a_state_that_is_denied_is_not_asked_for(conditions):
    """Endpoints that are not available may be in any other state."""
    assert conditions("ec2:DescribeVpcEndpoints", "endpoints not in available state").filters == []


def test_a_span_that_an_api_cannot_do_without_has_a_usual_one(conditions):
    """Rather a plan than a question back about dates."""
    found = conditions("ce:GetAnomalies", "cost anomalies")
    assert found.parameters == {
        "DateInterval": {"StartDate": "2026-02-08", "EndDate": "2026-03-11"}
    }
