"""CloudWatch metrics of many resources in few calls: GetMetricData, 500 series a call.

AWS charges 0.01 USD for a thousand series, which is why an insight asks for daily values of what
it compares and for nothing else.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mcp_tool.insights.account import Account, Record
from mcp_tool.plan import Target

CALL = "cloudwatch:GetMetricData"
DAY = 86_400
_QUERIES = 500

Dimensions = Callable[[Record], Mapping[str, str]]
# One series a metric: its values by time, oldest first; None if it could not be read.
Series = tuple[list[float] | None, ...]


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric and how its points of a period become one value."""

    namespace: str
    name: str
    statistic: str = "Average"


def measure(
    account: Account,
    records: Sequence[Record],
    metrics: Sequence[Metric],
    *,
    dimensions: Dimensions,
    days: int,
    period: int = DAY,
) -> list[Series]:
    """Read metrics of each record, where the record was read.

    Args:
        account: where.
        records: what is measured.
        metrics: what of it.
        dimensions: names a record to CloudWatch.
        days: how far back.
        period: seconds that one value stands for.

    Returns:
        For each record its series, in the order of the metrics.
    """
    queries: dict[Target, list[dict[str, Any]]] = defaultdict(list)
    first = {record.target: record for record in reversed(records)}
    for number, record in enumerate(records):
        for index, metric in enumerate(metrics):
            query = _query(f"m{number}_{index}", metric, dimensions(record), period)
            queries[record.target].append(query)
    values: dict[str, list[float]] = {}
    spans = {"StartTime": account.ago(days), "EndTime": account.now}
    readings = [
        (chunk, account.at(first[target], CALL, MetricDataQueries=chunk, **spans))
        for target, all_ in queries.items()
        for chunk in (all_[at : at + _QUERIES] for at in range(0, len(all_), _QUERIES))
    ]
    for chunk, reading in readings:
        if reading.error is None:
            values |= {query["Id"]: [] for query in chunk}
        # Pages come newest first, and each page's values too.
        for result in reading:
            values[result["Id"]] += result["Values"]
    names = [
        [f"m{number}_{index}" for index in range(len(metrics))] for number in range(len(records))
    ]
    return [tuple(_oldest_first(values.get(name)) for name in row) for row in names]


def _query(name: str, metric: Metric, dimensions: Mapping[str, str], period: int) -> dict[str, Any]:
    named = [{"Name": key, "Value": value} for key, value in dimensions.items()]
    return {
        "Id": name,
        "MetricStat": {
            "Metric": {
                "Namespace": metric.namespace,
                "MetricName": metric.name,
                "Dimensions": named,
            },
            "Period": period,
            "Stat": metric.statistic,
        },
    }


def _oldest_first(values: list[float] | None) -> list[float] | None:
    return None if values is None else values[::-1]
