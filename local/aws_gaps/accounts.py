"""Facts of an account as a whole: Lambda's limits, SES's standing and its identities."""

from collections.abc import Mapping
from typing import Any

from local.aws_gaps.layer import Gap, Question
from local.aws_gaps.state import backend

_MAIL_REGIONS = ("us-east-1", "eu-west-1")


def lambda_settings(question: Question) -> Mapping[str, Any]:
    """GetAccountSettings: limits, and what the functions of the Region use of them."""
    functions = backend("lambda", question.region).list_functions()
    reserved = sum(function.reserved_concurrency or 0 for function in functions)
    return {
        "AccountLimit": {
            "TotalCodeSize": 80_530_636_800,
            "CodeSizeUnzipped": 262_144_000,
            "CodeSizeZipped": 52_428_800,
            "ConcurrentExecutions": 1000,
            "UnreservedConcurrentExecutions": 1000 - reserved,
        },
        "AccountUsage": {
            "TotalCodeSize": sum(function.code_size for function in functions),
            "FunctionCount": len(functions),
        },
    }


def mail_account(question: Question) -> Mapping[str, Any]:
    """GetAccount of SES: used in two Regions, in SES's own sandbox elsewhere."""
    if question.region not in _MAIL_REGIONS:
        return {
            "EnforcementStatus": "HEALTHY",
            "ProductionAccessEnabled": False,
            "SendingEnabled": True,
            "SendQuota": {"Max24HourSend": 200.0, "MaxSendRate": 1.0, "SentLast24Hours": 0.0},
        }
    return {
        "EnforcementStatus": "HEALTHY",
        "ProductionAccessEnabled": True,
        "SendingEnabled": True,
        "SendQuota": {"Max24HourSend": 50_000.0, "MaxSendRate": 14.0, "SentLast24Hours": 8_312.0},
        "SuppressionAttributes": {"SuppressedReasons": ["BOUNCE", "COMPLAINT"]},
        "DedicatedIpAutoWarmupEnabled": False,
    }


def identity_verification(question: Question) -> Mapping[str, Any]:
    """GetIdentityVerificationAttributes: moto says "Success" of every identity."""
    identities = backend("ses", question.region).email_identities
    return {
        "VerificationAttributes": {
            name: {
                "VerificationStatus": identities[name].verification_status.capitalize(),
                "VerificationToken": "",
            }
            for name in question.input["Identities"]
            if name in identities
        }
    }


ACCOUNT_GAPS = (
    Gap("lambda", "GetAccountSettings", lambda_settings, "GET /2016-08-19/account-settings/?"),
    Gap("sesv2", "GetAccount", mail_account, "GET /v2/email/account", signed_as="ses"),
    Gap("ses", "GetIdentityVerificationAttributes", identity_verification),
)
