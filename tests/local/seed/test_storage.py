"""S3 buckets, as listed."""

import json

import pytest

from local.seed import storage


def read_bucket(s3, method, bucket, **missing):
    """Read one setting of a bucket; None where there is none."""
    try:
        return getattr(s3, method)(Bucket=bucket)
    except s3.exceptions.ClientError:
        return None


@pytest.mark.parametrize("bucket", storage.BUCKETS, ids=lambda bucket: bucket.name)
def test_buckets_have_the_settings_they_are_listed_with(account, bucket):
    """Policy, ACL, block, encryption, versioning and lifecycle are there, or are not."""
    s3 = account.client("s3", bucket.region)
    policy = read_bucket(s3, "get_bucket_policy", bucket.name)
    grants = json.dumps(s3.get_bucket_acl(Bucket=bucket.name)["Grants"])
    versioning = s3.get_bucket_versioning(Bucket=bucket.name).get("Status")
    lifecycle = read_bucket(s3, "get_bucket_lifecycle_configuration", bucket.name)
    blocked = read_bucket(s3, "get_public_access_block", bucket.name)
    assert bool(policy) == bool(bucket.policy)
    assert ("AllUsers" in grants) == (bucket.acl == "public-read")
    assert (versioning == "Enabled") == bucket.versioned
    assert bool(lifecycle) == bool(bucket.expires_days)
    assert bool(blocked) == bucket.blocked
    if bucket.encryption:
        rules = s3.get_bucket_encryption(Bucket=bucket.name)["ServerSideEncryptionConfiguration"]
        default = rules["Rules"][0]["ApplyServerSideEncryptionByDefault"]
        assert default["SSEAlgorithm"] == bucket.encryption
    stored = s3.list_objects_v2(Bucket=bucket.name).get("Contents", [])
    assert {each["Key"]: each["Size"] for each in stored} == bucket.objects
