"""Addresses that nothing uses, and VPCs without flow logs."""

from local.seed.network import VPCS

REGIONS = ("us-east-1", "eu-west-1", "ap-southeast-2")


def test_unused_addresses_are_those_without_an_association(run, aws):
    """The near misses are in use by a NAT gateway and by an instance."""
    found = run("UnusedAddresses")
    free = {
        each["PublicIp"]
        for region in REGIONS
        for each in aws("ec2", region).describe_addresses()["Addresses"]
        if "AssociationId" not in each
    }
    assert set(found.column("public_ip")) == free
    assert "shop-prod-nat" not in found.column("name")
    assert found.row(name="old-vpn")["about_usd_month"] == 3.65
    assert found.summary == ("2 of 4 elastic IPs associated with nothing, about 7.30 USD a month.")


def test_vpcs_without_flow_logs_are_found(run):
    """The near misses have one; a VPC that is in use comes before empty ones."""
    found = run("VpcsWithoutFlowLogs", regions=REGIONS)
    named = [each for each in found.column("name") if each]
    assert named == [each.name for each in VPCS if not each.flow_logs]
    interfaces = found.column("network_interfaces")
    assert interfaces == sorted(interfaces, reverse=True)


def test_the_interfaces_of_a_vpc_are_counted(run, aws):
    """The count is what EC2 lists."""
    row = run("VpcsWithoutFlowLogs").row(name="shop-staging")
    vpc = [{"Name": "vpc-id", "Values": [row["vpc_id"]]}]
    held = aws("ec2").describe_network_interfaces(Filters=vpc)["NetworkInterfaces"]
    assert row["network_interfaces"] == len(held)


def test_no_vpc_is_accused_where_flow_logs_could_not_be_read(told, denied):
    """What may not be read is not missing; the failure is told instead."""
    found = told(
        "VpcsWithoutFlowLogs",
        {"ec2:DescribeVpcs": [{"VpcId": "vpc-1"}], "ec2:DescribeFlowLogs": denied},
    )
    assert found.rows == []
    assert [each.code for each in found.failures] == ["AccessDenied"]
