"""What was charged, by service and by tag."""

from datetime import UTC, date, datetime

import pytest

from mcp_tool.errors import InvalidArgumentError
from mcp_tool.insights.periods import current


def charged(aws, period, group):
    """Read the costs of a period by plain boto3."""
    answer = aws("ce").get_cost_and_usage(
        TimePeriod=period, Granularity="MONTHLY", Metrics=["UnblendedCost"], GroupBy=[group]
    )
    costs = {}
    for span in answer["ResultsByTime"]:
        for each in span["Groups"]:
            amount = float(each["Metrics"]["UnblendedCost"]["Amount"])
            costs[each["Keys"][0]] = costs.get(each["Keys"][0], 0.0) + amount
    return {key: round(cost, 2) for key, cost in costs.items()}


def test_services_come_most_expensive_first(run, aws):
    """Each amount is Cost Explorer's own."""
    found = run("CostByService")
    period = current(datetime.now(UTC).date())
    costs = charged(aws, period.api, {"Type": "DIMENSION", "Key": "SERVICE"})
    assert dict(zip(found.column("service"), found.column("cost_usd"), strict=True)) == costs
    assert found.column("cost_usd") == sorted(costs.values(), reverse=True)
    assert abs(sum(found.column("share_percent")) - 100) < 1
    assert found.summary.startswith(f"{sum(costs.values()):,.0f}"[:3])


def test_a_period_is_what_was_asked_for(run, aws):
    """Two months are added up."""
    found = run("CostByService", start="2026-01-10", end="2026-03-05")
    costs = charged(
        aws,
        {"Start": "2026-01-10", "End": "2026-03-05"},
        {"Type": "DIMENSION", "Key": "SERVICE"},
    )
    assert dict(zip(found.column("service"), found.column("cost_usd"), strict=True)) == costs
    assert set(found.column("from")) == {"2026-01-10"}
    assert "from 2026-01-10 to 2026-03-04" in found.summary


def test_tags_say_who_spends(run, aws):
    """What has no such tag is a value of its own."""
    found = run("CostByTag", tag="Team")
    period = current(datetime.now(UTC).date())
    costs = charged(aws, period.api, {"Type": "TAG", "Key": "Team"})
    assert dict(zip(found.column("value"), found.column("cost_usd"), strict=True)) == {
        key.removeprefix("Team$") or "untagged": cost for key, cost in costs.items()
    }
    assert found.column("value")[0] == "shop"


def test_a_tag_must_be_named(run):
    """There is no tag that everyone means."""
    with pytest.raises(InvalidArgumentError, match="CostByTag needs tag"):
        run("CostByTag")


@pytest.mark.parametrize("start", ["March", "2026-13-01", 20260301, ""])
def test_a_day_is_written_as_iso_8601_has_it(run, start):
    """Cost Explorer takes nothing else."""
    with pytest.raises(InvalidArgumentError) as raised:
        run("CostByService", start=start)
    assert raised.value.hint == "start must be a day such as 2026-03-31."


def test_nothing_charged_is_said(told):
    """An account can be new."""
    answers = {"ce:GetCostAndUsage": [{"Groups": []}]}
    found = told("CostByService", answers, now=datetime(2026, 3, 17, tzinfo=UTC))
    assert found.summary == "0.00 USD from 2026-03-01 to 2026-03-16, nothing was charged."
    assert date(2026, 3, 1).isoformat() in found.summary
