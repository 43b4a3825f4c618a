"""How large buckets are, from the metrics that S3 writes once a day; no object is listed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from mcp_tool.insights.account import Account, Record
from mcp_tool.insights.buckets import LISTED, TOOL, buckets
from mcp_tool.insights.insight import Found, Insight, columns, many
from mcp_tool.insights.metrics import CALL as METRICS
from mcp_tool.insights.metrics import Metric, measure
from mcp_tool.plan import Target

_LIST = "cloudwatch:ListMetrics"
_SPACE = "AWS/S3"
_SIZE, _COUNT = "BucketSizeBytes", "NumberOfObjects"
_GIB = 2**30
# S3 writes a day's value within two days.
_DAYS = 3


def _sizes(account: Account) -> Found:
    all_, sizes, counts = (
        buckets(account),
        account.read(_LIST, Namespace=_SPACE, MetricName=_SIZE),
        account.read(_LIST, Namespace=_SPACE, MetricName=_COUNT),
    )
    homes = {each["Name"]: each.target for each in all_}
    by_class = _latest(account, _kept(sizes, homes), _SIZE)
    objects = _latest(account, _kept(counts, homes), _COUNT)
    rows = [each | _measured(by_class[each["Name"]], objects[each["Name"]]) for each in all_]
    rows.sort(key=lambda each: -(each["size_gib"] or 0))
    total = sum(each["size_gib"] or 0 for each in rows)
    return Found(
        rows,
        f"{many(len(rows), 'bucket')}, {total:,.1f} GiB together"
        + (
            f"; the largest is {rows[0]['Name']}, {rows[0]['size_gib'] or 0:,.1f} GiB."
            if rows
            else "."
        ),
    )


def _kept(metrics: Iterable[Record], homes: Mapping[str, Target]) -> list[Record]:
    """Take the series of the listed buckets from their own regions, each once."""
    found: dict[tuple[str, str], Record] = {}
    for each in metrics:
        named = _dimensions(each)
        if homes.get(named["BucketName"]) == each.target:
            found.setdefault((named["BucketName"], named["StorageType"]), each)
    return list(found.values())


def _latest(account: Account, records: Sequence[Record], name: str) -> dict[str, dict[str, float]]:
    """Read the last value of each bucket's series, by storage class."""
    values = measure(account, records, [Metric(_SPACE, name)], dimensions=_dimensions, days=_DAYS)
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for record, (points,) in zip(records, values, strict=True):
        if points:
            named = _dimensions(record)
            found[named["BucketName"]][named["StorageType"]] = points[-1]
    return found


def _dimensions(metric: Record) -> dict[str, str]:
    return {each["Name"]: each["Value"] for each in metric["Dimensions"]}


def _measured(sizes: dict[str, float], objects: dict[str, float]) -> dict[str, Any]:
    return {
        "size_gib": round(sum(sizes.values()) / _GIB, 3) if sizes else None,
        "objects": round(sum(objects.values())) if objects else None,
        "gib_by_class": {name: round(value / _GIB, 3) for name, value in sizes.items()},
    }


INSIGHTS = (
    Insight(
        name="BucketSizes",
        tool=TOOL,
        summary="size and objects of each, largest first",
        words="bucket sizes, largest buckets, how much storage do buckets use, how big is each"
        " bucket, number of objects, biggest S3 buckets in GB",
        calls=(*LISTED, _LIST, METRICS),
        columns=columns(
            "bucket=Name", "size_gib", "objects", "gib_by_class", "created=CreationDate"
        ),
        find=_sizes,
    ),
)
