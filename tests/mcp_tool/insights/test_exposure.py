"""Open security groups, and the instances that the internet can reach."""

import pytest

from local.seed.network import OPEN_GROUPS


def test_open_groups_are_those_that_let_everyone_in(run):
    """Groups for the office or the VPC are the near misses; dangerous ports come first."""
    found = run("OpenSecurityGroups")
    assert sorted(found.column("name")) == sorted(OPEN_GROUPS)
    assert found.rows[-1]["name"] == "web-public"
    assert found.row(name="rdp-open")["source"] == "::/0"


def test_a_port_narrows_the_groups(run):
    """All traffic is every port, too."""
    found = run("OpenSecurityGroups", ports=[22])
    assert sorted(found.column("name")) == ["bastion-open", "everything-open"]
    assert "on port 22 (SSH), 2 of them" in found.summary


def test_rules_and_uses_are_as_the_api_has_them(run, aws):
    """Ports, source and the interfaces with the group are EC2's own."""
    row = run("OpenSecurityGroups").row(name="bastion-open")
    ec2 = aws("ec2")
    [group] = ec2.describe_security_groups(GroupIds=[row["group_id"]])["SecurityGroups"]
    [rule] = group["IpPermissions"]
    assert (row["from_port"], row["to_port"]) == (rule["FromPort"], rule["ToPort"])
    assert row["source"] == rule["IpRanges"][0]["CidrIp"]
    used = [{"Name": "group-id", "Values": [row["group_id"]]}]
    held = ec2.describe_network_interfaces(Filters=used)["NetworkInterfaces"]
    assert row["network_interfaces"] == len(held)


def test_exposed_instances_have_an_address_a_route_and_an_open_port(run):
    """The near miss has the same open group as the bastion and no public address."""
    found = run("ExposedInstances")
    reached = {(row["name"], row["port"]) for row in found.rows}
    assert reached == {("shop-bastion", 22), ("warehouse-jump", 22), ("warehouse-jump", 3389)}


def test_the_way_to_an_instance_is_as_the_api_has_it(run, aws):
    """Address, group and gateway are EC2's own."""
    row = run("ExposedInstances").row(name="shop-bastion")
    ec2 = aws("ec2")
    answer = ec2.describe_instances(InstanceIds=[row["instance_id"]])
    [instance] = answer["Reservations"][0]["Instances"]
    assert row["address"] == instance["PublicIpAddress"]
    assert row["security_group"] == instance["SecurityGroups"][0]["GroupId"]
    attached = [{"Name": "attachment.vpc-id", "Values": [instance["VpcId"]]}]
    [gateway] = ec2.describe_internet_gateways(Filters=attached)["InternetGateways"]
    assert row["internet_gateway"] == gateway["InternetGatewayId"]


INTERFACE = {
    "SubnetId": "subnet-1",
    "VpcId": "vpc-1",
    "Groups": [{"GroupId": "sg-1"}],
    "Association": {"PublicIp": "203.0.113.9"},
    "Ipv6Addresses": [{"Ipv6Address": "2001:db8::9"}],
}
WORLD = {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}
ROUTE = {"DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "igw-1"}
MAIN = {"VpcId": "vpc-1", "Routes": [ROUTE], "Associations": [{"Main": True}]}
PRIVATE = {"VpcId": "vpc-1", "Routes": [], "Associations": [{"SubnetId": "subnet-1"}]}


def entry(number, action, port=None, cidr="0.0.0.0/0", **more):
    ports = {"PortRange": {"From": port, "To": port}} if port else {}
    rule = {"RuleNumber": number, "RuleAction": action, "Protocol": "6", "Egress": False}
    return rule | {"CidrBlock": cidr} | ports | more


def acl(*entries):
    return [{"Associations": [{"SubnetId": "subnet-1"}], "Entries": list(entries)}]


@pytest.mark.parametrize(
    ("tables", "acls", "exposed"),
    [
        ([MAIN], [], True),
        ([MAIN, PRIVATE], [], False),
        ([], [], False),
        ([MAIN | {"Routes": [ROUTE | {"State": "blackhole"}]}], [], False),
        ([MAIN | {"Routes": [{**ROUTE, "GatewayId": "vgw-1"}]}], [], False),
        ([MAIN], acl(entry(100, "allow")), True),
        ([MAIN], acl(entry(90, "deny", 22), entry(100, "allow")), False),
        ([MAIN], acl(entry(100, "allow"), entry(110, "deny", 22)), True),
        ([MAIN], acl(entry(90, "deny", 80), entry(100, "allow")), True),
        ([MAIN], acl(entry(100, "allow", cidr="10.0.0.0/8")), False),
        ([MAIN], acl(entry(100, "allow", Egress=True)), False),
    ],
)
def test_routes_and_network_acls_decide(told, tables, acls, exposed):
    """A packet needs a route to an internet gateway and an ACL whose first fitting rule allows."""
    found = told(
        "ExposedInstances",
        {
            "ec2:DescribeInstances": [{"InstanceId": "i-1", "NetworkInterfaces": [INTERFACE]}],
            "ec2:DescribeSecurityGroups": [{"GroupId": "sg-1", "IpPermissions": [WORLD]}],
            "ec2:DescribeRouteTables": tables,
            "ec2:DescribeNetworkAcls": acls,
        },
    )
    assert found.column("address") == (["203.0.113.9"] if exposed else [])


def test_ipv6_is_a_way_of_its_own(told):
    """It needs its own rule, its own route and its own line in the ACL."""
    rule = {**WORLD, "IpRanges": [], "Ipv6Ranges": [{"CidrIpv6": "::/0"}]}
    route = {"DestinationIpv6CidrBlock": "::/0", "GatewayId": "igw-1"}
    found = told(
        "ExposedInstances",
        {
            "ec2:DescribeInstances": [{"InstanceId": "i-1", "NetworkInterfaces": [INTERFACE]}],
            "ec2:DescribeSecurityGroups": [{"GroupId": "sg-1", "IpPermissions": [rule]}],
            "ec2:DescribeRouteTables": [MAIN | {"Routes": [ROUTE, route]}],
            "ec2:DescribeNetworkAcls": acl(entry(100, "allow", Ipv6CidrBlock="::/0")),
        },
    )
    assert found.column("address") == ["2001:db8::9"]
