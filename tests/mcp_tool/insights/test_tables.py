"""Tables that pay for too much, or cannot be restored."""

from datetime import UTC, datetime

from local.seed.databases import TABLES


def test_overprovisioned_tables_use_little_of_what_they_pay_for(run):
    """The near miss is provisioned too, and used."""
    found = run("OverprovisionedTables")
    assert found.column("table") == ["shop-sessions"]
    assert found.summary.startswith("1 of 2 provisioned tables used less than 30 %")
    assert run("OverprovisionedTables", percent=100).column("table") == [
        "shop-sessions",
        "shop-catalog-cache",
    ]


def test_capacity_and_use_are_as_the_apis_have_them(run, aws, points):
    """Units come from DynamoDB, consumption from CloudWatch."""
    row = run("OverprovisionedTables").rows[0]
    table = aws("dynamodb").describe_table(TableName="shop-sessions")["Table"]
    units = table["ProvisionedThroughput"]["ReadCapacityUnits"]
    metric = "AWS/DynamoDB/ConsumedReadCapacityUnits"
    consumed = sum(points(metric, 14, "Sum", TableName="shop-sessions"))
    assert row["read_units"] == units
    assert row["read_used_percent"] == round(100 * consumed / (14 * 86_400) / units, 1)


def test_a_table_that_nobody_reads_wastes_all_of_it(told):
    """No points are no consumption; a table on demand wastes nothing."""
    throughput = {"ReadCapacityUnits": 10, "WriteCapacityUnits": 10}

    def describe(**asked):
        bought = {"ProvisionedThroughput": throughput} if asked["TableName"] == "a" else {}
        return [{"Table": {"TableName": asked["TableName"], **bought}}]

    answers = {"dynamodb:ListTables": ["a", "b"], "dynamodb:DescribeTable": describe}
    found = told("OverprovisionedTables", answers, now=datetime(2026, 3, 17, tzinfo=UTC))
    assert found.column("table") == ["a"]
    assert found.column("about_usd_month_unused") == [round(10 * 0.00078 * 730, 2)]


def test_tables_are_not_wasteful_because_metrics_were_denied(told, denied):
    """Nothing is known of their use."""
    throughput = {"ReadCapacityUnits": 10, "WriteCapacityUnits": 10}
    table = {"Table": {"TableName": "a", "ProvisionedThroughput": throughput}}
    answers = {
        "dynamodb:ListTables": ["a"],
        "dynamodb:DescribeTable": [table],
        "cloudwatch:GetMetricData": denied,
    }
    assert told("OverprovisionedTables", answers).rows == []


def test_tables_without_point_in_time_recovery_are_found(run, aws):
    """Those that have it are the near misses."""
    found = run("TablesWithoutPitr")
    assert sorted(found.column("table")) == sorted(each.name for each in TABLES if not each.pitr)
    backups = aws("dynamodb").describe_continuous_backups(TableName="shop-sessions")
    description = backups["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]
    row = found.row(table="shop-sessions")
    assert row["point_in_time_recovery"] == description["PointInTimeRecoveryStatus"]


def test_a_table_whose_backups_are_denied_is_not_accused(told, denied):
    """It may well have them."""
    answers = {"dynamodb:ListTables": ["a"], "dynamodb:DescribeContinuousBackups": denied}
    found = told("TablesWithoutPitr", answers)
    assert (found.rows, len(found.failures)) == ([], 1)
