"""Forecast, anomalies, budgets and reservations."""

from datetime import UTC, datetime, timedelta

import pytest

from local.aws_gaps.ledger import RESERVATIONS
from local.seed.money import BUDGETS


def test_the_forecast_adds_what_was_spent(run, aws):
    """The rest of the month is Cost Explorer's own forecast."""
    row = run("CostForecast").rows[0]
    answer = aws("ce").get_cost_forecast(
        TimePeriod={"Start": row["from"], "End": row["to"]},
        Metric="UNBLENDED_COST",
        Granularity="MONTHLY",
    )
    assert row["forecast_usd"] == round(float(answer["Total"]["Amount"]), 2)
    assert row["total_usd"] == round(row["spent_usd"] + row["forecast_usd"], 2)
    assert row["lowest_usd"] < row["forecast_usd"] < row["highest_usd"]


def test_the_forecast_goes_on_for_months(run):
    """Only the first has days that were charged already."""
    rows = run("CostForecast", months=3).rows
    assert len(rows) == 3
    assert [row["spent_usd"] for row in rows[1:]] == [0, 0]


@pytest.mark.parametrize(("day", "spent"), [(17, 300.0), (1, 0.0)])
def test_on_the_first_of_a_month_nothing_was_spent(told, day, spent):
    """The month that is asked for then is all forecast."""

    def usage(**asked):
        starts = ["2026-02-01", "2026-03-01"]
        return [
            {"TimePeriod": {"Start": start}, "Total": {"UnblendedCost": {"Amount": amount}}}
            for start, amount in zip(starts, ("900", "300"), strict=True)
        ]

    today = datetime(2026, 3, day, 8, tzinfo=UTC)
    period = {"Start": f"{today:%Y-%m-%d}", "End": "2026-04-01"}
    answers = {
        "ce:GetCostAndUsage": usage,
        "ce:GetCostForecast": [{"TimePeriod": period, "MeanValue": "500"}],
    }
    found = told("CostForecast", answers, now=today)
    assert found.column("spent_usd") == [spent]
    assert found.summary == (
        f"{spent + 500:,.2f} USD expected for March 2026, 900.00 USD in the month before."
    )


def test_an_anomaly_says_where_it_came_from(run, aws):
    """Impact and cause are Cost Explorer's own."""
    found = run("CostAnomalies")
    since = (datetime.now(UTC) - timedelta(days=30)).date().isoformat()
    [anomaly] = aws("ce").get_anomalies(DateInterval={"StartDate": since})["Anomalies"]
    row = found.rows[0]
    assert row["impact_usd"] == anomaly["Impact"]["TotalImpact"]
    assert row["usage_type"] == anomaly["RootCauses"][0]["UsageType"]
    assert found.summary == "1 anomaly in the last 30 days, 212.00 USD more than expected."


def test_an_anomaly_of_twelve_days_ago_is_not_of_this_week(run):
    """The near miss is one of time."""
    assert run("CostAnomalies", days=7).rows == []


def test_an_anomaly_without_a_cause_is_shown(told):
    """AWS does not find one each time."""
    anomaly = {"AnomalyStartDate": "2026-03-01", "Impact": {"TotalImpact": 9.0}}
    found = told("CostAnomalies", {"ce:GetAnomalies": [anomaly]})
    assert found.rows[0]["service"] is None


def test_budgets_at_risk_are_broken_or_will_be(run, aws):
    """The near miss is forecast to hold; amounts are those of the budget."""
    found = run("BudgetsAtRisk")
    assert found.column("budget") == ["experiments-monthly", "warehouse-monthly"]
    assert found.column("state") == ["exceeded", "at risk"]
    listed = aws("budgets").describe_budgets(AccountId="123456789012")["Budgets"]
    limits = {each["BudgetName"]: float(each["BudgetLimit"]["Amount"]) for each in listed}
    for row in found.rows:
        assert row["limit_usd"] == limits[row["budget"]]
    assert len(run("BudgetsAtRisk", percent=80).rows) == len(BUDGETS)


def test_a_budget_without_a_limit_is_left_out(told):
    """Planned and auto-adjusting budgets have theirs elsewhere, usage budgets no money."""
    budgets = [
        {"BudgetName": "planned", "BudgetType": "COST"},
        {"BudgetName": "hours", "BudgetType": "USAGE", "BudgetLimit": {"Amount": "1"}},
    ]
    assert told("BudgetsAtRisk", {"budgets:DescribeBudgets": budgets}).rows == []


def test_unused_reservations_say_what_they_waste(run):
    """The near miss is used well."""
    found = run("UnusedReservations")
    half, full = RESERVATIONS
    assert found.column("subscription_id") == [half.id]
    row = found.rows[0]
    assert (row["used_percent"], row["instances"]) == (47.5, "2")
    assert row["unused_usd"] == round(0.525 * 2 * 30 * 24 * half.hourly, 2)
    assert full.id in run("UnusedReservations", percent=99).column("subscription_id")
