"""CloudWatch metrics: a point a day for a fortnight, and one every five minutes for an hour."""

import math
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from local.seed.account import HOME, IRELAND, REGIONS, Account
from local.seed.balancing import TRAFFIC
from local.seed.databases import TABLES
from local.seed.functions import FUNCTIONS
from local.seed.instances import INSTANCES
from local.seed.learning import ENDPOINTS
from local.seed.storage import BUCKETS

DAYS = 14
DAY, RECENT = 1.0, 5 / 1440  # how much of a day one point stands for

# What SES counts of the mail of each Region: Ireland's bounces are too many.
REPUTATIONS = {
    HOME: {"Reputation.BounceRate": 0.031, "Reputation.ComplaintRate": 0.0004},
    IRELAND: {"Reputation.BounceRate": 0.064, "Reputation.ComplaintRate": 0.0002},
}

Datum = dict[str, Any]


def fill(account: Account, *, instances: Mapping[str, str], balancers: Mapping[str, str]) -> None:
    """Put the metrics.

    Args:
        account: where.
        instances: the ids by name.
        balancers: the load balancers' dimensions, such as `app/shop-prod/50dc6c495c0c9188`.
    """
    for region in REGIONS:
        _put(account, "AWS/EC2", region, _processors(account, region, instances))
        _put(account, "AWS/Lambda", region, _functions(account, region))
        _put(account, "AWS/S3", region, _buckets(account, region))
        _put(account, "AWS/DynamoDB", region, _tables(account, region))
    _put(account, "AWS/RDS", HOME, _storage(account))
    _put(account, "AWS/ApplicationELB", HOME, _balancers(account, balancers))
    _put(account, "AWS/SageMaker", HOME, _endpoints(account))
    for region, rates in REPUTATIONS.items():
        _put(account, "AWS/SES", region, _reputation(account, rates))
    _put(account, "Tarnfield/Shop", HOME, _orders(account))


def _put(account: Account, namespace: str, region: str, data: Iterator[Datum]) -> None:
    if points := list(data):
        account.client("cloudwatch", region).put_metric_data(Namespace=namespace, MetricData=points)


def _moments(account: Account) -> Iterator[tuple[datetime, float]]:
    """Give each moment and the part of a day that its point stands for."""
    for day in range(DAYS, 0, -1):
        yield account.ago(day), DAY
    for minutes in range(60, 0, -5):
        yield account.ago(minutes=minutes), RECENT


def _level(account: Account, metric: str, key: tuple[str, str], mean: float) -> Iterator[Datum]:
    """A gauge that swings by a fifth around its mean."""
    for index, (moment, _) in enumerate(_moments(account)):
        value = round(mean * (1 + 0.2 * math.sin(index * 1.7)), 3)
        yield _datum(metric, key, moment) | {"Value": value, "Unit": "Percent"}


def _count(account: Account, metric: str, key: tuple[str, str], daily: float) -> Iterator[Datum]:
    """A counter that comes to so much each day."""
    for moment, part in _moments(account):
        yield _datum(metric, key, moment) | {"Value": round(daily * part, 2), "Unit": "Count"}


def _datum(metric: str, key: tuple[str, str], moment: datetime) -> Datum:
    name, value = key
    return {
        "MetricName": metric,
        "Dimensions": [{"Name": name, "Value": value}],
        "Timestamp": moment,
    }


def _processors(account: Account, region: str, ids: Mapping[str, str]) -> Iterator[Datum]:
    for instance in INSTANCES:
        if instance.region == region and instance.state == "running":
            key = ("InstanceId", ids[instance.name])
            yield from _level(account, "CPUUtilization", key, instance.cpu)


def _functions(account: Account, region: str) -> Iterator[Datum]:
    for function in FUNCTIONS:
        if function.region != region or not function.calls:
            continue
        key = ("FunctionName", function.name)
        yield from _count(account, "Invocations", key, function.calls)
        yield from _count(account, "Errors", key, function.errors)
        yield from _count(account, "Throttles", key, function.throttles)
        for moment, _ in _moments(account):
            value = {"Value": function.duration, "Unit": "Milliseconds"}
            yield _datum("Duration", key, moment) | value


def _buckets(account: Account, region: str) -> Iterator[Datum]:
    for bucket in BUCKETS:
        if bucket.region != region:
            continue
        for day in (1, 2):
            datum = _datum("BucketSizeBytes", ("BucketName", bucket.name), account.ago(day))
            datum["Dimensions"].append({"Name": "StorageType", "Value": "StandardStorage"})
            yield datum | {"Value": bucket.stored_gib * 2**30, "Unit": "Bytes"}


def _tables(account: Account, region: str) -> Iterator[Datum]:
    for table in TABLES:
        if table.region == region and table.units:
            daily = table.units * table.used / 100 * 86_400
            key = ("TableName", table.name)
            for metric in ("ConsumedReadCapacityUnits", "ConsumedWriteCapacityUnits"):
                yield from _count(account, metric, key, daily)


def _storage(account: Account) -> Iterator[Datum]:
    for name, free in (("shop-orders", 38.0), ("shop-catalog", 150.0), ("legacy-crm", 920.0)):
        datum = _datum("FreeStorageSpace", ("DBInstanceIdentifier", name), account.ago(minutes=5))
        yield datum | {"Value": free * 2**30, "Unit": "Bytes"}


def _balancers(account: Account, balancers: Mapping[str, str]) -> Iterator[Datum]:
    for name, traffic in TRAFFIC.items():
        key = ("LoadBalancer", balancers[name])
        yield from _count(account, "RequestCount", key, traffic.requests)
        # A balancer without errors writes no such metric.
        if traffic.own_errors:
            yield from _count(account, "HTTPCode_ELB_5XX_Count", key, traffic.own_errors)
            yield from _count(account, "HTTPCode_Target_5XX_Count", key, traffic.target_errors)


def _endpoints(account: Account) -> Iterator[Datum]:
    for name, daily in ENDPOINTS.items():
        if daily:
            for datum in _count(account, "Invocations", ("EndpointName", name), daily):
                datum["Dimensions"].append({"Name": "VariantName", "Value": "all"})
                yield datum


def _reputation(account: Account, rates: Mapping[str, float]) -> Iterator[Datum]:
    for metric, rate in rates.items():
        moment = account.ago(minutes=30)
        yield {"MetricName": metric, "Timestamp": moment, "Value": rate, "Unit": "None"}


def _orders(account: Account) -> Iterator[Datum]:
    yield from _count(account, "OrdersPlaced", ("Stage", "prod"), 1_900)
