"""What is to come and what went astray: forecast, anomalies, budgets, idle reservations."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from mcp_tool.insights.account import Account, Record
from mcp_tool.insights.costs import SERVICE, TOOL, USAGE, usage
from mcp_tool.insights.insight import Found, Insight, columns, many
from mcp_tool.insights.parameters import whole
from mcp_tool.insights.periods import Period, following, month, preceding

_FORECAST = "ce:GetCostForecast"
_ANOMALIES = "ce:GetAnomalies"
_BUDGETS = "budgets:DescribeBudgets"
_RESERVED = "ce:GetReservationUtilization"


def _forecast(account: Account, months: int) -> Found:
    today = account.now.date()
    end = today
    for _ in range(months):
        end = following(end)
    past = usage(account, Period(preceding(today), max(today, month(today) + timedelta(days=1))))
    coming = account.once(
        _FORECAST,
        TimePeriod=Period(today, end).api,
        Metric="UNBLENDED_COST",
        Granularity="MONTHLY",
    )
    spent = {
        (each.target, each["TimePeriod"]["Start"]): _money(each["Total"]["UnblendedCost"]["Amount"])
        for each in past
    }
    this, last = month(today).isoformat(), preceding(today).isoformat()
    rows = [
        each
        | _expected(each, spent.get((each.target, this), 0.0) if _goes_on(each, today) else 0.0)
        for each in coming
    ]
    before = sum(cost for (_, start), cost in spent.items() if start == last)
    named = f"{rows[0]['total_usd']:,.2f} USD expected for {today:%B %Y}" if rows else "No forecast"
    return Found(rows, f"{named}, {before:,.2f} USD in the month before.")


def _goes_on(forecast: Record, today: date) -> bool:
    """Tell whether days of the month of a forecast have been charged already."""
    return bool(forecast["TimePeriod"]["Start"] == today.isoformat()) and today.day > 1


def _expected(record: Record, spent: float) -> dict[str, Any]:
    mean, low, high = (
        _money(record.get(name))
        for name in ("MeanValue", "PredictionIntervalLowerBound", "PredictionIntervalUpperBound")
    )
    return {
        "spent_usd": spent,
        "forecast_usd": mean,
        "lowest_usd": low,
        "highest_usd": high,
        "total_usd": round(spent + mean, 2),
    }


def _anomalies(account: Account, days: int) -> Found:
    since = account.ago(days).date().isoformat()
    rows = [
        each | _cause(each) for each in account.once(_ANOMALIES, DateInterval={"StartDate": since})
    ]
    rows.sort(key=lambda each: -each["Impact"]["TotalImpact"])
    total = sum(each["Impact"]["TotalImpact"] for each in rows)
    anomalies = f"{len(rows):,} anomal{'y' if len(rows) == 1 else 'ies'}"
    return Found(rows, f"{anomalies} in the last {days} days, {total:,.2f} USD more than expected.")


def _cause(anomaly: Record) -> dict[str, Any]:
    """Take the first root cause, which is the strongest."""
    causes = anomaly.get("RootCauses") or [{}]
    return {"cause": causes[0]}


def _at_risk(account: Account, percent: int) -> Found:
    budgets = [each for each in account.once(_BUDGETS) if each["BudgetType"] == "COST"]
    rows = [
        budget | used
        for budget in budgets
        if (used := _used(budget))
        and max(used["used_percent"], used["forecast_percent"]) >= percent
    ]
    rows.sort(key=lambda each: -max(each["used_percent"], each["forecast_percent"]))
    broken = sum(1 for each in rows if each["state"] == "exceeded")
    return Found(
        rows,
        f"{len(rows):,} of {many(len(budgets), 'cost budget')} at {percent} % or more of the limit"
        f" by actual or forecast costs, {broken:,} already exceeded.",
    )


def _used(budget: Record) -> dict[str, Any]:
    limit = _money(budget.get("BudgetLimit", {}).get("Amount"))
    spend = budget.get("CalculatedSpend", {})
    actual = _money(spend.get("ActualSpend", {}).get("Amount"))
    forecast = _money(spend.get("ForecastedSpend", {}).get("Amount"))
    if not limit:
        return {}
    return {
        "limit_usd": limit,
        "actual_usd": actual,
        "forecast_usd": forecast,
        "used_percent": round(100 * actual / limit, 1),
        "forecast_percent": round(100 * forecast / limit, 1),
        "state": "exceeded" if actual > limit else "at risk",
    }


def _reservations(account: Account, days: int, percent: int) -> Found:
    today = account.now.date()
    period = Period(today - timedelta(days=days), today)
    groups = [
        Record(group, each.target)
        for each in account.once(
            _RESERVED,
            TimePeriod=period.api,
            GroupBy=[{"Type": "DIMENSION", "Key": "SUBSCRIPTION_ID"}],
        )
        for group in each.get("Groups", [])
    ]
    rows = [
        group | unused
        for group in groups
        if (unused := _unused(group["Utilization"]))["used_percent"] < percent
    ]
    rows.sort(key=lambda each: -each["unused_usd"])
    usd = sum(each["unused_usd"] for each in rows)
    return Found(
        rows,
        f"{len(rows):,} of {many(len(groups), 'reservation')} used by less than {percent} % in the"
        f" last {days} days, {usd:,.2f} USD for hours nobody used.",
    )


def _unused(utilization: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "used_percent": _money(utilization.get("UtilizationPercentage")),
        "purchased_hours": _money(utilization.get("PurchasedHours")),
        "unused_hours": _money(utilization.get("UnusedHours")),
        "unused_usd": _money(utilization.get("RICostForUnusedHours")),
    }


def _money(amount: object) -> float:
    return round(float(str(amount)), 2) if amount else 0.0


INSIGHTS = (
    Insight(
        name="CostForecast",
        tool=TOOL,
        service=SERVICE,
        summary="expected to the end of the month",
        words="cost forecast, how much will we spend this month, expected or projected bill,"
        " predicted costs, what will the month come to",
        calls=(USAGE, _FORECAST),
        columns=columns(
            "from=TimePeriod.Start",
            "to=TimePeriod.End",
            "spent_usd",
            "forecast_usd",
            "lowest_usd",
            "highest_usd",
            "total_usd",
        ),
        find=_forecast,
        parameters={"months": whole("months to look ahead, this one included", 1, most=12)},
    ),
    Insight(
        name="CostAnomalies",
        tool=TOOL,
        service=SERVICE,
        summary="days that cost more than expected",
        words="cost anomalies, unusual spending, cost spikes, unexpected charges, sudden"
        " increase in costs",
        calls=(_ANOMALIES,),
        columns=columns(
            "started=AnomalyStartDate",
            "ended=AnomalyEndDate",
            "service=cause.Service",
            "region=cause.Region",
            "usage_type=cause.UsageType",
            "impact_usd=Impact.TotalImpact",
            "expected_usd=Impact.TotalExpectedSpend",
            "actual_usd=Impact.TotalActualSpend",
            "score=AnomalyScore.MaxScore",
        ),
        find=_anomalies,
        parameters={"days": whole("days to look back", 30, most=90)},
    ),
    Insight(
        name="BudgetsAtRisk",
        tool=TOOL,
        service=SERVICE,
        summary="exceeded, or forecast to be",
        words="budgets at risk, budgets exceeded or over limit, budgets about to be exceeded,"
        " over budget, will we stay within budget",
        calls=(_BUDGETS,),
        columns=columns(
            "budget=BudgetName",
            "state",
            "limit_usd",
            "actual_usd",
            "forecast_usd",
            "used_percent",
            "forecast_percent",
            "every=TimeUnit",
        ),
        find=_at_risk,
        parameters={
            "percent": whole("of the limit, from which a budget is at risk", 100, most=1000)
        },
    ),
    Insight(
        name="UnusedReservations",
        tool=TOOL,
        service=SERVICE,
        summary="reservations used too little",
        words="unused reservations, underused reserved instances, RI utilization, wasted reserved"
        " capacity, reservations nobody uses",
        calls=(_RESERVED,),
        columns=columns(
            "subscription_id=Value",
            "service=Attributes.service",
            "instance_type=Attributes.instanceType",
            "instances=Attributes.numberOfInstances",
            "used_percent",
            "purchased_hours",
            "unused_hours",
            "unused_usd",
            "ends=Attributes.endDateTime",
        ),
        find=_reservations,
        parameters={
            "days": whole("days to look back", 30, most=365),
            "percent": whole("used by less than this", 80, most=100),
        },
    ),
)
