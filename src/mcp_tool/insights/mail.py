"""SES: identities that are not verified, and how the account stands as a sender."""

from collections.abc import Mapping

from mcp_tool.insights.account import Account, Record
from mcp_tool.insights.insight import Found, Insight, columns
from mcp_tool.insights.metrics import CALL, Metric, measure

TOOL = "ses_read_operations"

IDENTITIES, ACCOUNT = "sesv2:ListEmailIdentities", "sesv2:GetAccount"

BOUNCES = Metric("AWS/SES", "Reputation.BounceRate")
COMPLAINTS = Metric("AWS/SES", "Reputation.ComplaintRate")

# From these rates on, in percent, SES reviews an account (SES developer guide, "Sending review
# process"); at twice the bounces or five times the complaints it may pause sending.
REVIEWED: Mapping[str, float] = {"bounce_percent": 5.0, "complaint_percent": 0.1}


def _unverified(account: Account) -> Found:
    identities = list(account.read(IDENTITIES))
    pending = [each for each in identities if each["VerificationStatus"] != "SUCCESS"]
    return Found(
        pending,
        f"{len(pending):,} of {len(identities):,} mail identities are not verified.",
    )


def _reputation(account: Account) -> Found:
    accounts = list(account.read(ACCOUNT))
    rates = measure(account, accounts, (BOUNCES, COMPLAINTS), dimensions=lambda _: {}, days=7)
    senders = [
        each | _standing(each, {"bounce_percent": bounces, "complaint_percent": complaints})
        for each, (bounces, complaints) in zip(accounts, rates, strict=True)
        if bounces or complaints or _used(each)
    ]
    senders.sort(key=lambda each: (not each["concerns"], -(each["bounce_percent"] or 0)))
    troubled = sum(bool(each["concerns"]) for each in senders)
    return Found(
        senders,
        f"SES is in use in {len(senders):,} regions; in {troubled:,} of them the sender's"
        " reputation needs a look.",
    )


def _used(sender: Record) -> bool:
    """Tell whether anybody means to send here: SES answers in regions nobody has touched too."""
    sent = sender["SendQuota"]["SentLast24Hours"]
    return bool(
        sent or sender["ProductionAccessEnabled"] or sender["EnforcementStatus"] != "HEALTHY"
    )


def _standing(sender: Record, rates: Mapping[str, list[float] | None]) -> dict[str, object]:
    last = {name: round(each[-1] * 100, 4) if each else None for name, each in rates.items()}
    concerns = [
        f"{name} {value} is at or above {REVIEWED[name]}"
        for name, value in last.items()
        if value is not None and value >= REVIEWED[name]
    ]
    if sender["EnforcementStatus"] != "HEALTHY":
        concerns.append(f"enforcement status {sender['EnforcementStatus']}")
    quota = sender["SendQuota"]
    if quota["Max24HourSend"] > 0:
        last["quota_used_percent"] = round(
            100 * quota["SentLast24Hours"] / quota["Max24HourSend"], 1
        )
    return {**last, "concerns": concerns}


INSIGHTS = (
    Insight(
        name="UnverifiedIdentities",
        tool=TOOL,
        summary="mail domains and addresses that are not verified",
        words="unverified identities, email identities not verified, domains pending verification,"
        " verification failed, addresses that cannot send, sender not verified",
        calls=(IDENTITIES,),
        columns=columns(
            "identity=IdentityName",
            "type=IdentityType",
            "verification_status=VerificationStatus",
            "sending_enabled=SendingEnabled",
        ),
        find=_unverified,
    ),
    Insight(
        name="SendingReputation",
        tool=TOOL,
        summary="bounces, complaints, quota and standing of the account as a sender of mail",
        words="sending reputation, bounce rate, complaint rate, email reputation, is sending"
        " paused, SES account health, sending quota used, SES sandbox or production",
        calls=(ACCOUNT, CALL),
        columns=columns(
            "concerns",
            "enforcement_status=EnforcementStatus",
            "bounce_percent",
            "complaint_percent",
            "sent_24_hours=SendQuota.SentLast24Hours",
            "quota_24_hours=SendQuota.Max24HourSend",
            "quota_used_percent",
            "production_access=ProductionAccessEnabled",
            "sending_enabled=SendingEnabled",
        ),
        find=_reputation,
    ),
)
