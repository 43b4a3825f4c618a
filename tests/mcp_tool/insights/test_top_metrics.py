"""Resources by a metric."""

from datetime import UTC, datetime, timedelta

import pytest

from local.seed.functions import FUNCTIONS


def test_the_busiest_come_first(run, aws):
    """By default these are instances by their CPU; the idle one is last."""
    found = run("TopByMetric")
    values = found.column("value")
    assert values == sorted(values, reverse=True)
    idle = aws("ec2").describe_instances(
        Filters=[{"Name": "tag:Name", "Values": ["shop-reports-1"]}]
    )
    instance = idle["Reservations"][0]["Instances"][0]["InstanceId"]
    assert found.rows[-1]["resource"] == instance


def test_values_are_as_cloudwatch_has_them(run, aws):
    """The average of the days is that of what GetMetricData answers."""
    row = run("TopByMetric", days=3).rows[0]
    now = datetime.now(UTC)
    metric = {
        "Namespace": row["namespace"],
        "MetricName": row["metric"],
        "Dimensions": [{"Name": "InstanceId", "Value": row["resource"]}],
    }
    stat = {"Metric": metric, "Period": 86_400, "Stat": "Average"}
    [result] = aws("cloudwatch", row["region"]).get_metric_data(
        MetricDataQueries=[{"Id": "cpu", "MetricStat": stat}],
        StartTime=now - timedelta(days=3),
        EndTime=now,
    )["MetricDataResults"]
    assert row["days_with_data"] == len(result["Values"])
    assert row["value"] == pytest.approx(sum(result["Values"]) / len(result["Values"]), abs=1e-4)


def test_a_sum_puts_the_most_called_function_first(run):
    """Any metric and statistic can be asked for, of one namespace."""
    found = run("TopByMetric", metric="Invocations", namespace="AWS/Lambda", statistic="Sum")
    most = max(FUNCTIONS, key=lambda each: each.calls)
    assert found.rows[0]["resource"] == most.name
    assert set(found.column("namespace")) == {"AWS/Lambda"}


def test_without_a_namespace_all_that_have_the_metric_are_compared(run):
    """Functions and endpoints both have invocations."""
    found = run("TopByMetric", metric="Invocations", statistic="Sum")
    assert set(found.column("namespace")) == {"AWS/Lambda", "AWS/SageMaker"}


def metric(**dimensions):
    """Write a metric as CloudWatch lists it."""
    named = [{"Name": name, "Value": value} for name, value in dimensions.items()]
    return {"Namespace": "AWS/ECS", "MetricName": "CPUUtilization", "Dimensions": named}


@pytest.mark.parametrize(
    ("by", "resources"), [(None, ["a", "b"]), ("Service", ["a, web"]), ("Size", ["big"])]
)
def test_sums_of_others_are_not_compared(told, by, resources):
    """What has fewest names is the resource; the whole account and rarer kinds are left out."""
    listed = [
        metric(),
        metric(Cluster="a"),
        metric(Cluster="b"),
        metric(Size="big"),
        metric(Cluster="a", Service="web"),
    ]

    def data(MetricDataQueries, **_):  # noqa: N803  # a member of the API
        return [{"Id": each["Id"], "Values": [1.0, 3.0]} for each in MetricDataQueries]

    given = {"by": by} if by else {}
    answers = {"cloudwatch:ListMetrics": listed, "cloudwatch:GetMetricData": data}
    found = told("TopByMetric", answers, **given)
    assert found.column("resource") == resources
    assert set(found.column("value")) == {2.0}
