"""EBS volumes and snapshots that are paid for and not used."""

from mcp_tool.insights.account import Account
from mcp_tool.insights.insight import Found, Insight, columns, many
from mcp_tool.insights.parameters import whole
from mcp_tool.insights.prices import SNAPSHOT_GIB_MONTH, volume_month

TOOL = "ec2_read_operations"


def _unattached(account: Account) -> Found:
    volumes = list(account.read("ec2:DescribeVolumes"))
    loose = [
        each | {"about_usd_month": round(volume_month(each["VolumeType"], each["Size"]), 2)}
        for each in volumes
        if each["State"] == "available"
    ]
    loose.sort(key=lambda each: -each["about_usd_month"])
    gib, usd = (sum(each[key] for each in loose) for key in ("Size", "about_usd_month"))
    return Found(
        loose,
        f"{len(loose):,} of {many(len(volumes), 'volume')} unattached: {gib:,} GiB,"
        f" about {usd:,.2f} USD a month.",
    )


def _old(account: Account, days: int) -> Found:
    reading, volumes = (
        account.read("ec2:DescribeSnapshots", OwnerIds=["self"]),
        account.read("ec2:DescribeVolumes"),
    )
    snapshots = list(reading)
    present = {each["VolumeId"] for each in volumes}
    old = [
        each
        | {
            "age_days": (account.now - each["StartTime"]).days,
            "volume_exists": each["VolumeId"] in present if volumes.reached(each) else None,
            "about_usd_month_at_most": round(each["VolumeSize"] * SNAPSHOT_GIB_MONTH, 2),
        }
        for each in snapshots
        if each["StartTime"] < account.ago(days)
    ]
    old.sort(key=lambda each: -each["age_days"])
    gib = sum(each["VolumeSize"] for each in old)
    return Found(
        old,
        f"{len(old):,} of {many(len(snapshots), 'snapshot')} older than {days} days,"
        f" taken of {gib:,} GiB of volumes.",
    )


INSIGHTS = (
    Insight(
        name="UnattachedVolumes",
        tool=TOOL,
        summary="EBS volumes that nothing uses",
        words="unattached volumes, unused disks, orphaned EBS volumes, volumes not attached to any"
        " instance, detached or available volumes, wasted storage",
        calls=("ec2:DescribeVolumes",),
        columns=columns(
            "volume_id=VolumeId",
            "name=tag:Name",
            "state=State",
            "size_gib=Size",
            "type=VolumeType",
            "about_usd_month",
            "encrypted=Encrypted",
            "zone=AvailabilityZone",
            "created=CreateTime",
        ),
        find=_unattached,
    ),
    Insight(
        name="OldSnapshots",
        tool=TOOL,
        summary="own snapshots older than N days",
        words="old snapshots, stale EBS snapshots, snapshots older than, outdated backups of"
        " volumes, snapshots to clean up",
        calls=("ec2:DescribeSnapshots", "ec2:DescribeVolumes"),
        columns=columns(
            "snapshot_id=SnapshotId",
            "name=tag:Name",
            "description=Description",
            "started=StartTime",
            "age_days",
            "volume_id=VolumeId",
            "volume_exists",
            "volume_gib=VolumeSize",
            "about_usd_month_at_most",
        ),
        find=_old,
        parameters={"days": whole("older than so many days", 90, most=3650)},
    ),
)
