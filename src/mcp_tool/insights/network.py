"""Addresses that nothing uses, and VPCs whose traffic leaves no trace."""

from collections import Counter

from mcp_tool.insights.account import Account
from mcp_tool.insights.insight import Found, Insight, columns, many
from mcp_tool.insights.prices import ADDRESS_HOUR, HOURS_A_MONTH

TOOL = "ec2_read_operations"


def _unused(account: Account) -> Found:
    addresses = list(account.read("ec2:DescribeAddresses"))
    monthly = round(ADDRESS_HOUR * HOURS_A_MONTH, 2)
    unused = [
        each | {"about_usd_month": monthly} for each in addresses if not each.get("AssociationId")
    ]
    return Found(
        unused,
        f"{len(unused):,} of {many(len(addresses), 'elastic IP')} associated with nothing,"
        f" about {monthly * len(unused):,.2f} USD a month.",
    )


def _unlogged(account: Account) -> Found:
    reading, logs, interfaces = (
        account.read("ec2:DescribeVpcs"),
        account.read("ec2:DescribeFlowLogs"),
        account.read("ec2:DescribeNetworkInterfaces"),
    )
    vpcs = list(reading)
    logged = Counter(each["ResourceId"] for each in logs if each["FlowLogStatus"] == "ACTIVE")
    used = Counter(each["VpcId"] for each in interfaces)
    rows = [
        each | {"flow_logs": 0, "network_interfaces": used[each["VpcId"]]}
        for each in vpcs
        if logs.reached(each) and not logged[each["VpcId"]]
    ]
    rows.sort(key=lambda each: -each["network_interfaces"])
    busy = sum(1 for each in rows if each["network_interfaces"])
    return Found(
        rows,
        f"{len(rows):,} of {many(len(vpcs), 'VPC')} without an active flow log, {busy:,} of"
        " them in use.",
    )


INSIGHTS = (
    Insight(
        name="UnusedAddresses",
        tool=TOOL,
        summary="elastic IPs associated with nothing",
        words="unused elastic IPs, elastic IPs nobody uses, unassociated EIPs, idle public IP"
        " addresses, elastic addresses not attached to anything, wasted elastic IPs",
        calls=("ec2:DescribeAddresses",),
        columns=columns(
            "allocation_id=AllocationId",
            "name=tag:Name",
            "public_ip=PublicIp",
            "about_usd_month",
        ),
        find=_unused,
    ),
    Insight(
        name="VpcsWithoutFlowLogs",
        tool=TOOL,
        summary="VPCs with no active flow log",
        words="VPCs without flow logs, networks with flow logging disabled, which VPCs do not log"
        " their traffic, missing VPC flow logs",
        calls=("ec2:DescribeVpcs", "ec2:DescribeFlowLogs", "ec2:DescribeNetworkInterfaces"),
        columns=columns(
            "vpc_id=VpcId",
            "name=tag:Name",
            "cidr=CidrBlock",
            "default=IsDefault",
            "flow_logs",
            "network_interfaces",
        ),
        find=_unlogged,
    ),
)
