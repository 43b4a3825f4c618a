"""How large buckets are."""

from local.seed.storage import BUCKETS


def test_buckets_come_largest_first_with_their_sizes(run):
    """The sizes are those of the daily metric, which the sample account sets."""
    found = run("BucketSizes")
    sizes = dict(zip(found.column("bucket"), found.column("size_gib"), strict=True))
    assert sizes == {each.name: each.stored_gib for each in BUCKETS}
    assert found.column("size_gib") == sorted(sizes.values(), reverse=True)
    assert found.summary == (
        "8 buckets, 2,988.6 GiB together; the largest is tarnfield-warehouse-backups, 1,930.0 GiB."
    )


def test_objects_are_counted(run, aws):
    """The count is that of the objects there are."""
    row = run("BucketSizes").row(bucket="tarnfield-www-assets")
    assert row["objects"] == aws("s3").list_objects_v2(Bucket=row["bucket"])["KeyCount"]
    assert row["gib_by_class"] == {"StandardStorage": 3.2}


def test_storage_classes_add_up(told):
    """Each class has a series of its own."""

    def series(name):
        dimensions = {"BucketName": "one", "StorageType": name}
        return {"Dimensions": [{"Name": k, "Value": v} for k, v in dimensions.items()]}

    def points(**asked):
        return [{"Id": each["Id"], "Values": [2.0**31, 1.0]} for each in asked["MetricDataQueries"]]

    def listed(**asked):
        size = asked["MetricName"] == "BucketSizeBytes"
        return [series("StandardStorage"), series("GlacierStorage")] if size else []

    answers = {
        "s3:ListBuckets": [{"Name": "one", "BucketRegion": "us-east-1"}],
        "cloudwatch:ListMetrics": listed,
        "cloudwatch:GetMetricData": points,
    }
    row = told("BucketSizes", answers).rows[0]
    assert row["size_gib"] == 4
    assert row["gib_by_class"] == {"StandardStorage": 2, "GlacierStorage": 2}


def test_a_bucket_without_metrics_has_no_size(told):
    """It may be a day old; none is not nothing."""
    found = told("BucketSizes", {"s3:ListBuckets": [{"Name": "one", "BucketRegion": "us-east-1"}]})
    assert found.column("size_gib") == [None]
