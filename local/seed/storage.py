"""S3 buckets: public, nearly public, guarded; encrypted, versioned, expiring, and not."""

import json
from dataclasses import dataclass, field
from typing import Any

from local.seed.account import HOME, IRELAND, SYDNEY, Account, tags


@dataclass(frozen=True, slots=True)
class Bucket:
    """One bucket as it shall stand.

    Args:
        policy: `public`, `vpc-only` (public but for a condition) or none.
        acl: the canned ACL.
        blocked: all four switches of Block Public Access.
        encryption: `aws:kms`, `AES256` or what S3 does by itself.
        objects: key to size in bytes.
        stored_gib: what its daily storage metric says.
    """

    name: str
    region: str = HOME
    policy: str = ""
    acl: str = ""
    blocked: bool = False
    encryption: str = ""
    versioned: bool = False
    expires_days: int = 0
    objects: dict[str, int] = field(default_factory=dict)
    stored_gib: float = 0.0


BUCKETS = (
    Bucket(
        "tarnfield-www-assets",
        policy="public",
        objects={"index.html": 512, "css/shop.css": 2048, "img/boots.jpg": 4096},
        stored_gib=3.2,
    ),
    Bucket("tarnfield-press-kit", acl="public-read", objects={"logo.svg": 900}, stored_gib=0.4),
    # Looks public, but Block Public Access overrules the policy.
    Bucket("tarnfield-partner-drop", policy="public", blocked=True, stored_gib=12.0),
    # Open to everyone who comes through one VPC endpoint, which is not the public.
    Bucket("tarnfield-build-cache", policy="vpc-only", stored_gib=85.5),
    Bucket(
        "tarnfield-orders-archive",
        blocked=True,
        encryption="aws:kms",
        versioned=True,
        expires_days=2555,
        objects={"2026/09/orders.parquet": 6000, "2026/10/orders.parquet": 7000},
        stored_gib=740.0,
    ),
    Bucket(
        "tarnfield-access-logs",
        blocked=True,
        encryption="AES256",
        expires_days=90,
        objects={"shop/2026-11-01.log": 1500},
        stored_gib=210.0,
    ),
    Bucket(
        "tarnfield-warehouse-backups",
        region=IRELAND,
        blocked=True,
        encryption="AES256",
        versioned=True,
        stored_gib=1930.0,
    ),
    Bucket("tarnfield-sydney-scratch", region=SYDNEY, stored_gib=7.5),
)
PUBLIC_BUCKETS = ("tarnfield-www-assets", "tarnfield-press-kit")


def fill(account: Account) -> None:
    """Create the buckets and a few objects."""
    for bucket in BUCKETS:
        s3 = account.client("s3", bucket.region)
        _create(s3, bucket)
        _protect(s3, bucket)
        _expose(s3, bucket)
        for key, size in bucket.objects.items():
            s3.put_object(Bucket=bucket.name, Key=key, Body=b"." * size)


def _create(s3: Any, bucket: Bucket) -> None:
    place = (
        {}
        if bucket.region == HOME
        else {"CreateBucketConfiguration": {"LocationConstraint": bucket.region}}
    )
    acl = {"ACL": bucket.acl, "ObjectOwnership": "ObjectWriter"} if bucket.acl else {}
    s3.create_bucket(Bucket=bucket.name, **place, **acl)
    owner = "warehouse" if "warehouse" in bucket.name else "shop"
    if "scratch" not in bucket.name:
        marks = tags(Team=owner, Environment="prod")
        s3.put_bucket_tagging(Bucket=bucket.name, Tagging={"TagSet": marks})


def _protect(s3: Any, bucket: Bucket) -> None:
    if bucket.blocked:
        switches = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy")
        s3.put_public_access_block(
            Bucket=bucket.name,
            PublicAccessBlockConfiguration=dict.fromkeys(
                (*switches, "RestrictPublicBuckets"), True
            ),
        )
    if bucket.encryption:
        rule = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": bucket.encryption}}
        s3.put_bucket_encryption(
            Bucket=bucket.name, ServerSideEncryptionConfiguration={"Rules": [rule]}
        )
    if bucket.versioned:
        s3.put_bucket_versioning(Bucket=bucket.name, VersioningConfiguration={"Status": "Enabled"})
    if bucket.expires_days:
        _expire(s3, bucket)


def _expire(s3: Any, bucket: Bucket) -> None:
    rule = {
        "ID": "expire",
        "Status": "Enabled",
        "Filter": {"Prefix": ""},
        "Expiration": {"Days": bucket.expires_days},
    }
    s3.put_bucket_lifecycle_configuration(
        Bucket=bucket.name, LifecycleConfiguration={"Rules": [rule]}
    )


def _expose(s3: Any, bucket: Bucket) -> None:
    if not bucket.policy:
        return
    statement: dict[str, Any] = {
        "Sid": "Read",
        "Effect": "Allow",
        "Principal": "*",
        "Action": "s3:GetObject",
        "Resource": f"arn:aws:s3:::{bucket.name}/*",
    }
    if bucket.policy == "vpc-only":
        statement["Condition"] = {"StringEquals": {"aws:SourceVpce": "vpce-0a1b2c3d4e5f60718"}}
    s3.put_bucket_policy(
        Bucket=bucket.name,
        Policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]}),
    )
