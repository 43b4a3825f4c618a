"""VPCs, security groups and flow logs, as listed."""

import json

from local.seed import network
from local.seed.account import HOME, IRELAND


def test_security_groups_are_open_and_closed(account):
    """The groups said to be open have a rule for all addresses, the others have none."""
    found = set()
    for region in (HOME, IRELAND):
        for group in account.client("ec2", region).describe_security_groups()["SecurityGroups"]:
            sources = json.dumps(group["IpPermissions"])
            if network.ANYWHERE in sources or network.ANYWHERE_6 in sources:
                found.add(group["GroupName"])
    assert found == set(network.OPEN_GROUPS)


def test_vpcs_have_flow_logs_or_not(account, read):
    """The VPCs said to have flow logs have them; staging and the default ones have none."""
    for region in (HOME, IRELAND):
        ec2 = account.client("ec2", region)
        logged = {log["ResourceId"] for log in ec2.describe_flow_logs()["FlowLogs"]}
        vpcs = [vpc for vpc in ec2.describe_vpcs()["Vpcs"] if vpc["VpcId"] in logged]
        assert read.names(vpcs) == sorted(
            vpc.name for vpc in network.VPCS if vpc.region == region and vpc.flow_logs
        )
