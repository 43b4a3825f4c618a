"""RDS, DynamoDB and ElastiCache."""

from dataclasses import dataclass, field
from typing import Any

from local.seed.account import HOME, IRELAND, Account, tags


@dataclass(frozen=True, slots=True)
class Database:
    """One RDS instance."""

    name: str
    engine: str
    version: str
    type: str
    gib: int
    region: str = HOME
    public: bool = False
    encrypted: bool = True
    backup_days: int = 7
    multi_az: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One DynamoDB table; on demand unless it has provisioned units.

    Args:
        units: provisioned read and write units.
        used: of the read units, in percent, for the metrics.
        pitr: point-in-time recovery.
    """

    name: str
    region: str = HOME
    units: int = 0
    used: float = 0.0
    pitr: bool = False
    items: tuple[dict[str, Any], ...] = field(default_factory=tuple)


DATABASES = (
    Database(
        "shop-orders", "postgres", "16.4", "db.r6g.xlarge", 500, multi_az=True, backup_days=14
    ),
    Database("shop-catalog", "mysql", "5.7.44", "db.m5.large", 200),
    Database(
        "legacy-crm",
        "postgres",
        "11.22",
        "db.t3.medium",
        1000,
        public=True,
        encrypted=False,
        backup_days=0,
    ),
    Database("shop-reporting", "postgres", "17.2", "db.t4g.medium", 100, backup_days=1),
    Database("warehouse-inventory", "mariadb", "10.11.8", "db.m6g.large", 300, region=IRELAND),
)

TABLES = (
    Table("shop-carts", pitr=True, items=({"id": {"S": "cart-1"}, "total": {"N": "129"}},)),
    Table("shop-sessions", units=400, used=2.0),
    Table("shop-catalog-cache", units=20, used=71.0, pitr=True),
    Table("warehouse-stock", region=IRELAND, pitr=True),
    Table("warehouse-scans", region=IRELAND),
)


def fill(account: Account) -> None:
    """Create the databases, tables and one cache."""
    for database in DATABASES:
        _create_database(account, database)
    account.client("rds").create_db_snapshot(
        DBInstanceIdentifier="shop-orders", DBSnapshotIdentifier="shop-orders-before-upgrade"
    )
    _create_cluster(account)
    for table in TABLES:
        _create_table(account, table)
    account.client("elasticache").create_cache_cluster(
        CacheClusterId="shop-cache",
        Engine="redis",
        CacheNodeType="cache.t4g.small",
        NumCacheNodes=1,
    )


def _create_database(account: Account, database: Database) -> None:
    account.client("rds", database.region).create_db_instance(
        DBInstanceIdentifier=database.name,
        Engine=database.engine,
        EngineVersion=database.version,
        DBInstanceClass=database.type,
        AllocatedStorage=database.gib,
        StorageType="gp3",
        MasterUsername="dbadmin",
        MasterUserPassword="Initial-Passw0rd!",
        PubliclyAccessible=database.public,
        StorageEncrypted=database.encrypted,
        BackupRetentionPeriod=database.backup_days,
        MultiAZ=database.multi_az,
        Tags=tags(Environment="prod", Team=database.name.partition("-")[0]),
    )
    account.backdate(
        "rds",
        "databases",
        database.name,
        "instance_create_time",
        days=420,
        region=database.region,
    )


def _create_cluster(account: Account) -> None:
    rds = account.client("rds")
    rds.create_db_cluster(
        DBClusterIdentifier="shop-analytics",
        Engine="aurora-postgresql",
        EngineVersion="15.8",
        MasterUsername="dbadmin",
        MasterUserPassword="Initial-Passw0rd!",
        StorageEncrypted=True,
        BackupRetentionPeriod=7,
    )
    rds.create_db_instance(
        DBInstanceIdentifier="shop-analytics-1",
        DBClusterIdentifier="shop-analytics",
        Engine="aurora-postgresql",
        DBInstanceClass="db.r6g.large",
    )


def _create_table(account: Account, table: Table) -> None:
    dynamodb = account.client("dynamodb", table.region)
    capacity: dict[str, Any] = {"BillingMode": "PAY_PER_REQUEST"}
    if table.units:
        units = {"ReadCapacityUnits": table.units, "WriteCapacityUnits": table.units}
        capacity = {"BillingMode": "PROVISIONED", "ProvisionedThroughput": units}
    dynamodb.create_table(
        TableName=table.name,
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        Tags=tags(Environment="prod", Team=table.name.partition("-")[0]),
        **capacity,
    )
    if table.pitr:
        dynamodb.update_continuous_backups(
            TableName=table.name,
            PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True},
        )
    for item in table.items:
        dynamodb.put_item(TableName=table.name, Item=item)
