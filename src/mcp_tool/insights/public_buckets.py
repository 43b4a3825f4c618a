"""Buckets that anyone can read or write: policy, ACL and Block Public Access taken together.

S3 lets the public in when a policy or an ACL does and no switch of Block Public Access, the
bucket's or the account's, stands in the way: `RestrictPublicBuckets` shuts out what a public policy
lets in, `IgnorePublicAcls` what an ACL does. Source: Amazon S3 User Guide, "Blocking public access
to your Amazon S3 storage".
"""

from collections.abc import Mapping
from typing import Any

from mcp_tool.insights.account import Account, Reading, Record
from mcp_tool.insights.buckets import LISTED, TOOL, ask, buckets
from mcp_tool.insights.insight import Found, Insight, columns, many

_BLOCK = "s3:GetPublicAccessBlock"
_POLICY = "s3:GetBucketPolicyStatus"
_ACL = "s3:GetBucketAcl"
_ACCOUNT = "s3control:GetPublicAccessBlock"

# The two groups of an ACL that are not the owner's own accounts.
_EVERYONE = {
    "http://acs.amazonaws.com/groups/global/AllUsers": "everyone",
    "http://acs.amazonaws.com/groups/global/AuthenticatedUsers": "any AWS account",
}


def _public(account: Account) -> Found:
    # The account's id is filled in where the call is sent.
    whole = account.once(_ACCOUNT)
    all_ = buckets(account)
    readings = [
        (ask(account, each, _BLOCK), ask(account, each, _POLICY), ask(account, each, _ACL))
        for each in all_
    ]
    rows = [
        row
        for bucket, reading in zip(all_, readings, strict=True)
        if (row := _judge(bucket, *reading, whole))["public_by"]
    ]
    unknown = " The account's own block is not known." if whole.failed else ""
    return Found(rows, f"{len(rows):,} of {many(len(all_), 'bucket')} public.{unknown}")


def _judge(bucket: Record, block: Reading, policy: Reading, acl: Reading, whole: Reading) -> Record:
    switches = [_switches(block), _switches(whole)]
    restricted = any(each.get("RestrictPublicBuckets") for each in switches)
    ignored = any(each.get("IgnorePublicAcls") for each in switches)
    by_policy = bool(policy.first.get("PolicyStatus", {}).get("IsPublic"))
    grants = [_grant(each) for each in acl if _grantee(each) in _EVERYONE]
    ways = {"policy": by_policy and not restricted, "acl": bool(grants) and not ignored}
    return bucket | {
        "public_by": [name for name, open_ in ways.items() if open_],
        "policy_public": by_policy,
        "acl_grants": grants,
        "restrict_public_buckets": restricted,
        "ignore_public_acls": ignored,
    }


def _switches(reading: Reading) -> Mapping[str, bool]:
    found: Mapping[str, bool] = reading.first.get("PublicAccessBlockConfiguration", {})
    return found


def _grantee(grant: Mapping[str, Any]) -> str:
    return str(grant["Grantee"].get("URI", ""))


def _grant(grant: Mapping[str, Any]) -> str:
    return f"{grant['Permission']} to {_EVERYONE.get(_grantee(grant), '')}"


INSIGHTS = (
    Insight(
        name="PublicBuckets",
        tool=TOOL,
        summary="open by policy or ACL, and not blocked",
        words="public buckets, buckets open to the internet, world readable or writable buckets,"
        " publicly accessible storage, buckets anyone can read, exposed buckets",
        calls=(*LISTED, _BLOCK, _POLICY, _ACL, _ACCOUNT),
        columns=columns(
            "bucket=Name",
            "public_by",
            "policy_public",
            "acl_grants",
            "restrict_public_buckets",
            "ignore_public_acls",
            "created=CreationDate",
        ),
        find=_public,
    ),
)
