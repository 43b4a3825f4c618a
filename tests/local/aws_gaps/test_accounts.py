"""Facts of an account as a whole."""

import pytest


@pytest.mark.parametrize(
    ("region", "production"), [("us-east-1", True), ("eu-west-1", True), ("eu-north-1", False)]
)
def test_mail_is_sent_from_two_regions(account, region, production):
    """Elsewhere SES answers as it does where nobody has used it."""
    found = account.client("sesv2", region).get_account()
    assert found["ProductionAccessEnabled"] is production
    assert (found["SendQuota"]["SentLast24Hours"] > 0) is production
