"""Mail identities and the sender's standing."""

import pytest

from local.seed.edge import IDENTITIES


def test_unverified_identities_are_found(run, aws):
    """The verified ones are near misses; the status is SES's own."""
    found = run("UnverifiedIdentities")
    pending = {name for name, verified in IDENTITIES.items() if not verified}
    assert set(found.column("identity")) == pending
    listed = {
        each["IdentityName"]: each
        for each in aws("sesv2").list_email_identities()["EmailIdentities"]
    }
    for row in found.rows:
        identity = listed[row["identity"]]
        assert row["verification_status"] == identity["VerificationStatus"]
        assert row["type"] == identity["IdentityType"]


def test_a_region_with_many_bounces_comes_first(run):
    """Ireland needs a look; home is the near miss, and regions without mail have no row."""
    found = run("SendingReputation")
    assert found.column("region") == ["eu-west-1", "us-east-1"]
    assert found.rows[0]["concerns"] == ["bounce_percent 6.4 is at or above 5.0"]
    assert found.rows[1]["concerns"] == []
    assert found.summary == (
        "SES is in use in 2 regions; in 1 of them the sender's reputation needs a look."
    )


def test_the_standing_is_as_the_apis_have_it(run, aws):
    """Quota and status are SES's own, the rates CloudWatch's."""
    row = run("SendingReputation").row(region="us-east-1")
    account = aws("sesv2").get_account()
    assert row["enforcement_status"] == account["EnforcementStatus"]
    assert row["sent_24_hours"] == account["SendQuota"]["SentLast24Hours"]
    assert row["quota_24_hours"] == account["SendQuota"]["Max24HourSend"]
    assert (row["bounce_percent"], row["complaint_percent"]) == (3.1, 0.04)


@pytest.mark.parametrize(
    ("status", "rate", "concerns"),
    [
        ("HEALTHY", 0.0009, []),
        ("HEALTHY", 0.001, ["complaint_percent 0.1 is at or above 0.1"]),
        ("PROBATION", 0.0, ["enforcement status PROBATION"]),
    ],
)
def test_complaints_and_enforcement_are_concerns(told, status, rate, concerns):
    """A thousandth is where reviews begin; a status that is not healthy is a concern alone."""
    sender = {
        "EnforcementStatus": status,
        "ProductionAccessEnabled": True,
        "SendQuota": {"Max24HourSend": -1.0, "SentLast24Hours": 5.0},
    }

    def data(MetricDataQueries, **_):  # noqa: N803  # a member of the API
        return [{"Id": MetricDataQueries[1]["Id"], "Values": [rate]}]

    answers = {"sesv2:GetAccount": [sender], "cloudwatch:GetMetricData": data}
    row = told("SendingReputation", answers).rows[0]
    assert row["concerns"] == concerns
    assert row["bounce_percent"] is row["quota_used_percent"] is None
