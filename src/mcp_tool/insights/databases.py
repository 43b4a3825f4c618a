"""RDS and Aurora databases by size, and those that are open, without backups or unencrypted."""

from mcp_tool.insights.account import Account, Record
from mcp_tool.insights.insight import Found, Insight, columns
from mcp_tool.insights.metrics import CALL, Metric, measure

TOOL = "rds_read_operations"

INSTANCES, CLUSTERS = "rds:DescribeDBInstances", "rds:DescribeDBClusters"


def databases(account: Account) -> list[Record]:
    """List instances that stand alone, and clusters in the place of their members.

    What a cluster decides (backups, encryption, engine) its members only repeat.
    """
    instances, clusters = account.read(INSTANCES), account.read(CLUSTERS)
    return [
        *(
            each | {"database": each["DBInstanceIdentifier"], "kind": "instance"}
            for each in instances
            if not each.get("DBClusterIdentifier")
        ),
        *(each | {"database": each["DBClusterIdentifier"], "kind": "cluster"} for each in clusters),
    ]


def _by_storage(account: Account) -> Found:
    instances = list(account.read(INSTANCES))
    metric = Metric("AWS/RDS", "FreeStorageSpace")
    free = measure(
        account,
        instances,
        (metric,),
        dimensions=lambda each: {"DBInstanceIdentifier": each["DBInstanceIdentifier"]},
        days=1,
    )
    rows = [
        each | _space(each, series[-1] if series else None)
        for each, (series,) in zip(instances, free, strict=True)
    ]
    rows.sort(key=lambda each: (-each["AllocatedStorage"], each["DBInstanceIdentifier"]))
    gib = sum(each["AllocatedStorage"] for each in rows)
    return Found(rows, f"{len(rows):,} database instances have {gib:,} GiB allocated.")


def _space(instance: Record, free: float | None) -> dict[str, float | None]:
    if free is None:
        return {"free_gib": None, "free_percent": None}
    gib = free / 2**30
    return {
        "free_gib": round(gib, 1),
        "free_percent": round(100 * gib / instance["AllocatedStorage"], 1),
    }


def _public(account: Account) -> Found:
    instances = list(account.read(INSTANCES))
    public = [each for each in instances if each.get("PubliclyAccessible")]
    return Found(
        public, f"{len(public):,} of {len(instances):,} database instances are publicly accessible."
    )


def _without_backups(account: Account) -> Found:
    # A replica is made again from its source, and has no backups by default.
    all_ = [
        each for each in databases(account) if not each.get("ReadReplicaSourceDBInstanceIdentifier")
    ]
    found = [each for each in all_ if each["BackupRetentionPeriod"] == 0]
    return Found(found, f"{len(found):,} of {len(all_):,} databases have no automated backups.")


def _unencrypted(account: Account) -> Found:
    all_ = databases(account)
    found = [each for each in all_ if not each["StorageEncrypted"]]
    return Found(found, f"{len(found):,} of {len(all_):,} databases are not encrypted at rest.")


INSIGHTS = (
    Insight(
        name="DatabasesByStorage",
        tool=TOOL,
        summary="database instances by allocated storage, with what is free",
        words="largest databases, biggest databases, database size, storage per database, RDS disk"
        " space, databases running out of storage, free storage space",
        calls=(INSTANCES, CALL),
        columns=columns(
            "database=DBInstanceIdentifier",
            "engine=Engine",
            "class=DBInstanceClass",
            "allocated_gib=AllocatedStorage",
            "free_gib",
            "free_percent",
            "storage_type=StorageType",
            "status=DBInstanceStatus",
        ),
        find=_by_storage,
    ),
    Insight(
        name="PublicDatabases",
        tool=TOOL,
        summary="database instances that are publicly accessible",
        words="public databases, publicly accessible RDS, databases exposed to the internet, open"
        " databases, databases reachable from outside",
        calls=(INSTANCES,),
        columns=columns(
            "database=DBInstanceIdentifier",
            "publicly_accessible=PubliclyAccessible",
            "engine=Engine",
            "endpoint=Endpoint.Address",
            "port=Endpoint.Port",
            "security_groups=VpcSecurityGroups[].VpcSecurityGroupId",
            "encrypted=StorageEncrypted",
            "status=DBInstanceStatus",
        ),
        find=_public,
    ),
    Insight(
        name="DatabasesWithoutBackups",
        tool=TOOL,
        summary="databases and clusters without automated backups",
        words="databases without backups, no automated backups, backup disabled, backup retention"
        " zero, RDS not backed up",
        calls=(INSTANCES, CLUSTERS),
        columns=columns(
            "database",
            "kind",
            "backup_retention_days=BackupRetentionPeriod",
            "engine=Engine",
            "version=EngineVersion",
            "allocated_gib=AllocatedStorage",
            "created=InstanceCreateTime",
        ),
        find=_without_backups,
    ),
    Insight(
        name="UnencryptedDatabases",
        tool=TOOL,
        summary="databases and clusters whose storage is not encrypted",
        words="unencrypted databases, databases without encryption, encryption at rest disabled,"
        " RDS not encrypted",
        calls=(INSTANCES, CLUSTERS),
        columns=columns(
            "database",
            "kind",
            "encrypted=StorageEncrypted",
            "engine=Engine",
            "version=EngineVersion",
            "allocated_gib=AllocatedStorage",
        ),
        find=_unencrypted,
    ),
)
