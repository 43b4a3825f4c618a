"""EBS volumes and snapshots, and a machine image."""

from collections.abc import Mapping
from dataclasses import dataclass

from local.seed.account import HOME, IRELAND, Account


@dataclass(frozen=True, slots=True)
class Volume:
    """An EBS volume; attached when it names an instance."""

    name: str
    gib: int
    type: str = "gp3"
    region: str = HOME
    instance: str = ""
    encrypted: bool = True


VOLUMES = (
    Volume("shop-db-migration", 200, "gp2", encrypted=False),
    Volume("shop-scratch", 50),
    Volume("warehouse-scans-2024", 1000, "st1", region=IRELAND),
    Volume("shop-api-data", 300, instance="shop-api-1"),
    Volume("shop-import-data", 500, "io1", instance="shop-import-old", encrypted=False),
)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A snapshot of a volume, this many days old."""

    description: str
    volume: str
    days: float
    region: str = HOME


SNAPSHOTS = (
    Snapshot("before the 2024 migration", "shop-db-migration", 640),
    Snapshot("warehouse scans, yearly", "warehouse-scans-2024", 380, region=IRELAND),
    Snapshot("nightly", "shop-api-data", 1),
    Snapshot("nightly", "shop-api-data", 88),  # two days short of "old"
)


def fill(account: Account, instances: Mapping[str, str]) -> None:
    """Create the volumes, their snapshots and an image; the instances are ids by name."""
    volumes = {volume.name: _create_volume(account, instances, volume) for volume in VOLUMES}
    for snapshot in SNAPSHOTS:
        _take(account, volumes, snapshot)
    account.client("ec2").create_image(InstanceId=instances["shop-web-1"], Name="shop-web-golden")


def _create_volume(account: Account, instances: Mapping[str, str], volume: Volume) -> str:
    ec2 = account.client("ec2", volume.region)
    extra = {"Iops": 3000} if volume.type == "io1" else {}
    answer = ec2.create_volume(
        AvailabilityZone=f"{volume.region}a",
        Size=volume.gib,
        VolumeType=volume.type,
        Encrypted=volume.encrypted,
        TagSpecifications=[
            {"ResourceType": "volume", "Tags": [{"Key": "Name", "Value": volume.name}]}
        ],
        **extra,
    )
    if volume.instance:
        ec2.attach_volume(
            VolumeId=answer["VolumeId"], InstanceId=instances[volume.instance], Device="/dev/sdf"
        )
    return str(answer["VolumeId"])


def _take(account: Account, volumes: Mapping[str, str], snapshot: Snapshot) -> None:
    ec2 = account.client("ec2", snapshot.region)
    answer = ec2.create_snapshot(
        VolumeId=volumes[snapshot.volume], Description=snapshot.description
    )
    account.backdate(
        "ec2",
        "snapshots",
        answer["SnapshotId"],
        "start_time",
        days=snapshot.days,
        region=snapshot.region,
    )
