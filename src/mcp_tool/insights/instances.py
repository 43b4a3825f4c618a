"""EC2 instances that cost more than they do: idle, stopped, on at night for nobody."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from mcp_tool.insights.account import Account, Record
from mcp_tool.insights.insight import Found, Insight, columns, many
from mcp_tool.insights.metrics import CALL as METRICS
from mcp_tool.insights.metrics import Metric, measure
from mcp_tool.insights.parameters import texts, whole
from mcp_tool.insights.prices import ADDRESS_HOUR, HOURS_A_MONTH, instance_month, volume_month
from mcp_tool.shaping.cells import tags

TOOL = "ec2_read_operations"

# The tags that say what an instance is for, and those of the common schedulers, in lower case.
_ENVIRONMENT = ("environment", "env", "stage")
_SCHEDULE = re.compile(r"schedule|autostop|auto-stop|auto:stop|office-?hours", re.IGNORECASE)
_AT_WORK = ("dev", "development", "test", "testing", "qa", "staging", "sandbox", "demo")
# Ten hours on five days, of the 168 a week has.
_OFFICE = 50 / 168

# EC2 tells when an instance was stopped in the text of its reason and nowhere else.
_STOPPED = re.compile(r"\((\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) GMT\)")

_CPU = (
    Metric("AWS/EC2", "CPUUtilization"),
    Metric("AWS/EC2", "CPUUtilization", "Maximum"),
)


def _idle(account: Account, days: int, cpu_percent: int) -> Found:
    running = _in_state(account, "running")
    series = measure(
        account,
        running,
        _CPU,
        dimensions=lambda each: {"InstanceId": each["InstanceId"]},
        days=days,
    )
    idle = [
        instance | _load(means, peaks) | _monthly(instance)
        for instance, (means, peaks) in zip(running, series, strict=True)
        if means and peaks and sum(means) / len(means) < cpu_percent
    ]
    idle.sort(key=lambda each: each["mean_cpu_percent"])
    unmeasured = sum(1 for means, _ in series if not means)
    silent = f" {unmeasured:,} without CPU metrics are not judged." if unmeasured else ""
    return Found(
        idle,
        f"{len(idle):,} of {many(len(running), 'running instance')} used less than {cpu_percent} %"
        f" CPU on average over {days} days{_about(idle)}.{silent}",
    )


def _stopped(account: Account) -> Found:
    volumes = account.read("ec2:DescribeVolumes")
    addresses = account.read("ec2:DescribeAddresses")
    stopped = [
        _kept(instance, list(volumes), list(addresses)) | _since(instance, account.now)
        for instance in _in_state(account, "stopped")
    ]
    stopped.sort(key=lambda each: -each["about_usd_month"])
    gib = sum(each["volumes_gib"] for each in stopped)
    return Found(
        stopped,
        f"{many(len(stopped), 'stopped instance')} with {gib:,} GiB of volumes{_about(stopped)}.",
    )


def _always_on(account: Account, days: int, environments: Sequence[str]) -> Found:
    wanted = {each.casefold() for each in environments}
    running = _in_state(account, "running")
    on = [
        instance
        | {"environment": _tagged(instance), "up_days": (account.now - instance["LaunchTime"]).days}
        | _saved(instance)
        for instance in running
        if _tagged(instance).casefold() in wanted
        and not any(_SCHEDULE.search(key) for key in tags(instance))
        and instance["LaunchTime"] < account.ago(days)
    ]
    on.sort(key=lambda each: -(each["about_usd_month"] or 0))
    return Found(
        on,
        f"{len(on):,} of {many(len(running), 'running instance')} without a schedule, not for"
        f" production, on for over {days} days{_about(on)}; office hours would save about 70 %.",
    )


def _in_state(account: Account, state: str) -> list[Record]:
    wanted = {"Name": "instance-state-name", "Values": [state]}
    return list(account.read("ec2:DescribeInstances", Filters=[wanted]))


def _load(means: list[float], peaks: list[float]) -> dict[str, Any]:
    return {
        "mean_cpu_percent": round(sum(means) / len(means), 2),
        "highest_cpu_percent": round(max(peaks), 2),
        "days_measured": len(means),
    }


def _monthly(instance: Record) -> dict[str, Any]:
    """Price a Linux instance; Windows and others cost more than the table knows."""
    linux = instance.get("Platform", "") == ""
    cost = instance_month(instance["InstanceType"]) if linux else None
    return {"about_usd_month": None if cost is None else round(cost, 2)}


def _saved(instance: Record) -> dict[str, Any]:
    monthly = _monthly(instance)
    cost = monthly["about_usd_month"]
    saved = None if cost is None else round(cost * (1 - _OFFICE), 2)
    return {**monthly, "about_usd_month_saved": saved}


def _about(instances: Sequence[Record]) -> str:
    usd = sum(each["about_usd_month"] or 0 for each in instances)
    return f", about {usd:,.2f} USD a month" if usd else ""


def _kept(instance: Record, volumes: Sequence[Record], addresses: Sequence[Record]) -> Record:
    id_ = instance["InstanceId"]
    own = [
        each
        for each in volumes
        if id_ in [attachment["InstanceId"] for attachment in each.get("Attachments", [])]
    ]
    held = [each["PublicIp"] for each in addresses if each.get("InstanceId") == id_]
    usd = sum(volume_month(each["VolumeType"], each["Size"]) for each in own)
    return instance | {
        "volumes": len(own),
        "volumes_gib": sum(each["Size"] for each in own),
        "elastic_ips": len(held),
        "about_usd_month": round(usd + len(held) * ADDRESS_HOUR * HOURS_A_MONTH, 2),
    }


def _since(instance: Record, now: datetime) -> dict[str, Any]:
    found = _STOPPED.search(instance.get("StateTransitionReason", ""))
    if not found:
        return {"stopped": None, "stopped_days": None}
    moment = datetime.strptime(found[1], "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
    return {"stopped": moment, "stopped_days": (now - moment).days}


def _tagged(instance: Record) -> str:
    """Return what the instance's tags say it is for; empty if they do not."""
    named = {key.casefold(): value for key, value in tags(instance).items()}
    return next((named[key] for key in _ENVIRONMENT if key in named), "")


INSIGHTS = (
    Insight(
        name="IdleInstances",
        tool=TOOL,
        summary="running, hardly any CPU over N days",
        words="idle instances, underused or underutilized servers, instances with low CPU usage or"
        " utilization, instances doing nothing, oversized instances, wasted compute",
        calls=("ec2:DescribeInstances", METRICS),
        columns=columns(
            "instance_id=InstanceId",
            "name=tag:Name",
            "type=InstanceType",
            "mean_cpu_percent",
            "highest_cpu_percent",
            "days_measured",
            "about_usd_month",
            "launched=LaunchTime",
        ),
        find=_idle,
        parameters={
            "days": whole("days of metrics to look at", 14, most=63),
            "cpu_percent": whole("mean CPU below this is idle", 5, most=100),
        },
    ),
    Insight(
        name="StoppedInstances",
        tool=TOOL,
        summary="stopped, and what they still cost",
        words="stopped instances and what they still cost, instances switched off, stopped servers"
        " paying for storage, how long have instances been stopped",
        calls=("ec2:DescribeInstances", "ec2:DescribeVolumes", "ec2:DescribeAddresses"),
        columns=columns(
            "instance_id=InstanceId",
            "name=tag:Name",
            "type=InstanceType",
            "state=State.Name",
            "stopped",
            "stopped_days",
            "volumes",
            "volumes_gib",
            "elastic_ips",
            "about_usd_month",
        ),
        find=_stopped,
    ),
    Insight(
        name="AlwaysOnInstances",
        tool=TOOL,
        summary="not production, never off: could be scheduled",
        words="instances always on, instances that could be scheduled, dev or test instances"
        " running all the time, development servers that run all night or on weekends, instances"
        " around the clock",
        calls=("ec2:DescribeInstances",),
        columns=columns(
            "instance_id=InstanceId",
            "name=tag:Name",
            "type=InstanceType",
            "environment",
            "launched=LaunchTime",
            "up_days",
            "about_usd_month",
            "about_usd_month_saved",
        ),
        find=_always_on,
        parameters={
            "days": whole("on for more than so many days", 7, most=3650),
            "environments": texts("values of an environment tag that need no nights", _AT_WORK),
        },
    ),
)
