"""Parameters that a call means when it says nothing: one's own things, and recent ones.

AWS's own defaults would list every public snapshot there is, ninety days of events, or refuse. What
is filled in stands in the answer's plan, and any parameter the caller gives takes its place.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from mcp_tool.aws import logs

Parameters = Mapping[str, Any]

# Without them CloudWatch tells of metric alarms only.
ALARM_TYPES = ("MetricAlarm", "CompositeAlarm", "LogAlarm")


def fill(service: str, operation: str, parameters: Parameters, now: datetime) -> Parameters:
    """Complete an operation's parameters.

    Args:
        service: botocore's service name.
        operation: the API's operation name.
        parameters: what the caller gave.
        now: the time, in UTC.

    Raises:
        InvalidArgumentError: a log read's range is too long.
        RefusedError: a log read would disclose a secret.
    """
    narrowing, make = _MEANT.get(f"{service}:{operation}", ((), _fixed({})))
    if not any(name in parameters for name in narrowing):
        parameters = {**make(now), **parameters}
    return logs.bound(service, operation, parameters, now)


def _fixed(values: Parameters) -> Callable[[datetime], Parameters]:
    return lambda _: values


def _this_month(now: datetime) -> Parameters:
    start = (now - timedelta(days=1)).replace(day=1)
    return {
        "TimePeriod": {"Start": start.date().isoformat(), "End": now.date().isoformat()},
        "Granularity": "MONTHLY",
        "Metrics": ["UnblendedCost"],
        "GroupBy": [{"Type": "DIMENSION", "Key": "SERVICE"}],
    }


def _to_month_end(now: datetime) -> Parameters:
    end = (now.replace(day=1) + timedelta(days=32)).replace(day=1)
    return {
        "TimePeriod": {"Start": now.date().isoformat(), "End": end.date().isoformat()},
        "Granularity": "MONTHLY",
        "Metric": "UNBLENDED_COST",
    }


def _last_day(now: datetime) -> Parameters:
    return {"StartTime": (now - timedelta(days=1)).isoformat(timespec="seconds")}


# Operation -> (parameters that say enough by themselves, what is meant otherwise).
_MEANT: Mapping[str, tuple[tuple[str, ...], Callable[[datetime], Parameters]]] = {
    "ec2:DescribeSnapshots": (
        ("OwnerIds", "SnapshotIds", "RestorableByUserIds"),
        _fixed({"OwnerIds": ["self"]}),
    ),
    "ec2:DescribeImages": (
        ("Owners", "ImageIds", "ExecutableUsers"),
        _fixed({"Owners": ["self"]}),
    ),
    "cloudwatch:DescribeAlarms": (
        ("AlarmTypes",),
        _fixed({"AlarmTypes": [*ALARM_TYPES]}),
    ),
    # Only a request with a parameter is told each bucket's region.
    "s3:ListBuckets": (("MaxBuckets",), _fixed({"MaxBuckets": 1000})),
    "iam:ListPolicies": (("OnlyAttached",), _fixed({"Scope": "Local"})),
    # Only a request that says how many there may be is told that there are more.
    "sqs:ListQueues": (("MaxResults",), _fixed({"MaxResults": 1000})),
    "sqs:ListDeadLetterSourceQueues": (("MaxResults",), _fixed({"MaxResults": 1000})),
    "sqs:GetQueueAttributes": ((), _fixed({"AttributeNames": ["All"]})),
    "wafv2:ListWebACLs": ((), _fixed({"Scope": "REGIONAL"})),
    "wafv2:ListIPSets": ((), _fixed({"Scope": "REGIONAL"})),
    "wafv2:ListRuleGroups": ((), _fixed({"Scope": "REGIONAL"})),
    "ce:GetCostAndUsage": (("TimePeriod", "GroupBy"), _this_month),
    "ce:GetCostForecast": (("TimePeriod",), _to_month_end),
    "cloudtrail:LookupEvents": (("StartTime", "EndTime"), _last_day),
}
