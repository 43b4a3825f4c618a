"""Volumes, snapshots and addresses, as listed."""

from local.seed import volumes
from local.seed.account import HOME, IRELAND


def test_volumes_addresses_and_snapshots_have_their_cases(account, read):
    """Unattached volumes, unused addresses and old snapshots stand beside used and new ones."""
    for region in (HOME, IRELAND):
        ec2 = account.client("ec2", region)
        free = ec2.describe_volumes(Filters=[{"Name": "status", "Values": ["available"]}])
        assert read.names(free["Volumes"]) == sorted(
            v.name for v in volumes.VOLUMES if v.region == region and not v.instance
        )
        ages = sorted(
            round(read.age(each["StartTime"]))
            for each in ec2.describe_snapshots(OwnerIds=["self"])["Snapshots"]
            if each["Description"] in {s.description for s in volumes.SNAPSHOTS}
        )
        assert ages == sorted(s.days for s in volumes.SNAPSHOTS if s.region == region)
    addresses = account.client("ec2").describe_addresses()["Addresses"]
    assert read.names([each for each in addresses if "AssociationId" not in each]) == ["old-vpn"]
    assert len(addresses) > 1
