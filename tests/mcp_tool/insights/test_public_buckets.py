"""Buckets that anyone can read, and those that only look it."""

import pytest

from local.seed.storage import PUBLIC_BUCKETS
from mcp_tool.errors import ReadError


def test_public_buckets_are_found(run):
    """Not public are the blocked one and the one that is open to a VPC endpoint alone."""
    found = run("PublicBuckets")
    assert sorted(found.column("bucket")) == sorted(PUBLIC_BUCKETS)
    assert found.row(bucket="tarnfield-www-assets")["public_by"] == ["policy"]
    assert found.row(bucket="tarnfield-press-kit")["public_by"] == ["acl"]


def test_policy_and_acl_are_as_the_api_has_them(run, aws):
    """S3's own judgement of the policy, and the grants to everyone."""
    found = run("PublicBuckets")
    s3 = aws("s3")
    status = s3.get_bucket_policy_status(Bucket="tarnfield-www-assets")["PolicyStatus"]
    assert found.row(bucket="tarnfield-www-assets")["policy_public"] == status["IsPublic"]
    grants = s3.get_bucket_acl(Bucket="tarnfield-press-kit")["Grants"]
    everyone = [each["Permission"] for each in grants if each["Grantee"]["Type"] == "Group"]
    row = found.row(bucket="tarnfield-press-kit")
    assert row["acl_grants"] == [f"{each} to everyone" for each in everyone]


MISSING = ReadError("There is none.", read_code="NotFound", hint="")
EVERYONE = {"URI": "http://acs.amazonaws.com/groups/global/AllUsers"}
GRANT = {"Grantee": EVERYONE, "Permission": "WRITE"}


def block(**switches):
    return [{"PublicAccessBlockConfiguration": switches}]


@pytest.mark.parametrize(
    ("bucket", "account", "public_by"),
    [
        (MISSING, MISSING, ["policy", "acl"]),
        (block(BlockPublicPolicy=True, BlockPublicAcls=True), MISSING, ["policy", "acl"]),
        (block(RestrictPublicBuckets=True), MISSING, ["acl"]),
        (block(IgnorePublicAcls=True), MISSING, ["policy"]),
        (MISSING, block(IgnorePublicAcls=True), ["policy"]),
        (MISSING, block(RestrictPublicBuckets=True, IgnorePublicAcls=True), None),
        (block(RestrictPublicBuckets=True), block(IgnorePublicAcls=True), None),
    ],
)
def test_the_switches_of_bucket_and_account_are_taken_together(told, bucket, account, public_by):
    """Two of the four shut out; the other two only keep new openings from being made."""
    found = told(
        "PublicBuckets",
        {
            "s3:ListBuckets": [{"Name": "one", "BucketRegion": "us-east-1"}],
            "s3:GetPublicAccessBlock": bucket,
            "s3:GetBucketPolicyStatus": [{"PolicyStatus": {"IsPublic": True}}],
            "s3:GetBucketAcl": [GRANT],
            "s3control:GetPublicAccessBlock": account,
        },
    )
    assert found.column("public_by") == ([public_by] if public_by else [])
    assert found.failures == ()


def test_an_unknown_block_of_the_account_is_said(told, denied):
    """The account's block may be what keeps a bucket closed."""
    found = told(
        "PublicBuckets",
        {
            "s3:ListBuckets": [{"Name": "one", "BucketRegion": "us-east-1"}],
            "s3:GetBucketAcl": [GRANT],
            "s3control:GetPublicAccessBlock": denied,
        },
    )
    assert found.summary == "1 of 1 bucket public. The account's own block is not known."
