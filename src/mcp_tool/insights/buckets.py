"""S3 buckets: how each is set up, one fan-out a question."""

from collections.abc import Callable, Sequence
from typing import Any

from mcp_tool.insights.account import Account, Reading, Record
from mcp_tool.insights.insight import Found, Insight, columns, many
from mcp_tool.insights.parameters import choice

TOOL = "s3_read_operations"

LISTED = ("s3:ListBuckets", "s3:GetBucketLocation")
# What GetBucketLocation says of the two oldest regions.
_OLD_NAMES = {None: "us-east-1", "": "us-east-1", "EU": "eu-west-1"}

_NAME = ("bucket=Name", "created=CreationDate")


def buckets(account: Account) -> list[Record]:
    """List the buckets of the regions that were asked for, each with its own region."""
    # Only a request with a parameter is told each bucket's region, and not by every S3.
    listed = list(account.once("s3:ListBuckets", MaxBuckets=1000))
    located = [
        None if "BucketRegion" in each else ask(account, each, "s3:GetBucketLocation")
        for each in listed
    ]
    moved = [
        bucket.moved(_region(bucket, location))
        for bucket, location in zip(listed, located, strict=True)
    ]
    return [each for each in moved if account.covers(each.target.region)]


def ask(account: Account, bucket: Record, call: str) -> Reading:
    """Make one of the calls that take a bucket's name alone."""
    return account.at(bucket, call, Bucket=bucket["Name"])


def _region(bucket: Record, location: Reading | None) -> str:
    if location is None:
        return str(bucket["BucketRegion"])
    if location.failed:
        return bucket.target.region
    name = location.first.get("LocationConstraint")
    return str(_OLD_NAMES.get(name, name))


def _without(
    account: Account, call: str, lacks: Callable[[Reading], dict[str, Any] | None], what: str
) -> Found:
    """Find the buckets of which one call says that something is not set."""
    all_ = buckets(account)
    readings = [ask(account, each, call) for each in all_]
    rows = [
        bucket | setting
        for bucket, reading in zip(all_, readings, strict=True)
        if not reading.failed and (setting := lacks(reading)) is not None
    ]
    return Found(rows, f"{len(rows):,} of {many(len(all_), 'bucket')} {what}.")


def _unencrypted(account: Account, require: str) -> Found:
    accepted = ("aws:kms", "aws:kms:dsse") if require == "kms" else ()

    def lacks(reading: Reading) -> dict[str, Any] | None:
        rules = reading.first.get("ServerSideEncryptionConfiguration", {}).get("Rules", [])
        found = _algorithms(rules)
        enough = set(found) & set(accepted) if accepted else found
        return None if enough else {"default_encryption": found[0] if found else "none"}

    what = "without default encryption by KMS" if accepted else "without a default encryption rule"
    return _without(account, "s3:GetBucketEncryption", lacks, what)


def _algorithms(rules: Sequence[dict[str, Any]]) -> list[str]:
    defaults = [each.get("ApplyServerSideEncryptionByDefault", {}) for each in rules]
    return [each["SSEAlgorithm"] for each in defaults if "SSEAlgorithm" in each]


def _unversioned(account: Account) -> Found:
    def lacks(reading: Reading) -> dict[str, Any] | None:
        status = reading.first.get("Status", "never enabled")
        delete = reading.first.get("MFADelete", "Disabled")
        return None if status == "Enabled" else {"versioning": status, "mfa_delete": delete}

    return _without(account, "s3:GetBucketVersioning", lacks, "without versioning")


def _unmanaged(account: Account) -> Found:
    def lacks(reading: Reading) -> dict[str, Any] | None:
        rules = list(reading)
        enabled = [each for each in rules if each["Status"] == "Enabled"]
        return None if enabled else {"rules": len(rules), "enabled_rules": 0}

    what = "without a lifecycle rule in force"
    return _without(account, "s3:GetBucketLifecycleConfiguration", lacks, what)


INSIGHTS = (
    Insight(
        name="UnencryptedBuckets",
        tool=TOOL,
        summary="no default encryption rule, or none by KMS",
        words="unencrypted buckets, buckets without default encryption, encryption disabled,"
        " buckets not encrypted at rest, buckets not using KMS",
        calls=(*LISTED, "s3:GetBucketEncryption"),
        columns=columns(*_NAME, "default_encryption"),
        find=_unencrypted,
        parameters={"require": choice("what counts as encrypted: any or kms", ("any", "kms"))},
    ),
    Insight(
        name="BucketsWithoutVersioning",
        tool=TOOL,
        summary="versioning never on, or suspended",
        words="buckets without versioning, buckets with versioning off, versioning disabled or"
        " suspended, buckets that cannot recover deleted objects, unversioned buckets",
        calls=(*LISTED, "s3:GetBucketVersioning"),
        columns=columns(*_NAME, "versioning", "mfa_delete"),
        find=_unversioned,
    ),
    Insight(
        name="BucketsWithoutLifecycle",
        tool=TOOL,
        summary="no lifecycle rule in force",
        words="buckets without lifecycle rules, no lifecycle policy, buckets that keep objects"
        " forever, nothing expires or is archived",
        calls=(*LISTED, "s3:GetBucketLifecycleConfiguration"),
        columns=columns(*_NAME, "rules", "enabled_rules"),
        find=_unmanaged,
    ),
)
