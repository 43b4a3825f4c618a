"""CloudWatch alarms that fire, and that fired in a period: metric, composite and log alarms."""

from collections import defaultdict
from datetime import datetime

from mcp_tool.insights.account import Account, Record
from mcp_tool.insights.insight import Found, Insight, columns, many
from mcp_tool.insights.parameters import whole
from mcp_tool.plan import Target
from mcp_tool.planning.defaults import ALARM_TYPES

TOOL = "cloudwatch_read_operations"

ALARMS, HISTORY = "cloudwatch:DescribeAlarms", "cloudwatch:DescribeAlarmHistory"


def _firing(account: Account) -> Found:
    firing = [
        each
        | {
            "dimensions": [f"{one['Name']}={one['Value']}" for one in each.get("Dimensions", ())],
            "firing_hours": _hours(account, each),
        }
        for each in account.read(ALARMS, StateValue="ALARM", AlarmTypes=ALARM_TYPES)
    ]
    firing.sort(key=lambda each: each["StateUpdatedTimestamp"], reverse=True)
    silent = sum(not each["AlarmActions"] or not each["ActionsEnabled"] for each in firing)
    return Found(
        firing,
        f"{many(len(firing), 'alarm')} firing, {silent:,} of them without telling anybody.",
    )


def _hours(account: Account, alarm: Record) -> float:
    since: datetime = alarm["StateUpdatedTimestamp"]
    return round((account.now - since).total_seconds() / 3600, 1)


def _fired(account: Account, days: int) -> Found:
    period = {"StartDate": account.ago(days), "EndDate": account.now}
    history = account.read(HISTORY, HistoryItemType="StateUpdate", AlarmTypes=ALARM_TYPES, **period)
    alarms = {
        (each.target, each["AlarmName"]): each
        for each in account.read(ALARMS, AlarmTypes=ALARM_TYPES)
    }
    changes: dict[tuple[Target, str], list[Record]] = defaultdict(list)
    for each in history:
        if each["HistorySummary"].endswith(" to ALARM"):
            changes[each.target, each["AlarmName"]].append(each)
    rows = [
        max(items, key=lambda each: each["Timestamp"])
        | {"times": len(items), "first": min(each["Timestamp"] for each in items)}
        | {"state_now": alarms[key]["StateValue"] if key in alarms else None}
        for key, items in changes.items()
    ]
    rows.sort(key=lambda each: each["Timestamp"], reverse=True)
    still = sum(each["state_now"] == "ALARM" for each in rows)
    return Found(
        rows,
        f"{len(rows):,} of {len(alarms):,} alarms fired in the last {days} days; {still:,} of these"
        " are still firing.",
    )


INSIGHTS = (
    Insight(
        name="FiringAlarms",
        tool=TOOL,
        summary="alarms in state ALARM, since when and why",
        words="firing alarms, alarms in alarm state, active alarms, what is alarming right now,"
        " current alerts, which alarms are red, anything broken, triggered alarms",
        calls=(ALARMS,),
        columns=columns(
            "alarm=AlarmName",
            "state=StateValue",
            "since=StateUpdatedTimestamp",
            "firing_hours",
            "namespace=Namespace",
            "metric=MetricName",
            "dimensions",
            "threshold=Threshold",
            "reason=StateReason",
            "actions=AlarmActions#",
            "description=AlarmDescription",
        ),
        find=_firing,
    ),
    Insight(
        name="AlarmsThatFired",
        tool=TOOL,
        summary="alarms that went into ALARM in the last N days, those that are OK again too",
        words="alarms that fired, alarms triggered recently, alarm history, alarms last week, which"
        " alerts went off, past alarms, flapping alarms",
        calls=(HISTORY, ALARMS),
        columns=columns(
            "alarm=AlarmName",
            "kind=AlarmType",
            "times",
            "first",
            "last=Timestamp",
            "change=HistorySummary",
            "state_now",
        ),
        find=_fired,
        parameters={"days": whole("how many days back", 7, most=30)},
    ),
)
