"""Which traffic security group rules let in from the whole internet."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

EVERYWHERE = {4: "0.0.0.0/0", 6: "::/0"}
ALL_PORTS = (0, 65_535)

# Ports that are seldom meant for everyone, and what listens there.
SENSITIVE = {
    20: "FTP",
    21: "FTP",
    22: "SSH",
    23: "Telnet",
    135: "RPC",
    139: "NetBIOS",
    445: "SMB",
    1433: "SQL Server",
    1521: "Oracle",
    2375: "Docker",
    3306: "MySQL",
    3389: "RDP",
    5432: "PostgreSQL",
    5601: "Kibana",
    5900: "VNC",
    6379: "Redis",
    9200: "Elasticsearch",
    11211: "Memcached",
    27017: "MongoDB",
}


@dataclass(frozen=True, slots=True)
class Opening:
    """One rule that lets everyone in.

    Attributes:
        family: 4 or 6, the IP version.
        protocol: `tcp`, `udp`, `icmp` or `all`.
        first: the lowest port.
        last: the highest.
    """

    family: int
    protocol: str
    first: int
    last: int

    def lets(self, port: int) -> bool:
        """Tell whether a connection to a port passes."""
        return self.protocol in ("tcp", "udp", "all") and self.first <= port <= self.last

    @property
    def sensitive(self) -> list[str]:
        """The services that this opens and that are seldom meant for everyone."""
        return list(dict.fromkeys(name for port, name in SENSITIVE.items() if self.lets(port)))


def openings(group: Mapping[str, Any]) -> Iterator[Opening]:
    """List the ingress rules of a security group that are open to the world."""
    for rule in group.get("IpPermissions", []):
        protocol = "all" if rule["IpProtocol"] == "-1" else rule["IpProtocol"]
        first, last = rule.get("FromPort", 0), rule.get("ToPort", 0)
        if protocol == "all":
            first, last = ALL_PORTS
        if EVERYWHERE[4] in [each["CidrIp"] for each in rule.get("IpRanges", [])]:
            yield Opening(4, protocol, first, last)
        if EVERYWHERE[6] in [each["CidrIpv6"] for each in rule.get("Ipv6Ranges", [])]:
            yield Opening(6, protocol, first, last)
