"""How buckets are set up."""

import pytest

from local.seed.storage import BUCKETS


def names(**values):
    """Name the sample buckets that have these values."""
    return sorted(
        each.name for each in BUCKETS if all(getattr(each, key) == v for key, v in values.items())
    )


@pytest.mark.parametrize(
    ("insight", "lacking"),
    [
        ("UnencryptedBuckets", names(encryption="")),
        ("BucketsWithoutVersioning", names(versioned=False)),
        ("BucketsWithoutLifecycle", names(expires_days=0)),
    ],
)
def test_buckets_that_lack_a_setting_are_found(run, insight, lacking):
    """Those that have it are the near misses."""
    found = run(insight)
    assert sorted(found.column("bucket")) == lacking
    assert found.summary.startswith(f"{len(lacking)} of {len(BUCKETS)} buckets without ")


def test_encryption_by_s3_is_not_encryption_by_kms(run):
    """Who asks for KMS is told of the buckets with keys of S3's own."""
    found = run("UnencryptedBuckets", require="kms")
    assert sorted(found.column("bucket")) == sorted(
        each.name for each in BUCKETS if each.encryption != "aws:kms"
    )
    assert found.row(bucket="tarnfield-access-logs")["default_encryption"] == "AES256"


def test_buckets_are_of_their_own_region(run):
    """A region that was named leaves the buckets of others out."""
    found = run("BucketsWithoutLifecycle", regions=("eu-west-1",))
    assert found.column("bucket") == ["tarnfield-warehouse-backups"]
    assert found.column("region") == ["eu-west-1"]


def test_creation_is_as_the_api_has_it(run, aws):
    """Nothing of a bucket is made up."""
    made = {each["Name"]: each["CreationDate"] for each in aws("s3").list_buckets()["Buckets"]}
    for row in run("BucketsWithoutVersioning").rows:
        assert row["created"] == f"{made[row['bucket']]:%Y-%m-%dT%H:%M:%SZ}"


BUCKET = {"Name": "one", "BucketRegion": "us-east-1"}


def test_a_region_that_s3_tells_is_not_asked_for_again(told):
    """Real S3 lists each bucket with its region."""
    found = told("BucketsWithoutVersioning", {"s3:ListBuckets": [BUCKET]})
    assert found.calls == {"s3:ListBuckets", "s3:GetBucketVersioning"}


@pytest.mark.parametrize(
    ("name", "region"),
    [(None, "us-east-1"), ("EU", "eu-west-1"), ("eu-north-1", "eu-north-1")],
)
def test_the_old_names_of_regions_are_known(told, name, region):
    """GetBucketLocation calls the two oldest regions by nothing and by EU."""
    answers = {
        "s3:ListBuckets": [{"Name": "one"}],
        "s3:GetBucketLocation": [{"LocationConstraint": name}],
    }
    found = told("BucketsWithoutVersioning", answers)
    # Only buckets of the region that was asked for are judged.
    assert found.column("bucket") == (["one"] if region == "us-east-1" else [])


def test_a_denied_bucket_is_not_called_unversioned(told, denied):
    """What may not be read is told, not judged."""
    found = told(
        "BucketsWithoutVersioning",
        {"s3:ListBuckets": [BUCKET], "s3:GetBucketVersioning": denied},
    )
    assert found.rows == []
    assert [each.code for each in found.failures] == ["AccessDenied"]


def test_a_disabled_lifecycle_rule_is_none(told):
    """It expires nothing."""
    found = told(
        "BucketsWithoutLifecycle",
        {
            "s3:ListBuckets": [BUCKET],
            "s3:GetBucketLifecycleConfiguration": [{"Status": "Disabled"}],
        },
    )
    assert found.column("rules") == [1]


def test_a_bucket_whose_location_is_denied_is_judged_where_it_was_listed(told, denied):
    """S3 answers for it from there, too."""
    answers = {"s3:ListBuckets": [{"Name": "one"}], "s3:GetBucketLocation": denied}
    found = told("BucketsWithoutVersioning", {**answers, "s3:GetBucketVersioning": [{}]})
    assert found.column("bucket") == ["one"]
    assert [each.code for each in found.failures] == ["AccessDenied"]
