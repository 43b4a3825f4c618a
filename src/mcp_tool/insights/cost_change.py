"""Month over month: which services changed, and the usage types and regions behind it."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from mcp_tool.insights.account import Account, Record
from mcp_tool.insights.costs import SERVICE, TOOL, USAGE, Keys, dimension, totals, usage
from mcp_tool.insights.insight import Found, Insight, columns
from mcp_tool.insights.parameters import day, whole
from mcp_tool.insights.periods import Period, before, current, following, month

_REASONS = 3
_CENT = 0.005


def _change(account: Account, since: str | None, least_usd: int) -> Found:
    later = _period(since, account.now.date())
    earlier = before(later)
    by_usage, by_region = (
        [
            usage(account, period, dimension("SERVICE"), dimension(name))
            for period in (earlier, later)
        ]
        for name in ("USAGE_TYPE", "REGION")
    )
    old, new = map(totals, by_usage)
    services = _services(old, new)
    reasons = {"by_usage_type": _differences(old, new)}
    reasons["by_region"] = _differences(*map(totals, by_region))
    rows = [
        Record(_row(service, costs, reasons), by_usage[0].target)
        for service, costs in services.items()
        if abs(costs[1] - costs[0]) >= max(least_usd, _CENT)
    ]
    rows.sort(key=lambda each: -abs(each["change_usd"]))
    told = _most(rows[0]) if rows else f"no service changed by {max(least_usd, 1)} USD."
    return Found(rows, f"{_sides(services, earlier, later)}, {told}")


def _period(since: str | None, today: date) -> Period:
    if since is None:
        return current(today)
    first = month(date.fromisoformat(since))
    end = following(first)
    return Period(first, end) if end <= today else Period.of(first.isoformat(), None, today)


def _services(
    old: Mapping[Keys, float], new: Mapping[Keys, float]
) -> dict[str, tuple[float, float]]:
    """Add up what each service cost before and after."""
    found: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for index, costs in enumerate((old, new)):
        for (service, _), cost in costs.items():
            found[service][index] += cost
    return {service: (costs[0], costs[1]) for service, costs in found.items()}


def _differences(
    old: Mapping[Keys, float], new: Mapping[Keys, float]
) -> dict[str, dict[str, float]]:
    """Say of each service by how much each of its parts changed."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for service, part in sorted({*old, *new}):
        keys = (service, part)
        found[service][part] = new.get(keys, 0.0) - old.get(keys, 0.0)
    return found


def _row(
    service: str,
    costs: tuple[float, float],
    reasons: Mapping[str, Mapping[str, Mapping[str, float]]],
) -> dict[str, Any]:
    earlier, later = costs
    return {
        "service": service,
        "before_usd": round(earlier, 2),
        "after_usd": round(later, 2),
        "change_usd": round(later - earlier, 2),
        "change_percent": round(100 * (later - earlier) / earlier, 1) if earlier else None,
        **{name: _strongest(parts.get(service, {})) for name, parts in reasons.items()},
    }


def _strongest(parts: Mapping[str, float]) -> dict[str, float]:
    """Keep the parts that explain most of a change."""
    ranked = sorted(parts.items(), key=lambda each: -abs(each[1]))
    return {part: round(cost, 2) for part, cost in ranked[:_REASONS] if abs(cost) >= _CENT}


def _sides(services: Mapping[str, tuple[float, float]], earlier: Period, later: Period) -> str:
    old, new = (sum(costs[index] for costs in services.values()) for index in (0, 1))
    percent = f" ({100 * (new - old) / old:+.1f} %)" if old else ""
    return (
        f"{new:,.2f} USD from {later.words} against {old:,.2f} from {earlier.words}:"
        f" {new - old:+,.2f} USD{percent}"
    )


def _most(row: Record) -> str:
    part, where = (next(iter(row[name]), "") for name in ("by_usage_type", "by_region"))
    because = f" with {part} in {where}" if part else ""
    return f"most of all {row['service']}, {row['change_usd']:+,.2f} USD{because}."


INSIGHTS = (
    Insight(
        name="CostChange",
        tool=TOOL,
        service=SERVICE,
        summary="month over month, and what explains it",
        words="why did the bill go up, cost increase month over month, compare this month with last"
        " month, what changed in our spending, cost difference, why are we paying more",
        calls=(USAGE,),
        columns=columns(
            "service",
            "before_usd",
            "after_usd",
            "change_usd",
            "change_percent",
            "by_usage_type",
            "by_region",
        ),
        find=_change,
        parameters={
            "since": day("a day of the month to explain; this month so far when absent"),
            "least_usd": whole("smallest change of a service to show", 1, least=0, most=1_000_000),
        },
    ),
)
