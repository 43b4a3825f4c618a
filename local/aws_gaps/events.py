"""What happened: CloudTrail events, alarm history, scaling activities."""

import json
import uuid
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

from local.aws_gaps.layer import Gap, Question
from local.aws_gaps.state import ACCOUNT, backend


class Act(NamedTuple):
    """One management event: who called what, on which resource, how long ago."""

    hours: float
    user: str
    source: str
    name: str
    resource: tuple[str, str] = ("", "")  # type, name


ACTS = (
    Act(
        2,
        "svc-deploy",
        "lambda",
        "UpdateFunctionCode20150331v2",
        ("AWS::Lambda::Function", "shop-checkout"),
    ),
    Act(
        5,
        "marta.ruiz",
        "ec2",
        "AuthorizeSecurityGroupIngress",
        ("AWS::EC2::SecurityGroup", "bastion-open"),
    ),
    Act(7, "jonas.berg", "signin", "ConsoleLogin"),
    Act(26, "marta.ruiz", "ec2", "StopInstances", ("AWS::EC2::Instance", "shop-web-3")),
    Act(49, "contractor.lee", "iam", "CreateAccessKey", ("AWS::IAM::User", "contractor.lee")),
    Act(70, "priya.nair", "s3", "PutBucketPolicy", ("AWS::S3::Bucket", "tarnfield-www-assets")),
    Act(
        96,
        "svc-deploy",
        "cloudformation",
        "CreateStack",
        ("AWS::CloudFormation::Stack", "shop-media"),
    ),
)

_LOOKUPS: Mapping[str, Callable[[Mapping[str, Any]], Any]] = {
    "EventName": lambda event: event["EventName"],
    "EventSource": lambda event: event["EventSource"],
    "Username": lambda event: event["Username"],
    "ReadOnly": lambda event: event["ReadOnly"],
    "ResourceName": lambda event: [each["ResourceName"] for each in event["Resources"]],
    "ResourceType": lambda event: [each["ResourceType"] for each in event["Resources"]],
}


def lookup(question: Question) -> Mapping[str, Any]:
    """LookupEvents: newest first, by time and one attribute; in the home Region only."""
    now = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    since = question.input.get("StartTime") or now - timedelta(days=90)
    until = question.input.get("EndTime") or now
    events = [_event(act, now) for act in ACTS] if question.region == "us-east-1" else []
    found = [
        event
        for event in events
        if since <= event["EventTime"] <= until
        and all(_has(event, **each) for each in question.input.get("LookupAttributes") or [])
    ]
    return {"Events": found[: question.input.get("MaxResults") or 50]}


def alarm_history(question: Question) -> Mapping[str, Any]:
    """DescribeAlarmHistory: state changes as moto keeps them, newest first."""
    wanted = question.input.get("AlarmName")
    since = question.input.get("StartDate") or datetime.min  # noqa: DTZ901  # moto's are naive
    until = question.input.get("EndDate") or datetime.max  # noqa: DTZ901  # moto's are naive
    items = [
        item
        for alarm in backend("cloudwatch", question.region).alarms.values()
        if wanted in (None, alarm.name)
        for item in _changes(alarm)
        if since <= item["Timestamp"] <= until
    ]
    return {"AlarmHistoryItems": sorted(items, key=_time, reverse=True)}


def scaling_activities(question: Question) -> Mapping[str, Any]:
    """DescribeScalingActivities: a launch for each instance of a group, after one that failed."""
    wanted = question.input.get("AutoScalingGroupName")
    groups = backend("autoscaling", question.region).autoscaling_groups.values()
    launches = [
        {
            "ActivityId": str(uuid.uuid5(uuid.NAMESPACE_URL, state.instance.id)),
            "AutoScalingGroupName": group.name,
            "Description": f"Launching a new EC2 instance: {state.instance.id}",
            "Cause": "The group was below its desired capacity.",
            "StartTime": state.instance.launch_time,
            "EndTime": state.instance.launch_time + timedelta(seconds=41),
            "StatusCode": "Successful",
            "Progress": 100,
        }
        for group in groups
        if wanted in (None, group.name)
        for state in group.instance_states
    ]
    failed = [_failed_launch(group) for group in groups if wanted in (None, group.name)]
    return {"Activities": [*launches, *failed]}


EVENT_GAPS = (
    Gap("cloudtrail", "LookupEvents", lookup),
    Gap("cloudwatch", "DescribeAlarmHistory", alarm_history, signed_as="monitoring"),
    Gap("autoscaling", "DescribeScalingActivities", scaling_activities),
)


def _failed_launch(group: Any) -> dict[str, Any]:
    time = datetime.now(UTC) - timedelta(days=2)
    return {
        "ActivityId": str(uuid.uuid5(uuid.NAMESPACE_URL, group.name)),
        "AutoScalingGroupName": group.name,
        "Description": "Launching a new EC2 instance. Status Reason: no capacity in us-east-1b.",
        "Cause": "The group was below its desired capacity.",
        "StartTime": time,
        "EndTime": time + timedelta(seconds=3),
        "StatusCode": "Failed",
        "StatusMessage": "There is no c6i.large capacity left in us-east-1b.",
        "Progress": 100,
    }


def _event(act: Act, now: datetime) -> dict[str, Any]:
    time = now - timedelta(hours=act.hours)
    kind, name = act.resource
    identifier = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{act.user}/{act.name}"))
    record = {
        "eventVersion": "1.11",
        "eventID": identifier,
        "eventName": act.name,
        "eventSource": f"{act.source}.amazonaws.com",
        "eventTime": f"{time.isoformat()}Z",
        "awsRegion": "us-east-1",
        "userIdentity": {"type": "IAMUser", "accountId": ACCOUNT, "userName": act.user},
        "sourceIPAddress": "203.0.113.7",
    }
    return {
        "EventId": identifier,
        "EventName": act.name,
        "EventSource": record["eventSource"],
        "EventTime": time,
        "Username": act.user,
        "ReadOnly": "false",
        "Resources": [{"ResourceType": kind, "ResourceName": name}] if name else [],
        "CloudTrailEvent": json.dumps(record),
    }


def _has(event: Mapping[str, Any], AttributeKey: str, AttributeValue: str) -> bool:  # noqa: N803  # members of the API
    found = _LOOKUPS[AttributeKey](event)
    return AttributeValue in found if isinstance(found, list) else AttributeValue == found


def _changes(alarm: Any) -> Iterator[dict[str, Any]]:
    states = [(entry[3], _naive(entry[4])) for entry in alarm.history]
    states.append((alarm.state_value, alarm.state_updated_timestamp))
    for (before, _), (after, moment) in pairwise(states):
        yield {
            "AlarmName": alarm.name,
            "AlarmType": "MetricAlarm",
            "Timestamp": moment,
            "HistoryItemType": "StateUpdate",
            "HistorySummary": f"Alarm updated from {before} to {after}",
            "HistoryData": json.dumps(
                {"oldState": {"stateValue": before}, "newState": {"stateValue": after}}
            ),
        }


def _naive(time: datetime | str) -> datetime:
    """The seed's history has its times as text."""
    if isinstance(time, datetime):
        return time
    return datetime.fromisoformat(time).astimezone(UTC).replace(tzinfo=None)


def _time(item: Mapping[str, Any]) -> datetime:
    moment: datetime = item["Timestamp"]
    return moment
