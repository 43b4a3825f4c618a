"""DynamoDB tables that pay for capacity they do not use, or cannot be restored."""

from collections.abc import Mapping
from typing import Any

from mcp_tool.insights.account import Account, Reading, Record
from mcp_tool.insights.insight import Found, Insight, columns, many
from mcp_tool.insights.metrics import CALL as METRICS
from mcp_tool.insights.metrics import DAY, Metric, Series, measure
from mcp_tool.insights.parameters import whole
from mcp_tool.insights.prices import HOURS_A_MONTH, READ_UNIT_HOUR, WRITE_UNIT_HOUR

TOOL = "dynamodb_read_operations"
_LIST = "dynamodb:ListTables"
_DESCRIBE = "dynamodb:DescribeTable"
_BACKUPS = "dynamodb:DescribeContinuousBackups"

_CONSUMED = (
    Metric("AWS/DynamoDB", "ConsumedReadCapacityUnits", "Sum"),
    Metric("AWS/DynamoDB", "ConsumedWriteCapacityUnits", "Sum"),
)


def _ask(account: Account, table: Record, call: str) -> Reading:
    return account.at(table, call, TableName=table["value"])


def _wasteful(account: Account, days: int, percent: int) -> Found:
    names = list(account.read(_LIST))
    answers = [_ask(account, each, _DESCRIBE) for each in names]
    tables = [
        Record(answer.first["Table"], name.target)
        for name, answer in zip(names, answers, strict=True)
        if "Table" in answer.first
    ]
    provisioned = [each for each in tables if _units(each)[0]]
    series = measure(
        account,
        provisioned,
        _CONSUMED,
        dimensions=lambda each: {"TableName": each["TableName"]},
        days=days,
    )
    rows = [
        table | used
        for table, values in zip(provisioned, series, strict=True)
        if (used := _used(table, values, days))
        and min(used["read_used_percent"], used["write_used_percent"]) < percent
    ]
    rows.sort(key=lambda each: -each["about_usd_month_unused"])
    usd = sum(each["about_usd_month_unused"] for each in rows)
    return Found(
        rows,
        f"{len(rows):,} of {many(len(provisioned), 'provisioned table')} used less than {percent} %"
        f" of their capacity over {days} days, about {usd:,.2f} USD a month for the rest.",
    )


def _units(table: Mapping[str, Any]) -> tuple[int, int]:
    """Return the provisioned read and write units; none of a table on demand."""
    throughput = table.get("ProvisionedThroughput", {})
    return throughput.get("ReadCapacityUnits", 0), throughput.get("WriteCapacityUnits", 0)


def _used(table: Record, values: Series, days: int) -> dict[str, Any]:
    reads, writes = values
    if reads is None or writes is None:
        return {}
    read_units, write_units = _units(table)
    # No points at all mean that nothing was consumed.
    read_mean, write_mean = (sum(each) / (days * DAY) for each in (reads, writes))
    unused = (
        max(0.0, read_units - read_mean) * READ_UNIT_HOUR
        + max(0.0, write_units - write_mean) * WRITE_UNIT_HOUR
    )
    return {
        "read_used_percent": round(100 * read_mean / read_units, 1),
        "write_used_percent": round(100 * write_mean / write_units, 1),
        "about_usd_month_unused": round(unused * HOURS_A_MONTH, 2),
    }


def _unrestorable(account: Account) -> Found:
    names = list(account.read(_LIST))
    answers = [_ask(account, each, _BACKUPS) for each in names]
    rows = [
        name | {"point_in_time_recovery": _recovery(answer.first)}
        for name, answer in zip(names, answers, strict=True)
        if answer.first and _recovery(answer.first) != "ENABLED"
    ]
    what = f"{len(rows):,} of {many(len(names), 'table')}"
    return Found(rows, f"{what} without point-in-time recovery.")


def _recovery(answer: Mapping[str, Any]) -> str:
    description = answer.get("ContinuousBackupsDescription", {})
    recovery = description.get("PointInTimeRecoveryDescription", {})
    return str(recovery.get("PointInTimeRecoveryStatus", "DISABLED"))


INSIGHTS = (
    Insight(
        name="OverprovisionedTables",
        tool=TOOL,
        summary="provisioned capacity that is not used",
        words="overprovisioned tables, wasted provisioned capacity, tables with low consumed read"
        " or write units, provisioned tables that are cheaper on demand, unused capacity units",
        calls=(_LIST, _DESCRIBE, METRICS),
        columns=columns(
            "table=TableName",
            "read_units=ProvisionedThroughput.ReadCapacityUnits",
            "read_used_percent",
            "write_units=ProvisionedThroughput.WriteCapacityUnits",
            "write_used_percent",
            "about_usd_month_unused",
            "created=CreationDateTime",
        ),
        find=_wasteful,
        parameters={
            "days": whole("days of metrics to look at", 14, most=63),
            "percent": whole("reads or writes below this are waste", 30, most=100),
        },
    ),
    Insight(
        name="TablesWithoutPitr",
        tool=TOOL,
        summary="no point-in-time recovery",
        words="tables without point in time recovery, PITR disabled, tables without continuous"
        " backups, tables that cannot be restored",
        calls=(_LIST, _BACKUPS),
        columns=columns("table=value", "point_in_time_recovery"),
        find=_unrestorable,
    ),
)
