"""Volumes that nothing uses, and snapshots that are old."""

import pytest

from local.seed.volumes import SNAPSHOTS, VOLUMES
from mcp_tool.errors import InvalidArgumentError

REGIONS = ("us-east-1", "eu-west-1", "ap-southeast-2")


def test_unattached_volumes_are_found_in_every_region(run):
    """A volume without an instance is a finding; the near miss is attached to a stopped one."""
    found = run("UnattachedVolumes")
    loose = [each for each in VOLUMES if not each.instance]
    assert sorted(found.column("name")) == sorted(each.name for each in loose)
    assert found.row(name="warehouse-scans-2024")["region"] == "eu-west-1"
    assert "shop-import-data" not in found.column("name")


def test_unattached_volumes_are_as_the_api_has_them(run, aws):
    """Sizes and types are EC2's own; the cost follows from them."""
    found = run("UnattachedVolumes")
    row = found.row(name="shop-db-migration")
    [volume] = aws("ec2").describe_volumes(VolumeIds=[row["volume_id"]])["Volumes"]
    assert (row["size_gib"], row["type"]) == (volume["Size"], volume["VolumeType"])
    assert (row["state"], row["encrypted"]) == (volume["State"], volume["Encrypted"])
    assert row["about_usd_month"] == 20.0


def test_the_summary_says_how_many_of_how_many(run, aws):
    """The sentence counts the volumes that were looked at, attached ones too."""
    found = run("UnattachedVolumes")
    seen = sum(len(aws("ec2", each).describe_volumes()["Volumes"]) for each in REGIONS)
    assert found.summary == (f"3 of {seen} volumes unattached: 1,250 GiB, about 69.00 USD a month.")


def test_old_snapshots_are_those_before_the_day_asked_for(run):
    """The near miss is two days short."""
    assert run("OldSnapshots").column("age_days") == [640, 380]
    assert run("OldSnapshots", days=87).column("age_days") == [640, 380, 88]
    assert len(SNAPSHOTS) == 4


def test_old_snapshots_are_as_the_api_has_them(run, aws):
    """The start, the volume and its size are EC2's own."""
    row = run("OldSnapshots").rows[0]
    answer = aws("ec2").describe_snapshots(SnapshotIds=[row["snapshot_id"]])
    [snapshot] = answer["Snapshots"]
    assert row["started"] == f"{snapshot['StartTime']:%Y-%m-%dT%H:%M:%SZ}"
    assert (row["volume_id"], row["volume_gib"]) == (snapshot["VolumeId"], snapshot["VolumeSize"])
    assert row["volume_exists"]


@pytest.mark.parametrize("days", [0, -1, "ninety", True, 1.5, [90]])
def test_a_wrong_number_of_days_is_said(run, days):
    """The message names the parameter and what it may be."""
    with pytest.raises(InvalidArgumentError) as raised:
        run("OldSnapshots", days=days)
    assert raised.value.hint == "days must be a whole number from 1 to 3,650."
