"""What AWS charged, by service and by tag."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from mcp_tool.insights.account import Account, Reading, Record
from mcp_tool.insights.insight import Found, Insight, columns
from mcp_tool.insights.parameters import day, text
from mcp_tool.insights.periods import Period

TOOL = "cost_explorer_read_operations"
SERVICE = "ce"
USAGE = "ce:GetCostAndUsage"

Keys = tuple[str, ...]


def usage(account: Account, period: Period, *groups: Mapping[str, str]) -> Reading:
    """Ask for the costs of a period, grouped by at most two dimensions or tags."""
    return account.once(
        USAGE,
        TimePeriod=period.api,
        Granularity="MONTHLY",
        Metrics=["UnblendedCost"],
        GroupBy=list(groups),
    )


def dimension(name: str) -> dict[str, str]:
    """Group by a dimension, such as `SERVICE`."""
    return {"Type": "DIMENSION", "Key": name}


def totals(reading: Reading) -> dict[Keys, float]:
    """Add up the costs of each group over the months of a period."""
    found: dict[Keys, float] = defaultdict(float)
    for span in reading:
        for group in span["Groups"]:
            found[tuple(group["Keys"])] += _amount(group["Metrics"]["UnblendedCost"])
    return found


def _amount(cost: Mapping[str, str]) -> float:
    return float(cost["Amount"])


def _by_service(account: Account, start: str | None, end: str | None) -> Found:
    period = Period.of(start, end, account.now.date())
    reading = usage(account, period, dimension("SERVICE"))
    costs = {service: cost for (service,), cost in totals(reading).items()}
    rows = _shares(reading, costs, "service", period)
    return Found(rows, f"{_total(costs)} from {period.words}, {_leading(rows, 'service')}.")


def _by_tag(account: Account, tag: str, start: str | None, end: str | None) -> Found:
    period = Period.of(start, end, account.now.date())
    reading = usage(account, period, {"Type": "TAG", "Key": tag})
    # A group is named `Team$shop`; what has no such tag `Team$`.
    costs = {key.partition("$")[2] or "untagged": cost for (key,), cost in totals(reading).items()}
    rows = [each | {"tag": tag} for each in _shares(reading, costs, "value", period)]
    return Found(rows, f"{_total(costs)} from {period.words} by {tag}, {_leading(rows, 'value')}.")


def _shares(
    reading: Reading, costs: Mapping[str, float], name: str, period: Period
) -> list[Record]:
    place = next(iter(reading), Record({}, reading.target)).target
    whole = sum(costs.values())
    return [
        Record(
            {
                name: key,
                "cost_usd": round(cost, 2),
                "share_percent": round(100 * cost / whole, 1) if whole else 0.0,
                "from": period.start.isoformat(),
                "to": period.end.isoformat(),
            },
            place,
        )
        for key, cost in sorted(costs.items(), key=lambda each: -each[1])
    ]


def _total(costs: Mapping[str, float]) -> str:
    return f"{sum(costs.values()):,.2f} USD"


def _leading(rows: list[Record], name: str) -> str:
    if not rows:
        return "nothing was charged"
    first = rows[0]
    return f"most of it {first[name]}: {first['cost_usd']:,.2f} USD, {first['share_percent']:g} %"


PERIOD: dict[str, Any] = {
    "start": day("first day; this month's first when absent"),
    "end": day("day after the last; today when absent"),
}

INSIGHTS = (
    Insight(
        name="CostByService",
        tool=TOOL,
        service=SERVICE,
        summary="a period's costs, most expensive first",
        words="cost by service, spending per service, most expensive services, what do we pay for,"
        " bill breakdown, how much did we spend this month",
        calls=(USAGE,),
        columns=columns("service", "cost_usd", "share_percent", "from", "to"),
        find=_by_service,
        parameters=PERIOD,
    ),
    Insight(
        name="CostByTag",
        tool=TOOL,
        service=SERVICE,
        summary="a period's costs by the values of a tag",
        words="cost by tag, spending per team, cost per project or environment or cost center,"
        " who spends what, untagged costs",
        calls=(USAGE,),
        columns=columns("tag", "value", "cost_usd", "share_percent", "from", "to"),
        find=_by_tag,
        parameters={"tag": text("the tag's key, such as Team", required=True), **PERIOD},
    ),
)
