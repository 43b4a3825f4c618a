"""What the internet can reach: open security groups, and the instances behind them."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mcp_tool.insights.account import Account, Record
from mcp_tool.insights.insight import Found, Insight, columns, many
from mcp_tool.insights.parameters import wholes
from mcp_tool.insights.ports import EVERYWHERE, SENSITIVE, Opening, openings

TOOL = "ec2_read_operations"
_TCP = ("-1", "6")
_ROUTES = {4: "DestinationCidrBlock", 6: "DestinationIpv6CidrBlock"}
_BLOCKS = {4: "CidrBlock", 6: "Ipv6CidrBlock"}


def _open_groups(account: Account, ports: Sequence[int]) -> Found:
    reading, interfaces = (
        account.read("ec2:DescribeSecurityGroups"),
        account.read("ec2:DescribeNetworkInterfaces"),
    )
    groups = list(reading)
    used = Counter(group["GroupId"] for each in interfaces for group in each.get("Groups", []))
    rows = [
        group | _rule(opening) | {"network_interfaces": used[group["GroupId"]]}
        for group in groups
        for opening in openings(group)
        if not ports or any(opening.lets(port) for port in ports)
    ]
    rows.sort(key=lambda each: (not each["sensitive"], -each["network_interfaces"]))
    found = {each["GroupId"]: bool(each["sensitive"]) for each in reversed(rows)}
    return Found(
        rows,
        f"{len(found):,} of {many(len(groups), 'security group')} open to the whole internet"
        f"{_by(ports)}, {sum(found.values()):,} of them on ports seldom meant for everyone.",
    )


def _rule(opening: Opening) -> dict[str, Any]:
    return {
        "protocol": opening.protocol,
        "from_port": opening.first,
        "to_port": opening.last,
        "source": EVERYWHERE[opening.family],
        "sensitive": opening.sensitive[:5],
    }


def _by(ports: Sequence[int]) -> str:
    named = [f"{port} ({SENSITIVE[port]})" if port in SENSITIVE else str(port) for port in ports]
    return f" on port {' or '.join(named)}" if named else ""


@dataclass(frozen=True, slots=True)
class _Network:
    """What decides whether a packet from the internet gets to an interface."""

    groups: Mapping[str, Record]
    tables: Mapping[str, Record]
    acls: Mapping[str, Record]

    @classmethod
    def of(cls, account: Account) -> "_Network":
        groups, tables, acls = (
            account.read("ec2:DescribeSecurityGroups"),
            account.read("ec2:DescribeRouteTables"),
            account.read("ec2:DescribeNetworkAcls"),
        )
        return cls(
            {each["GroupId"]: each for each in groups},
            dict(_by_subnet(tables)),
            {each["SubnetId"]: acl for acl in acls for each in acl["Associations"]},
        )

    def ways(self, interface: Mapping[str, Any], port: int) -> Iterator[dict[str, Any]]:
        """List how a port of an interface is reached from the internet, with what allows it."""
        for family, address in _addresses(interface):
            gateway = self._gateway(interface, family)
            group = self._group(interface, family, port)
            if gateway and group and self._passes(interface, family, port):
                yield {
                    "address": address,
                    "port": port,
                    "security_group": group,
                    "internet_gateway": gateway,
                }

    def _gateway(self, interface: Mapping[str, Any], family: int) -> str | None:
        # A subnet without a table of its own uses the main one of its VPC.
        table = self.tables.get(interface["SubnetId"]) or self.tables.get(interface["VpcId"])
        for route in table["Routes"] if table else []:
            to = route.get("GatewayId", "")
            everywhere = route.get(_ROUTES[family]) == EVERYWHERE[family]
            if everywhere and to.startswith("igw-") and route.get("State") != "blackhole":
                return str(to)
        return None

    def _group(self, interface: Mapping[str, Any], family: int, port: int) -> str | None:
        for each in interface["Groups"]:
            for opening in openings(self.groups.get(each["GroupId"], {})):
                if opening.family == family and opening.protocol != "udp" and opening.lets(port):
                    return str(each["GroupId"])
        return None

    def _passes(self, interface: Mapping[str, Any], family: int, port: int) -> bool:
        """Tell whether the network ACL lets everyone in; its first rule that fits decides."""
        acl = self.acls.get(interface["SubnetId"])
        if acl is None:
            return True
        for entry in sorted(acl["Entries"], key=lambda each: each["RuleNumber"]):
            everyone = entry.get(_BLOCKS[family]) == EVERYWHERE[family]
            ports = entry.get("PortRange") or {"From": 0, "To": 65_535}
            fits = entry["Protocol"] in _TCP and ports["From"] <= port <= ports["To"]
            if everyone and fits and not entry["Egress"]:
                return bool(entry["RuleAction"] == "allow")
        return False


def _by_subnet(tables: Iterator[Record] | Any) -> Iterator[tuple[str, Record]]:
    for table in tables:
        for each in table["Associations"]:
            yield (table["VpcId"] if each.get("Main") else each.get("SubnetId", "")), table


def _addresses(interface: Mapping[str, Any]) -> Iterator[tuple[int, str]]:
    if public := interface.get("Association", {}).get("PublicIp"):
        yield 4, public
    for each in interface.get("Ipv6Addresses", []):
        yield 6, each["Ipv6Address"]


def _exposed(account: Account, ports: Sequence[int]) -> Found:
    wanted = {"Name": "instance-state-name", "Values": ["running"]}
    reading = account.read("ec2:DescribeInstances", Filters=[wanted])
    network = _Network.of(account)
    running = list(reading)
    rows = [
        instance | way | {"subnet": interface["SubnetId"]}
        for instance in running
        for interface in instance.get("NetworkInterfaces", [])
        for port in ports
        for way in network.ways(interface, port)
    ]
    exposed = {each["InstanceId"] for each in rows}
    return Found(
        rows,
        f"{len(exposed):,} of {many(len(running), 'running instance')} within reach of the internet"
        f"{_by(ports)}.",
    )


_PORTS = "TCP or UDP ports"

INSIGHTS = (
    Insight(
        name="OpenSecurityGroups",
        tool=TOOL,
        summary="ingress from anywhere, by port",
        words="security groups open to the world, open to the internet, 0.0.0.0/0, ingress from"
        " anywhere, open ports, firewall rules that allow everyone, port 22 or 3389 open",
        calls=("ec2:DescribeSecurityGroups", "ec2:DescribeNetworkInterfaces"),
        columns=columns(
            "group_id=GroupId",
            "name=GroupName",
            "vpc_id=VpcId",
            "protocol",
            "from_port",
            "to_port",
            "source",
            "sensitive",
            "network_interfaces",
        ),
        find=_open_groups,
        parameters={
            "ports": wholes(f"{_PORTS} to look for; all when absent", (), least=0, most=65_535)
        },
    ),
    Insight(
        name="ExposedInstances",
        tool=TOOL,
        summary="reachable from the internet by SSH or RDP",
        words="instances reachable by SSH or RDP from the internet, exposed servers, publicly"
        " accessible instances, who can SSH into our machines, bastion open to anyone",
        calls=(
            "ec2:DescribeInstances",
            "ec2:DescribeSecurityGroups",
            "ec2:DescribeRouteTables",
            "ec2:DescribeNetworkAcls",
        ),
        columns=columns(
            "instance_id=InstanceId",
            "name=tag:Name",
            "address",
            "port",
            "security_group",
            "internet_gateway",
            "subnet",
        ),
        find=_exposed,
        parameters={"ports": wholes("TCP ports to look for", (22, 3389), least=0, most=65_535)},
    ),
)
