"""Metrics say what the lists say."""

import pytest

from local.seed import functions, instances, metrics
from local.seed.account import REGIONS


def total(account, region, namespace, metric, **dimension):
    """Add up a metric over the last fortnight."""
    (name, value), *_ = dimension.items()
    points = account.client("cloudwatch", region).get_metric_statistics(
        Namespace=namespace,
        MetricName=metric,
        Dimensions=[{"Name": name, "Value": value}],
        StartTime=account.ago(15),
        EndTime=account.now,
        Period=86_400,
        Statistics=["Sum"],
    )["Datapoints"]
    return sum(point["Sum"] for point in points)


@pytest.mark.parametrize("function", functions.FUNCTIONS, ids=lambda function: function.name)
def test_functions_were_called_or_never(account, function):
    """Invocations, errors and throttles of a fortnight are what the list says of a day."""
    for metric, daily in (
        ("Invocations", function.calls),
        ("Errors", function.errors),
        ("Throttles", function.throttles),
    ):
        key = {"FunctionName": function.name}
        found = total(account, function.region, "AWS/Lambda", metric, **key)
        assert found == pytest.approx(daily * 14, rel=0.01)


@pytest.mark.parametrize("region", REGIONS)
def test_processors_are_busy_and_idle(account, read, region):
    """Each running instance has the mean CPU utilisation that it is listed with."""
    for instance in instances.INSTANCES:
        if instance.region != region or instance.state != "running" or not instance.name:
            continue
        (found,) = read.instances(region, **{"tag:Name": instance.name})
        points = account.client("cloudwatch", region).get_metric_statistics(
            Namespace="AWS/EC2",
            MetricName="CPUUtilization",
            Dimensions=[{"Name": "InstanceId", "Value": found["InstanceId"]}],
            StartTime=account.ago(15),
            EndTime=account.now,
            Period=14 * 86_400,
            Statistics=["Average"],
        )["Datapoints"]
        assert points[0]["Average"] == pytest.approx(instance.cpu, rel=0.2)


@pytest.mark.parametrize("region", metrics.REPUTATIONS)
def test_mail_bounces_as_often_as_listed(account, region):
    """Each Region that sends mail has its rates of bounces and complaints."""
    for metric, rate in metrics.REPUTATIONS[region].items():
        points = account.client("cloudwatch", region).get_metric_statistics(
            Namespace="AWS/SES",
            MetricName=metric,
            StartTime=account.ago(1),
            EndTime=account.now,
            Period=86_400,
            Statistics=["Average"],
        )["Datapoints"]
        assert [each["Average"] for each in points] == [rate]
