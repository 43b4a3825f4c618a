"""Which rules let the whole internet in."""

import pytest

from mcp_tool.insights.ports import Opening, openings


def group(protocol="tcp", first=22, last=22, v4=(), v6=()):
    rule = {
        "IpProtocol": protocol,
        "IpRanges": [{"CidrIp": each} for each in v4],
        "Ipv6Ranges": [{"CidrIpv6": each} for each in v6],
    }
    if protocol != "-1":
        rule |= {"FromPort": first, "ToPort": last}
    return {"IpPermissions": [rule]}


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        (group(v4=["0.0.0.0/0"]), [Opening(4, "tcp", 22, 22)]),
        (group(v6=["::/0"]), [Opening(6, "tcp", 22, 22)]),
        (group(v4=["10.0.0.0/8", "0.0.0.0/0"], v6=["::/0"]),
         [Opening(4, "tcp", 22, 22), Opening(6, "tcp", 22, 22)]),
        (group("-1", v4=["0.0.0.0/0"]), [Opening(4, "all", 0, 65_535)]),
        (group(v4=["203.0.113.0/24"]), []),
        ({}, []),
    ],
)  # fmt: skip
def test_an_opening_is_a_rule_for_everyone(rules, expected):
    """Each IP version has its own word for everyone."""
    assert list(openings(rules)) == expected


def test_an_opening_lets_the_ports_of_its_range_in():
    """A range holds its ends; ICMP has no ports, though it has numbers."""
    web = Opening(4, "tcp", 80, 443)
    assert [web.lets(each) for each in (79, 80, 443, 444)] == [False, True, True, False]
    assert not Opening(4, "icmp", -1, -1).lets(22)


def test_an_opening_names_what_it_should_not_open():
    """A range over several services names each once."""
    assert Opening(4, "tcp", 20, 23).sensitive == ["FTP", "SSH", "Telnet"]
    assert Opening(4, "tcp", 443, 443).sensitive == []
