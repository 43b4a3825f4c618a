"""VPCs, security groups, flow logs, addresses: who can reach what."""

from dataclasses import dataclass, field
from typing import Any

from local.seed.account import HOME, IRELAND, Account, tags

ANYWHERE = "0.0.0.0/0"
ANYWHERE_6 = "::/0"


@dataclass(frozen=True, slots=True)
class Vpc:
    """A VPC with a public subnet (a route to an internet gateway) and a private one."""

    name: str
    cidr: str
    region: str = HOME
    flow_logs: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A security group and its one ingress rule."""

    name: str
    vpc: str
    port: int | None  # None is all traffic
    source: str
    description: str


VPCS = (
    Vpc("shop-prod", "10.10.0.0/16", flow_logs=True),
    Vpc("shop-staging", "10.20.0.0/16"),
    Vpc("warehouse-prod", "10.30.0.0/16", region=IRELAND, flow_logs=True),
)

GROUPS = (
    Group("web-public", "shop-prod", 443, ANYWHERE, "HTTPS for the shop"),
    Group("bastion-open", "shop-prod", 22, ANYWHERE, "SSH, opened during an incident"),
    Group("office-ssh", "shop-prod", 22, "203.0.113.0/24", "SSH from the office only"),
    Group("orders-db", "shop-prod", 5432, "10.10.0.0/16", "PostgreSQL inside the VPC"),
    Group("ftp-legacy", "shop-staging", 21, ANYWHERE, "FTP of a retired supplier"),
    Group("rdp-open", "warehouse-prod", 3389, ANYWHERE_6, "RDP over IPv6"),
    Group("everything-open", "warehouse-prod", None, ANYWHERE, "All traffic, temporary"),
)
OPEN_GROUPS = tuple(group.name for group in GROUPS if group.source in (ANYWHERE, ANYWHERE_6))


@dataclass(slots=True)
class Network:
    """The ids that AWS gave, by the names above."""

    vpcs: dict[str, str] = field(default_factory=dict)
    public: dict[str, str] = field(default_factory=dict)
    private: dict[str, str] = field(default_factory=dict)
    groups: dict[str, str] = field(default_factory=dict)


def fill(account: Account) -> Network:
    """Create the networks and say their ids."""
    network = Network()
    for vpc in VPCS:
        _create_vpc(account, network, vpc)
    for group in GROUPS:
        _create_group(account, network, group)
    _create_gateway(account, network)
    return network


def _create_vpc(account: Account, network: Network, vpc: Vpc) -> None:
    ec2 = account.client("ec2", vpc.region)
    vpc_id = ec2.create_vpc(CidrBlock=vpc.cidr, TagSpecifications=_named("vpc", vpc.name))["Vpc"][
        "VpcId"
    ]
    network.vpcs[vpc.name] = vpc_id
    prefix = vpc.cidr.removesuffix(".0.0/16")
    network.public[vpc.name] = _subnet(ec2, vpc, vpc_id, f"{prefix}.1.0/24", "a")
    network.private[vpc.name] = _subnet(ec2, vpc, vpc_id, f"{prefix}.2.0/24", "b")
    ec2.modify_subnet_attribute(
        SubnetId=network.public[vpc.name], MapPublicIpOnLaunch={"Value": True}
    )
    _open_to_internet(ec2, vpc_id, network.public[vpc.name])
    ec2.modify_vpc_attribute(VpcId=vpc_id, EnableDnsHostnames={"Value": True})
    if vpc.flow_logs:
        ec2.create_flow_logs(
            ResourceIds=[vpc_id],
            ResourceType="VPC",
            TrafficType="ALL",
            LogGroupName=f"/vpc/{vpc.name}",
            DeliverLogsPermissionArn="arn:aws:iam::123456789012:role/flow-logs",
        )


def _subnet(ec2: Any, vpc: Vpc, vpc_id: str, cidr: str, zone: str) -> str:
    name = f"{vpc.name}-{'public' if zone == 'a' else 'private'}"
    subnet = ec2.create_subnet(
        VpcId=vpc_id,
        CidrBlock=cidr,
        AvailabilityZone=vpc.region + zone,
        TagSpecifications=_named("subnet", name),
    )
    return str(subnet["Subnet"]["SubnetId"])


def _open_to_internet(ec2: Any, vpc_id: str, subnet: str) -> None:
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc_id)
    table = ec2.create_route_table(VpcId=vpc_id)["RouteTable"]["RouteTableId"]
    ec2.create_route(RouteTableId=table, DestinationCidrBlock=ANYWHERE, GatewayId=gateway)
    ec2.associate_route_table(RouteTableId=table, SubnetId=subnet)


def _create_group(account: Account, network: Network, group: Group) -> None:
    region = next(vpc.region for vpc in VPCS if vpc.name == group.vpc)
    ec2 = account.client("ec2", region)
    group_id = ec2.create_security_group(
        GroupName=group.name,
        Description=group.description,
        VpcId=network.vpcs[group.vpc],
        TagSpecifications=_named("security-group", group.name),
    )["GroupId"]
    network.groups[group.name] = group_id
    ec2.authorize_security_group_ingress(GroupId=group_id, IpPermissions=[_rule(group)])


def _rule(group: Group) -> dict[str, Any]:
    rule: dict[str, Any] = (
        {"IpProtocol": "-1"}
        if group.port is None
        else {"IpProtocol": "tcp", "FromPort": group.port, "ToPort": group.port}
    )
    if ":" in group.source:
        return rule | {"Ipv6Ranges": [{"CidrIpv6": group.source}]}
    return rule | {"IpRanges": [{"CidrIp": group.source}]}


def _create_gateway(account: Account, network: Network) -> None:
    ec2 = account.client("ec2")
    address = ec2.allocate_address(
        Domain="vpc", TagSpecifications=_named("elastic-ip", "shop-prod-nat")
    )
    ec2.create_nat_gateway(
        SubnetId=network.public["shop-prod"],
        AllocationId=address["AllocationId"],
        TagSpecifications=_named("natgateway", "shop-prod-nat"),
    )
    # Two addresses that nothing uses; the one above is the near miss.
    ec2.allocate_address(Domain="vpc", TagSpecifications=_named("elastic-ip", "old-vpn"))
    account.client("ec2", IRELAND).allocate_address(Domain="vpc")


def _named(kind: str, name: str) -> list[dict[str, Any]]:
    return [{"ResourceType": kind, "Tags": tags(Name=name)}]
