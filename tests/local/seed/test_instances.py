"""EC2 instances, as listed."""

from datetime import UTC, datetime

import pytest

from local.seed import balancing, instances
from local.seed.account import REGIONS


def test_instances_stand_in_their_states(read):
    """Running, stopped and terminated instances are where the list says."""
    for region in REGIONS:
        for state in ("running", "stopped", "terminated"):
            wanted = sorted(
                each.name
                for each in instances.INSTANCES
                if (each.region, each.state) == (region, state) and each.name
            )
            found = read.names(read.instances(region, **{"instance-state-name": state}))
            assert [name for name in found if name != balancing.GROUP] == wanted


def test_one_instance_has_no_tags(read):
    """Exactly one instance is untagged."""
    assert len([each for each in read.instances() if not each.get("Tags")]) == 1


def test_instances_are_as_old_as_they_say(read):
    """Launch times and stop times lie in the past."""
    (stopped,) = read.instances(**{"tag:Name": "shop-import-old"})
    assert read.age(stopped["LaunchTime"]) == pytest.approx(150, abs=0.1)
    when = stopped["StateTransitionReason"].removeprefix("User initiated (")[:10]
    assert read.age(datetime.fromisoformat(when).replace(tzinfo=UTC)) == pytest.approx(120, abs=1.1)


def test_the_bastion_is_reachable_and_its_near_miss_is_not(account, read):
    """Both wear the open group; one has a public address and a way to the internet."""
    bastion, ledger = (
        read.instances(**{"tag:Name": name})[0] for name in ("shop-bastion", "shop-ledger-1")
    )
    assert {g["GroupName"] for each in (bastion, ledger) for g in each["SecurityGroups"]} == {
        "bastion-open"
    }
    assert bastion["PublicIpAddress"]
    assert "PublicIpAddress" not in ledger
    tables = account.client("ec2").describe_route_tables(
        Filters=[{"Name": "association.subnet-id", "Values": [bastion["SubnetId"]]}]
    )["RouteTables"]
    assert any(route.get("GatewayId", "").startswith("igw-") for route in tables[0]["Routes"])
