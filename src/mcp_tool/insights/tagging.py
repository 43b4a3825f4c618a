"""Resources without the tags they should have, across services.

The tagging API tells of tagged resources only. What was never tagged is found by listing the
kinds below and taking away what the tagging API knows.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mcp_tool.insights.account import Account, Reading, Record
from mcp_tool.insights.insight import Found, Insight, columns
from mcp_tool.insights.messaging import EVERY_QUEUE, QUEUES
from mcp_tool.insights.parameters import texts
from mcp_tool.plan import Target

TAGGED, BUCKETS = "resourcegroupstaggingapi:GetResources", "s3:ListBuckets"

_SEPARATORS = re.compile(r"[:/]")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of resource that can be tagged.

    Attributes:
        call: what lists it.
        member: where a record has its ARN, or the last part of it.
        parameters: of the call.
    """

    call: str
    member: str
    parameters: Mapping[str, Any] = field(default_factory=dict)


KINDS = (
    Kind("ec2:DescribeInstances", "InstanceId"),
    Kind("ec2:DescribeVolumes", "VolumeId"),
    Kind("elbv2:DescribeLoadBalancers", "LoadBalancerArn"),
    Kind("lambda:ListFunctions", "FunctionArn"),
    Kind("ecs:ListClusters", "value"),
    Kind("rds:DescribeDBInstances", "DBInstanceArn"),
    Kind("elasticache:DescribeCacheClusters", "ARN"),
    Kind("dynamodb:ListTables", "value"),
    Kind("sns:ListTopics", "TopicArn"),
    Kind(QUEUES, "value", EVERY_QUEUE),
    Kind("logs:DescribeLogGroups", "logGroupArn"),
    Kind("secretsmanager:ListSecrets", "ARN"),
    Kind("cloudformation:DescribeStacks", "StackId"),
)


def _missing_tags(account: Account, tags: tuple[str, ...]) -> Found:
    tagged = account.read(TAGGED)
    lists = [(each, account.read(each.call, **each.parameters)) for each in KINDS]
    complete = {
        part.target for part in tagged.rows.parts if tagged.reached(Record({}, part.target))
    }
    lists += [
        (Kind(BUCKETS, "Name"), account.at(Record({}, each), BUCKETS, BucketRegion=each.region))
        for each in sorted(complete, key=lambda each: (each.account, each.region))
    ]
    known = {each["ResourceARN"]: each for each in tagged}
    resources = [*known.values(), *_never_tagged(lists, list(tagged), complete)]
    rows = [each | facts for each in resources if (facts := _facts(each, tags))]
    rows.sort(key=lambda each: (-len(each["missing"]), each["service"], each["ResourceARN"]))
    wanted = f"lack one of the tags {', '.join(tags)}" if tags else "have no tags at all"
    return Found(rows, f"{len(rows):,} of {len(resources):,} resources {wanted}.")


def _never_tagged(
    lists: Iterable[tuple[Kind, Reading]], known: Sequence[Record], complete: set[Target]
) -> Iterator[Record]:
    """List what the tagging API does not know, where it was read to its end."""
    arns = {each["ResourceARN"] for each in known}
    ends = {
        (each.target, each["ResourceARN"].split(":")[2], _last(each["ResourceARN"]))
        for each in known
    }
    for kind, reading in lists:
        service = kind.call.partition(":")[0]
        for each in reading:
            name = str(each[kind.member])
            shown = name if name.startswith("arn:") else _last(name)
            seen = name in arns or (each.target, service, shown) in ends
            if each.target in complete and not seen and not _gone(each):
                members: dict[str, Any] = {"ResourceARN": shown, "Tags": [], "listed_by": service}
                yield Record(members, each.target)


def _last(arn: str) -> str:
    """Take what an ARN, or a queue's URL, names at its end."""
    return _SEPARATORS.split(arn)[-1]


def _gone(resource: Record) -> bool:
    """Tell whether it is an instance that was terminated; EC2 lists it for an hour more."""
    state = resource.get("State")
    return isinstance(state, dict) and state.get("Name") == "terminated"


def _facts(resource: Record, tags: tuple[str, ...]) -> dict[str, object] | None:
    # AWS's own tags are not what anybody requires.
    present = sorted(each["Key"] for each in resource["Tags"] if not each["Key"].startswith("aws:"))
    missing = [each for each in tags if each not in present]
    satisfied = not missing if tags else bool(present)
    if satisfied:
        return None
    arn = resource["ResourceARN"]
    service = arn.split(":")[2] if arn.startswith("arn:") else resource["listed_by"]
    return {"service": service, "missing": missing or ["any"], "present": present}


INSIGHTS = (
    Insight(
        name="MissingTags",
        tool="cloudformation_read_operations",
        summary="resources of many services that lack required tags, or have none at all",
        words="untagged resources, resources without tags, missing tags, required tags, resources"
        " without an owner or cost centre tag, tag compliance, not tagged",
        calls=(TAGGED, *(each.call for each in KINDS), BUCKETS),
        columns=columns("resource=ResourceARN", "service", "missing", "present"),
        find=_missing_tags,
        parameters={
            "tags": texts("the tag keys that each resource must have; absent: any one tag will do")
        },
    ),
)
