"""CloudFormation stacks that failed, with the event that began it, and stacks that drifted."""

from collections.abc import Iterable
from typing import Any

from mcp_tool.insights.account import Account, Record
from mcp_tool.insights.insight import Found, Insight, columns

TOOL = "cloudformation_read_operations"

STACKS, EVENTS = "cloudformation:DescribeStacks", "cloudformation:DescribeStackEvents"
DRIFTS = "cloudformation:DescribeStackResourceDrifts"

_STACK = "AWS::CloudFormation::Stack"
# What the stack's own event says when somebody asks for something; a rollback is not asked for.
_STARTS = frozenset(
    {"CREATE_IN_PROGRESS", "UPDATE_IN_PROGRESS", "DELETE_IN_PROGRESS", "IMPORT_IN_PROGRESS"}
)


def _failed(account: Account) -> Found:
    stacks = list(account.read(STACKS))
    failed = [
        each
        for each in stacks
        if "FAILED" in each["StackStatus"] or "ROLLBACK" in each["StackStatus"]
    ]
    events = [account.at(each, EVENTS, StackName=each["StackId"]) for each in failed]
    rows = [stack | _first_failure(stack, read) for stack, read in zip(failed, events, strict=True)]
    rows.sort(key=lambda each: each.get("LastUpdatedTime", each["CreationTime"]), reverse=True)
    return Found(rows, f"{len(rows):,} of {len(stacks):,} stacks failed or were rolled back.")


def _first_failure(stack: Record, events: Iterable[Record]) -> dict[str, Any]:
    """Find the first failing event of the last operation; AWS lists events newest first."""
    first: dict[str, Any] = {}
    for event in events:
        if event["ResourceStatus"].endswith("_FAILED"):
            first = event
        whole = event["ResourceType"] == _STACK and event["PhysicalResourceId"] == stack["StackId"]
        if whole and event["ResourceStatus"] in _STARTS:
            break
    return {
        "failed_resource": first.get("LogicalResourceId"),
        "failed_type": first.get("ResourceType"),
        "failed_status": first.get("ResourceStatus"),
        "reason": first.get("ResourceStatusReason"),
        "failed_at": first.get("Timestamp"),
    }


def _drifted(account: Account) -> Found:
    stacks = list(account.read(STACKS))
    by_status: dict[str, list[Record]] = {}
    for each in stacks:
        status = each.get("DriftInformation", {}).get("StackDriftStatus", "NOT_CHECKED")
        by_status.setdefault(status, []).append(each)
    drifted = by_status.get("DRIFTED", [])
    reads = [
        account.at(
            each,
            DRIFTS,
            StackName=each["StackId"],
            StackResourceDriftStatusFilters=["MODIFIED", "DELETED"],
        )
        for each in drifted
    ]
    rows = [
        stack | {"drifted_resources": [_drift(each) for each in read]}
        for stack, read in zip(drifted, reads, strict=True)
    ]
    return Found(
        rows,
        f"{len(rows):,} of {len(stacks):,} stacks have drifted,"
        f" {len(by_status.get('IN_SYNC', ())):,} are in sync, the others were never checked or"
        " could not be.",
    )


def _drift(resource: Record) -> str:
    """Name a resource and what became of it."""
    status = resource["StackResourceDriftStatus"].lower()
    return f"{resource['LogicalResourceId']} ({resource['ResourceType']}, {status})"


INSIGHTS = (
    Insight(
        name="FailedStacks",
        tool=TOOL,
        summary="failed and rolled back stacks, with the first failing event and its reason",
        words="failed stacks, stacks that failed, rollback, rolled back stacks, why did my stack"
        " fail, failed deployments, CREATE_FAILED, UPDATE_ROLLBACK, stack errors",
        calls=(STACKS, EVENTS),
        columns=columns(
            "stack=StackName",
            "status=StackStatus",
            "failed_resource",
            "failed_type",
            "failed_status",
            "reason",
            "failed_at",
            "created=CreationTime",
        ),
        find=_failed,
    ),
    Insight(
        name="DriftedStacks",
        tool=TOOL,
        summary="stacks whose last drift detection found a difference, as stored",
        words="drifted stacks, stack drift, drift detection results, stacks changed by hand, out of"
        " sync with the template",
        calls=(STACKS, DRIFTS),
        columns=columns(
            "stack=StackName",
            "drift_status=DriftInformation.StackDriftStatus",
            "checked=DriftInformation.LastCheckTimestamp",
            "drifted_resources",
            "status=StackStatus",
        ),
        find=_drifted,
    ),
)
