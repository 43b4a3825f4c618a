"""Databases by size, open, without backups, unencrypted."""

from local.seed.databases import DATABASES


def test_databases_come_with_the_largest_first(run, aws):
    """Allocated storage orders them, and is RDS's own."""
    found = run("DatabasesByStorage")
    sizes = found.column("allocated_gib")
    assert sizes == sorted(sizes, reverse=True)
    assert found.column("database")[:2] == ["legacy-crm", "shop-orders"]
    [instance] = aws("rds").describe_db_instances(DBInstanceIdentifier="shop-orders")["DBInstances"]
    row = found.row(database="shop-orders")
    assert row["allocated_gib"] == instance["AllocatedStorage"]
    assert (row["class"], row["engine"]) == (instance["DBInstanceClass"], instance["Engine"])


def test_free_storage_is_what_cloudwatch_measured(run):
    """A database that is nearly full shows it; one without the metric has no value."""
    found = run("DatabasesByStorage")
    row = found.row(database="shop-orders")
    assert (row["free_gib"], row["free_percent"]) == (38.0, 7.6)
    assert found.row(database="warehouse-inventory")["free_gib"] is None


def test_only_a_public_database_is_found(run, aws):
    """All the others are near misses; the endpoint is RDS's own."""
    found = run("PublicDatabases")
    assert found.column("database") == [each.name for each in DATABASES if each.public]
    [instance] = aws("rds").describe_db_instances(DBInstanceIdentifier="legacy-crm")["DBInstances"]
    row = found.rows[0]
    assert row["publicly_accessible"] is instance["PubliclyAccessible"] is True
    assert (row["endpoint"], row["port"]) == (
        instance["Endpoint"]["Address"],
        instance["Endpoint"]["Port"],
    )
    assert found.summary == "1 of 6 database instances are publicly accessible."


def test_a_database_with_a_day_of_backups_has_backups(run, aws):
    """The finding keeps none; the near miss keeps one day."""
    found = run("DatabasesWithoutBackups")
    assert found.column("database") == ["legacy-crm"]
    rds = aws("rds")
    days = {
        each["DBInstanceIdentifier"]: each["BackupRetentionPeriod"]
        for each in rds.describe_db_instances()["DBInstances"]
    }
    assert found.rows[0]["backup_retention_days"] == days["legacy-crm"] == 0
    assert days["shop-reporting"] == 1


def test_a_replica_needs_no_backups(told):
    """It is made again from its source."""
    replica = {
        "DBInstanceIdentifier": "copy",
        "BackupRetentionPeriod": 0,
        "ReadReplicaSourceDBInstanceIdentifier": "original",
    }
    assert told("DatabasesWithoutBackups", {"rds:DescribeDBInstances": [replica]}).rows == []


def test_unencrypted_databases_are_found_once(run, aws):
    """A cluster stands for its members; what RDS says of encryption is what is shown."""
    found = run("UnencryptedDatabases")
    assert found.column("database") == [each.name for each in DATABASES if not each.encrypted]
    [instance] = aws("rds").describe_db_instances(DBInstanceIdentifier="legacy-crm")["DBInstances"]
    assert found.rows[0]["encrypted"] is instance["StorageEncrypted"] is False
    assert found.summary == "1 of 6 databases are not encrypted at rest."


def test_an_unencrypted_cluster_is_one_finding(told):
    """Its members say the same and are left out."""
    found = told(
        "UnencryptedDatabases",
        {
            "rds:DescribeDBInstances": [
                {
                    "DBInstanceIdentifier": "a-1",
                    "DBClusterIdentifier": "a",
                    "StorageEncrypted": False,
                }
            ],
            "rds:DescribeDBClusters": [{"DBClusterIdentifier": "a", "StorageEncrypted": False}],
        },
    )
    assert [(row["database"], row["kind"]) for row in found.rows] == [("a", "cluster")]
