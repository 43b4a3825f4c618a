"""Cost Explorer's answers agree with each other."""

from datetime import UTC, datetime, timedelta

import pytest
from botocore.exceptions import ClientError

TODAY = datetime.now(UTC).date()
QUARTER = {"Start": (TODAY - timedelta(days=90)).isoformat(), "End": TODAY.isoformat()}


def amounts(answer):
    """Add up the costs of a Cost Explorer answer."""
    return sum(
        float(part["Metrics"]["UnblendedCost"]["Amount"])
        for period in answer["ResultsByTime"]
        for part in period["Groups"] or [{"Metrics": period["Total"]}]
    )


def test_costs_come_to_the_same_however_they_are_asked_for(account):
    """By service, by day or by tag, the sum over a quarter is one."""
    ce = account.client("ce")
    asked = {"TimePeriod": QUARTER, "Metrics": ["UnblendedCost"]}
    whole = amounts(ce.get_cost_and_usage(Granularity="MONTHLY", **asked))
    for group in ({"Type": "DIMENSION", "Key": "SERVICE"}, {"Type": "TAG", "Key": "Team"}):
        parts = ce.get_cost_and_usage(Granularity="DAILY", GroupBy=[group], **asked)
        assert amounts(parts) == pytest.approx(whole, abs=0.01)


def test_costs_are_filtered(account):
    """A filter and its negation share the whole between them."""
    ce = account.client("ce")
    asked = {"TimePeriod": QUARTER, "Granularity": "MONTHLY", "Metrics": ["UnblendedCost"]}
    ireland = {"Dimensions": {"Key": "REGION", "Values": ["eu-west-1"]}}
    warehouse = {"Tags": {"Key": "Team", "Values": ["warehouse"]}}
    both = {"And": [ireland, warehouse]}
    whole = amounts(ce.get_cost_and_usage(**asked))
    part = amounts(ce.get_cost_and_usage(Filter=both, **asked))
    rest = amounts(ce.get_cost_and_usage(Filter={"Not": both}, **asked))
    either = amounts(ce.get_cost_and_usage(Filter={"Or": [ireland, warehouse]}, **asked))
    assert 0 < part < either < whole
    assert part + rest == pytest.approx(whole, abs=0.01)


@pytest.mark.parametrize(
    "asked",
    [
        {"Granularity": "HOURLY"},
        {"GroupBy": [{"Type": "DIMENSION", "Key": "PLATFORM"}]},
        {"Filter": {"CostCategories": {"Key": "Tier", "Values": ["1"]}}},
    ],
    ids=["hours", "group", "filter"],
)
def test_costs_that_the_ledger_cannot_tell_are_refused(account, asked):
    """The sandbox refuses a question that it would answer wrongly."""
    asked = {"TimePeriod": QUARTER, "Granularity": "DAILY", "Metrics": ["UnblendedCost"]} | asked
    with pytest.raises(ClientError, match="ValidationException"):
        account.client("ce").get_cost_and_usage(**asked)


def test_a_forecast_of_the_past_is_refused(account):
    """A forecast starts today at the earliest, as in the cloud."""
    with pytest.raises(ClientError, match="ValidationException"):
        account.client("ce").get_cost_forecast(
            TimePeriod=QUARTER, Granularity="MONTHLY", Metric="UNBLENDED_COST"
        )


def test_the_anomaly_stands_in_the_costs_of_its_day(account):
    """What the anomaly says of its day is what the ledger says."""
    ce = account.client("ce")
    anomaly = ce.get_anomalies(DateInterval={"StartDate": QUARTER["Start"]})["Anomalies"][0]
    day = datetime.fromisoformat(anomaly["AnomalyStartDate"]).date()
    cause = anomaly["RootCauses"][0]["UsageType"]
    cost = ce.get_cost_and_usage(
        TimePeriod={"Start": day.isoformat(), "End": (day + timedelta(days=1)).isoformat()},
        Granularity="DAILY",
        Metrics=["UnblendedCost"],
        Filter={"Dimensions": {"Key": "USAGE_TYPE", "Values": [cause]}},
    )
    assert amounts(cost) == pytest.approx(anomaly["Impact"]["TotalActualSpend"], rel=0.01)
    nothing = ce.get_anomalies(DateInterval={"StartDate": TODAY.isoformat()})["Anomalies"]
    assert nothing == []


def test_dimension_values_and_tags_are_searched(account):
    """A search string narrows the values; an unknown dimension has none."""
    ce = account.client("ce")
    found = ce.get_dimension_values(TimePeriod=QUARTER, Dimension="SERVICE", SearchString="lambda")
    assert [value["Value"] for value in found["DimensionValues"]] == ["AWS Lambda"]
    assert ce.get_dimension_values(TimePeriod=QUARTER, Dimension="AZ")["TotalSize"] == 0
    assert ce.get_tags(TimePeriod=QUARTER, TagKey="Team", SearchString="ware")["Tags"] == [
        "warehouse"
    ]
