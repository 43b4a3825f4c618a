"""Month over month, and what explains it."""

from datetime import UTC, datetime

from local.aws_gaps.ledger import LINES
from mcp_tool.insights.periods import before, current

BEDROCK = "Amazon Bedrock"


def costs_of(aws, period, service):
    """Read what a service cost by plain boto3."""
    answer = aws("ce").get_cost_and_usage(
        TimePeriod=period.api,
        Granularity="MONTHLY",
        Metrics=["UnblendedCost"],
        Filter={"Dimensions": {"Key": "SERVICE", "Values": [service]}},
    )
    totals = [each["Total"]["UnblendedCost"]["Amount"] for each in answer["ResultsByTime"]]
    return round(sum(map(float, totals)), 2)


def test_both_sides_are_cost_explorers_own(run, aws):
    """The difference is between the same days of two months."""
    later = current(datetime.now(UTC).date())
    for row in run("CostChange", least_usd=0).rows:
        assert row["after_usd"] == costs_of(aws, later, row["service"])
        assert row["before_usd"] == costs_of(aws, before(later), row["service"])
        assert abs(row["after_usd"] - row["before_usd"] - row["change_usd"]) < 0.02


def month(costs):
    """Write Cost Explorer's answer of one month: costs by service and by another key."""
    groups = [
        {"Keys": [*keys], "Metrics": {"UnblendedCost": {"Amount": str(cost), "Unit": "USD"}}}
        for keys, cost in costs.items()
    ]
    return [{"TimePeriod": {}, "Groups": groups}]


def ledger(**asked):
    """Answer as if Bedrock had doubled in one region, and EC2 stayed as it was but for a cent."""
    later = asked["TimePeriod"]["Start"] == "2026-03-01"
    second = asked["GroupBy"][1]["Key"]
    usage = {"USAGE_TYPE": ("Tokens-In", "Tokens-Out"), "REGION": ("us-east-1", "eu-west-1")}
    first, other = usage[second]
    return month(
        {
            (BEDROCK, first): 100.0 if later else 50.0,
            (BEDROCK, other): 9.0 if later else 10.0,
            ("EC2", first): 500.01 if later else 500.0,
            **({} if later else {("Gone", first): 20.0}),
        }
    )


def test_a_change_is_explained_by_usage_type_and_region(told):
    """What changed most comes first, with its strongest parts; a cent is the near miss."""
    answers = {"ce:GetCostAndUsage": ledger}
    found = told("CostChange", answers, now=datetime(2026, 3, 17, tzinfo=UTC))
    assert found.column("service") == [BEDROCK, "Gone"]
    row = found.rows[0]
    assert (row["before_usd"], row["after_usd"], row["change_percent"]) == (60, 109, 81.7)
    assert row["by_usage_type"] == {"Tokens-In": 50, "Tokens-Out": -1}
    assert row["by_region"] == {"us-east-1": 50, "eu-west-1": -1}
    assert found.summary == (
        "609.01 USD from 2026-03-01 to 2026-03-16 against 580.00 from 2026-02-01 to 2026-02-16:"
        " +29.01 USD (+5.0 %), most of all Amazon Bedrock, +49.00 USD with Tokens-In in us-east-1."
    )


def test_a_service_that_is_gone_lost_all_of_it(told):
    """It costs nothing now, and its parts say where it ran."""
    answers = {"ce:GetCostAndUsage": ledger}
    row = told("CostChange", answers, now=datetime(2026, 3, 17, tzinfo=UTC)).row(service="Gone")
    assert (row["after_usd"], row["change_percent"]) == (0, -100)
    assert row["by_region"] == {"us-east-1": -20}


def test_a_service_that_is_new_has_no_percentage(told):
    """Nothing can be a hundred percent of nothing."""
    answers = {
        "ce:GetCostAndUsage": lambda **asked: month(
            {("New", "a"): 5.0} if asked["TimePeriod"]["Start"] == "2026-03-01" else {}
        )
    }
    found = told("CostChange", answers, now=datetime(2026, 3, 17, tzinfo=UTC))
    assert found.column("change_percent") == [None]
    assert "against 0.00 from 2026-02-01 to 2026-02-16: +5.00 USD, most of all New" in found.summary


def test_no_change_is_said(told):
    """A month like the one before has no rows."""
    answers = {"ce:GetCostAndUsage": month({("Same", "a"): 5.0})}
    found = told("CostChange", answers, now=datetime(2026, 3, 17, tzinfo=UTC))
    assert found.rows == []
    assert found.summary.endswith("+0.00 USD (+0.0 %), no service changed by 1 USD.")


def test_another_month_is_compared_whole(run):
    """A day of it is enough to name it."""
    found = run("CostChange", since="2026-03-31", least_usd=0)
    assert "from 2026-03-01 to 2026-03-31 against" in found.summary
    assert "from 2026-02-01 to 2026-02-28:" in found.summary
    assert {each["service"] for each in found.rows} <= {line.service for line in LINES}
