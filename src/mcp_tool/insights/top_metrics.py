"""The resources with the most of something that CloudWatch measures."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from mcp_tool.insights.account import Account, Record
from mcp_tool.insights.insight import Found, Insight, columns
from mcp_tool.insights.metrics import CALL, Metric, measure
from mcp_tool.insights.parameters import choice, text, whole

METRICS = "cloudwatch:ListMetrics"

# Series that one run compares, which costs 0.01 USD.
MOST = 1_000

_FOLDS: Mapping[str, Callable[[list[float]], float]] = {
    "Average": lambda values: sum(values) / len(values),
    "Maximum": max,
    "Minimum": min,
    "Sum": sum,
}


def _top(
    account: Account, metric: str, namespace: str | None, by: str | None, statistic: str, days: int
) -> Found:
    asked = {"MetricName": metric} | ({"Namespace": namespace} if namespace else {})
    series = [
        each
        for all_ in _by_namespace(account.read(METRICS, **asked)).values()
        for each in _comparable(all_, by)
    ]
    rows = [
        each | {"value": round(_FOLDS[statistic](values), 4), "days_with_data": len(values)}
        for each, values in _values(account, series[:MOST], statistic, days)
        if values
    ]
    rows.sort(key=lambda each: (-each["value"], each["resource"]))
    more = f" Only {MOST:,} of {len(series):,} were compared." if len(series) > MOST else ""
    return Found(
        [each | {"statistic": statistic} for each in rows],
        f"{len(rows):,} resources by {statistic.lower()} {metric} of the last {days} days, the"
        f" highest first.{more}",
    )


def _by_namespace(metrics: Iterable[Record]) -> dict[str, list[Record]]:
    """Take each series once, by its namespace."""
    found: dict[str, dict[object, Record]] = defaultdict(dict)
    for each in metrics:
        named = tuple(sorted(_dimensions(each).items()))
        resource = ", ".join(value for _, value in named)
        found[each["Namespace"]][each.target, named] = each | {"resource": resource}
    return {namespace: list(series.values()) for namespace, series in found.items()}


def _comparable(series: list[Record], by: str | None) -> list[Record]:
    """Take the series that are named alike, so that no sum of others is among them.

    Those with the fewest dimensions are the resources themselves (a function, not one of its
    versions); where several kinds of name have as few, the most common is (an instance, not its
    type).
    """
    kinds: dict[tuple[str, ...], list[Record]] = defaultdict(list)
    for each in series:
        names = tuple(sorted(_dimensions(each)))
        if names and (by is None or by in names):
            kinds[names].append(each)
    return min(
        kinds.values(), key=lambda kind: (len(kind[0]["Dimensions"]), -len(kind)), default=[]
    )


def _values(
    account: Account, series: list[Record], statistic: str, days: int
) -> Iterable[tuple[Record, list[float] | None]]:
    by_metric: dict[Metric, list[Record]] = defaultdict(list)
    for each in series:
        by_metric[Metric(each["Namespace"], each["MetricName"], statistic)].append(each)
    for metric, records in by_metric.items():
        read = measure(account, records, (metric,), dimensions=_dimensions, days=days)
        yield from ((each, values) for each, (values,) in zip(records, read, strict=True))


def _dimensions(metric: Record) -> dict[str, str]:
    return {each["Name"]: each["Value"] for each in metric["Dimensions"]}


INSIGHTS = (
    Insight(
        name="TopByMetric",
        tool="cloudwatch_read_operations",
        summary="resources by a CloudWatch metric of the last N days, the highest first",
        words="top by a metric, highest CPU, busiest instances, most used, top 10 by CPU"
        " utilization, most invocations, most requests, heaviest, ranking by metric, which has the"
        " highest",
        calls=(METRICS, CALL),
        columns=columns(
            "resource",
            "value",
            "statistic",
            "metric=MetricName",
            "namespace=Namespace",
            "dimensions=Dimensions[].Name",
            "days_with_data",
        ),
        find=_top,
        parameters={
            "metric": text("CloudWatch's name of the metric", "CPUUtilization"),
            "namespace": text("the metric's namespace, such as AWS/EC2; absent: all that have it"),
            "by": text("a dimension that names the resources, such as ServiceName"),
            "statistic": choice("how its points are put together", tuple(_FOLDS)),
            "days": whole("how many days back", 7, most=60),
        },
    ),
)
