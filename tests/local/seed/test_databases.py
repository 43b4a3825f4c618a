"""RDS databases and DynamoDB tables, as listed."""

import pytest

from local.seed import databases
from local.seed.account import REGIONS


def test_databases_have_what_they_are_listed_with(account):
    """Engine, storage, exposure, encryption and backups are as listed."""
    found = {
        each["DBInstanceIdentifier"]: each
        for region in REGIONS
        for each in account.client("rds", region).describe_db_instances()["DBInstances"]
    }
    for wanted in databases.DATABASES:
        each = found[wanted.name]
        assert each["EngineVersion"] == wanted.version
        assert each["AllocatedStorage"] == wanted.gib
        assert each["PubliclyAccessible"] == wanted.public
        assert each["StorageEncrypted"] == wanted.encrypted
        assert each["BackupRetentionPeriod"] == wanted.backup_days
    assert found["shop-analytics-1"]["DBClusterIdentifier"] == "shop-analytics"


@pytest.mark.parametrize("table", databases.TABLES, ids=lambda table: table.name)
def test_tables_have_recovery_and_capacity_or_not(account, table):
    """Point-in-time recovery and provisioned units are as listed."""
    dynamodb = account.client("dynamodb", table.region)
    backups = dynamodb.describe_continuous_backups(TableName=table.name)
    recovery = backups["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]
    found = dynamodb.describe_table(TableName=table.name)["Table"]
    assert (recovery["PointInTimeRecoveryStatus"] == "ENABLED") == table.pitr
    assert found["ProvisionedThroughput"]["ReadCapacityUnits"] == table.units
