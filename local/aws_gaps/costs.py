"""Cost Explorer, computed from the ledger.

moto keeps a queue of canned answers for GetCostAndUsage and lacks the others.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from local.aws_gaps.layer import ApiError, Gap, Question
from local.aws_gaps.ledger import LINES, RESERVATIONS, SPIKE_DAYS, Line, Reservation, days
from local.aws_gaps.state import ACCOUNT

MONITOR = f"arn:aws:ce::{ACCOUNT}:anomalymonitor/5f0c1ad2-9f57-4f6c-8f0e-2f3a8f3f6d11"

_DIMENSIONS: Mapping[str, Callable[[Line], str]] = {
    "SERVICE": lambda line: line.service,
    "USAGE_TYPE": lambda line: line.usage_type,
    "REGION": lambda line: line.region,
    "LINKED_ACCOUNT": lambda _: ACCOUNT,
    "RECORD_TYPE": lambda _: "Usage",
}
_TAGS: Mapping[str, Callable[[Line], str]] = {
    "Team": lambda line: line.team,
    "Environment": lambda _: "prod",
}


def usage(question: Question) -> Mapping[str, Any]:
    """GetCostAndUsage: by day or month, grouped and filtered."""
    asked = question.input
    lines = [line for line in LINES if _fits(line, asked.get("Filter"))]
    groups = asked.get("GroupBy") or []
    return {
        "GroupDefinitions": groups,
        "ResultsByTime": [
            _period(start, end, lines, asked["Metrics"], groups)
            for start, end in _periods(asked["TimePeriod"], asked["Granularity"])
        ],
        "DimensionValueAttributes": [],
    }


def forecast(question: Question) -> Mapping[str, Any]:
    """GetCostForecast: the mean of the last 30 days goes on."""
    asked = question.input
    today = _today()
    if date.fromisoformat(asked["TimePeriod"]["Start"]) < today:
        raise ApiError("ValidationException", "Start must be today or later")
    lines = [line for line in LINES if _fits(line, asked.get("Filter"))]
    daily = _total(lines, today - timedelta(days=30), today) / 30
    results: list[dict[str, Any]] = [
        {
            "TimePeriod": _named(start, end),
            "MeanValue": _text(daily * (end - start).days),
            "PredictionIntervalLowerBound": _text(daily * (end - start).days * 0.92),
            "PredictionIntervalUpperBound": _text(daily * (end - start).days * 1.08),
        }
        for start, end in _periods(asked["TimePeriod"], asked["Granularity"])
    ]
    total = sum(float(result["MeanValue"]) for result in results)
    return {"Total": _dollars(total), "ForecastResultsByTime": results}


def dimension_values(question: Question) -> Mapping[str, Any]:
    """GetDimensionValues: all values of a dimension that hold the search string."""
    pick = _DIMENSIONS.get(question.input["Dimension"])
    values = _matching({pick(line) for line in LINES} if pick else set(), question)
    found = [{"Value": value, "Attributes": {}} for value in values]
    return {"DimensionValues": found, "ReturnSize": len(found), "TotalSize": len(found)}


def tags(question: Question) -> Mapping[str, Any]:
    """GetTags: the tag keys, or the values of one key."""
    key = question.input.get("TagKey", "")
    names = {_TAGS[key](line) for line in LINES} if key in _TAGS else set(_TAGS)
    found = _matching(names, question)
    return {"Tags": found, "ReturnSize": len(found), "TotalSize": len(found)}


def anomalies(question: Question) -> Mapping[str, Any]:
    """GetAnomalies: the days on which a line of the ledger jumped."""
    day = _today() - timedelta(days=SPIKE_DAYS)
    span = question.input["DateInterval"]
    jumped = [line for line in LINES if line.spike]
    if not span["StartDate"] <= day.isoformat() <= span.get("EndDate", day.isoformat()):
        jumped = []
    return {"Anomalies": [_anomaly(line, day) for line in jumped]}


def monitors(_: Question) -> Mapping[str, Any]:
    """GetAnomalyMonitors: the one that watches each service."""
    monitor = {
        "MonitorArn": MONITOR,
        "MonitorName": "services",
        "MonitorType": "DIMENSIONAL",
        "MonitorDimension": "SERVICE",
    }
    return {"AnomalyMonitors": [monitor]}


def reservation_utilization(question: Question) -> Mapping[str, Any]:
    """GetReservationUtilization: of all, and of each subscription if they are grouped."""
    span = question.input["TimePeriod"]
    hours = 24 * (date.fromisoformat(span["End"]) - date.fromisoformat(span["Start"])).days
    total = _utilization(RESERVATIONS, hours)
    groups = [
        {
            "Key": "SUBSCRIPTION_ID",
            "Value": each.id,
            "Attributes": {
                "service": each.service,
                "instanceType": each.type,
                "numberOfInstances": str(each.number),
                "region": "us-east-1",
                "endDateTime": (_today() + timedelta(days=200)).isoformat(),
            },
            "Utilization": _utilization([each], hours),
        }
        for each in (RESERVATIONS if question.input.get("GroupBy") else ())
    ]
    return {
        "UtilizationsByTime": [{"TimePeriod": span, "Groups": groups, "Total": total}],
        "Total": total,
    }


COST_GAPS = (
    Gap("ce", "GetCostAndUsage", usage),
    Gap("ce", "GetCostForecast", forecast),
    Gap("ce", "GetDimensionValues", dimension_values),
    Gap("ce", "GetTags", tags),
    Gap("ce", "GetAnomalies", anomalies),
    Gap("ce", "GetAnomalyMonitors", monitors),
    Gap("ce", "GetReservationUtilization", reservation_utilization),
)


def _today() -> date:
    return datetime.now(UTC).date()


def _periods(span: Mapping[str, str], granularity: str) -> Iterator[tuple[date, date]]:
    start, end = date.fromisoformat(span["Start"]), date.fromisoformat(span["End"])
    if granularity == "HOURLY":
        raise ApiError("ValidationException", "Hourly data is not enabled")
    while start < end:
        following = start + timedelta(days=1)
        if granularity == "MONTHLY":
            following = (start.replace(day=1) + timedelta(days=32)).replace(day=1)
        yield start, min(following, end)
        start = following


def _period(
    start: date, end: date, lines: list[Line], metrics: list[str], groups: list[Any]
) -> dict[str, Any]:
    result: dict[str, Any] = {"TimePeriod": _named(start, end), "Estimated": end > _today()}
    if not groups:
        amount = _total(lines, start, end)
        return result | {"Total": {metric: _dollars(amount) for metric in metrics}, "Groups": []}
    parts: dict[tuple[str, ...], list[Line]] = defaultdict(list)
    for line in lines:
        parts[tuple(_group(line, group) for group in groups)].append(line)
    totals = {keys: _total(part, start, end) for keys, part in sorted(parts.items())}
    found = [
        {"Keys": list(keys), "Metrics": {metric: _dollars(amount) for metric in metrics}}
        for keys, amount in totals.items()
        if amount
    ]
    return result | {"Total": {}, "Groups": found}


def _group(line: Line, group: Mapping[str, str]) -> str:
    if group["Type"] == "TAG":
        return f"{group['Key']}${_tag(line, group['Key'])}"
    if group["Key"] in _DIMENSIONS:
        return _DIMENSIONS[group["Key"]](line)
    raise ApiError("ValidationException", f"The sandbox does not group by {group['Key']}")


def _tag(line: Line, key: str) -> str:
    return _TAGS[key](line) if key in _TAGS else ""


def _fits(line: Line, expression: Mapping[str, Any] | None) -> bool:
    if not expression:
        return True
    [(kind, rule)] = expression.items()
    match kind:
        case "And" | "Or":
            fits = [_fits(line, part) for part in rule]
            return all(fits) if kind == "And" else any(fits)
        case "Not":
            return not _fits(line, rule)
        case "Dimensions" if rule["Key"] in _DIMENSIONS:
            return _DIMENSIONS[rule["Key"]](line) in rule["Values"]
        case "Tags":
            return _tag(line, rule["Key"]) in rule["Values"]
    raise ApiError("ValidationException", f"The sandbox does not filter by {kind} like this")


def _utilization(reservations: Sequence[Reservation], hours: int) -> dict[str, str]:
    bought = sum(each.number for each in reservations) * hours
    used = sum(each.number * each.used for each in reservations) * hours
    fee = sum(each.number * each.hourly for each in reservations) * hours
    idle = sum(each.number * (1 - each.used) * each.hourly for each in reservations) * hours
    return {
        "UtilizationPercentage": f"{100 * used / bought:.1f}" if bought else "0",
        "PurchasedHours": f"{bought}",
        "TotalActualHours": f"{used:.0f}",
        "UnusedHours": f"{bought - used:.0f}",
        "TotalAmortizedFee": _text(fee),
        "RICostForUnusedHours": _text(idle),
    }


def _anomaly(line: Line, day: date) -> dict[str, Any]:
    cause = {"Service": line.service, "Region": line.region, "UsageType": line.usage_type}
    return {
        "AnomalyId": "c1f9e3a0-5b7d-4a7e-9d55-0f8f2b6f4a77",
        "AnomalyStartDate": day.isoformat(),
        "AnomalyEndDate": day.isoformat(),
        "DimensionValue": line.service,
        "RootCauses": [cause | {"LinkedAccount": ACCOUNT}],
        "AnomalyScore": {"MaxScore": 0.91, "CurrentScore": 0.34},
        "Impact": {
            "MaxImpact": line.spike,
            "TotalImpact": line.spike,
            "TotalActualSpend": round(line.daily + line.spike, 2),
            "TotalExpectedSpend": line.daily,
        },
        "MonitorArn": MONITOR,
    }


def _matching(names: set[str], question: Question) -> list[str]:
    wanted = (question.input.get("SearchString") or "").lower()
    return sorted(name for name in names if wanted in name.lower())


def _total(lines: list[Line], start: date, end: date) -> float:
    today = _today()
    return sum(line.cost(day, today) for line in lines for day in days(start, end))


def _named(start: date, end: date) -> dict[str, str]:
    return {"Start": start.isoformat(), "End": end.isoformat()}


def _text(amount: float) -> str:
    return f"{amount:.6f}"


def _dollars(amount: float) -> dict[str, str]:
    return {"Amount": _text(amount), "Unit": "USD"}
