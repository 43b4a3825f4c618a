"""Metrics of many resources in few calls."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from mcp_tool.errors import ReadError
from mcp_tool.insights.account import Account, Record
from mcp_tool.insights.metrics import CALL, Metric, measure
from mcp_tool.plan import Page, Part, Plan, Rows, Target

NOW = datetime(2026, 3, 17, tzinfo=UTC)
PLAN = Plan("ec2_read_operations", "", "Some", {}, ("all",), ("own",))
CPU = (Metric("AWS/EC2", "CPUUtilization"), Metric("AWS/EC2", "CPUUtilization", "Maximum"))


def records(number, region="us-east-1"):
    return [Record({"id": f"{region}-{each}"}, Target("own", region)) for each in range(number)]


def ask(read, measured, days=14):
    with ThreadPoolExecutor(4) as pool:
        account = Account(read, PLAN, (CALL,), pool=pool, now=NOW)
        return measure(
            account, measured, CPU, dimensions=lambda each: {"InstanceId": each["id"]}, days=days
        )


def echo(plans):
    """Answer each query with the number in its dimension and its statistic's length."""

    def read(plan):
        plans.append(plan)
        results = [
            {"Id": each["Id"], "Values": [2.0, float(_number(each))]}
            for each in plan.parameters["MetricDataQueries"]
        ]
        target = Target("own", plan.regions[0])
        return Rows((Part(target, pages=(Page({}, tuple(results)),)),))

    return read


def _number(query):
    return query["MetricStat"]["Metric"]["Dimensions"][0]["Value"].rpartition("-")[2]


def test_six_hundred_series_are_two_calls():
    """AWS takes 500 queries a call; each record gets its own values, oldest first."""
    plans = []
    series = ask(echo(plans), records(300))
    assert sorted(len(each.parameters["MetricDataQueries"]) for each in plans) == [100, 500]
    assert series == [([float(each), 2.0],) * 2 for each in range(300)]


def test_each_region_is_asked_for_its_own():
    """A metric lives where its resource does."""
    plans = []
    ask(echo(plans), [*records(2), *records(1, "eu-west-1")])
    asked = {each.regions: len(each.parameters["MetricDataQueries"]) for each in plans}
    assert asked == {("us-east-1",): 4, ("eu-west-1",): 2}


def test_a_query_says_what_and_how():
    """Namespace, dimensions, statistic, and days as one value each."""
    plans = []
    ask(echo(plans), records(1), days=3)
    [plan] = plans
    assert plan.parameters["StartTime"] == NOW - timedelta(days=3)
    assert plan.parameters["EndTime"] == NOW
    assert plan.parameters["MetricDataQueries"][1]["MetricStat"] == {
        "Metric": {
            "Namespace": "AWS/EC2",
            "MetricName": "CPUUtilization",
            "Dimensions": [{"Name": "InstanceId", "Value": "us-east-1-0"}],
        },
        "Period": 86_400,
        "Stat": "Maximum",
    }


def test_pages_of_one_series_are_put_together():
    """Later pages hold older values."""

    def read(plan):
        names = [each["Id"] for each in plan.parameters["MetricDataQueries"]]
        pages = [
            Page({}, tuple({"Id": name, "Values": values} for name in names))
            for values in ([4.0, 3.0], [2.0, 1.0])
        ]
        return Rows((Part(Target("own", "us-east-1"), pages=tuple(pages)),))

    assert ask(read, records(1)) == [([1.0, 2.0, 3.0, 4.0],) * 2]


def test_a_series_without_values_is_empty_and_a_denied_one_unknown():
    """Nothing was measured, or nothing is known: an insight must tell them apart."""

    def silent(plan):
        return Rows((Part(Target("own", "us-east-1"), pages=(Page({}, ()),)),))

    def denied(plan):
        raise ReadError("AWS denied it.", read_code="AccessDenied", hint="")

    assert ask(silent, records(1)) == [([], [])]
    assert ask(denied, records(1)) == [(None, None)]
