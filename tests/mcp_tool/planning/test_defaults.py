"""What a call means when it says nothing."""

from datetime import UTC, datetime

import pytest

from mcp_tool.planning.defaults import fill

NOW = datetime(2026, 11, 24, 12, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("operation", "given", "filled"),
    [
        ("ec2:DescribeInstances", {}, {}),
        ("ec2:DescribeSnapshots", {}, {"OwnerIds": ["self"]}),
        ("ec2:DescribeSnapshots", {"SnapshotIds": ["snap-1"]}, {"SnapshotIds": ["snap-1"]}),
        ("iam:ListPolicies", {"Scope": "AWS"}, {"Scope": "AWS"}),
        (
            "ce:GetCostAndUsage",
            {},
            {
                "TimePeriod": {"Start": "2026-11-01", "End": "2026-11-24"},
                "Granularity": "MONTHLY",
                "Metrics": ["UnblendedCost"],
                "GroupBy": [{"Type": "DIMENSION", "Key": "SERVICE"}],
            },
        ),
        (
            "ce:GetCostForecast",
            {},
            {
                "TimePeriod": {"Start": "2026-11-24", "End": "2026-12-01"},
                "Granularity": "MONTHLY",
                "Metric": "UNBLENDED_COST",
            },
        ),
        ("sqs:ListQueues", {}, {"MaxResults": 1000}),
        ("cloudtrail:LookupEvents", {}, {"StartTime": "2026-11-23T12:30:00+00:00"}),
    ],
)
def test_what_is_meant_is_filled_in(operation, given, filled):
    """One's own things and recent ones; what the caller says stands."""
    assert fill(*operation.split(":"), given, NOW) == filled


def test_on_the_first_of_a_month_costs_are_those_of_the_last():
    """A month of no days has no costs."""
    first = datetime(2026, 12, 1, tzinfo=UTC)
    period = fill("ce", "GetCostAndUsage", {}, first)["TimePeriod"]
    assert period == {"Start": "2026-11-01", "End": "2026-12-01"}


def test_every_default_is_accepted_by_the_api(catalog, models):
    """Defaults are checked like any parameters."""
    for tool in ("ec2", "iam", "cost_explorer", "cloudwatch", "s3", "sqs"):
        for operation in catalog.operations(f"{tool}_read_operations"):
            filled = fill(operation.service, operation.name, {}, NOW)
            if filled and set(operation.required) <= set(filled):
                assert models.problem(operation.service, operation.name, filled) is None
