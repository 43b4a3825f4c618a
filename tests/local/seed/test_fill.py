"""The account as a whole is the same every time."""

from local.aws import MotoServer
from local.seed import fill
from local.seed.account import REGIONS, SYDNEY, Account


def census(account):
    """Give names, ids and counts from all over the account."""
    iam = account.client("iam")
    return {
        "instances": [
            instance["InstanceId"]
            for region in REGIONS
            for reservation in account.client("ec2", region).describe_instances()["Reservations"]
            for instance in reservation["Instances"]
        ],
        "vpcs": [
            vpc["VpcId"]
            for region in REGIONS
            for vpc in account.client("ec2", region).describe_vpcs()["Vpcs"]
        ],
        "roles": sorted(role["RoleId"] for role in iam.list_roles()["Roles"]),
        "buckets": [b["Name"] for b in account.client("s3").list_buckets()["Buckets"]],
        "apis": [api["id"] for api in account.client("apigateway").get_rest_apis()["items"]],
        "zones": [z["Id"] for z in account.client("route53").list_hosted_zones()["HostedZones"]],
        "metrics": len(account.client("cloudwatch").list_metrics()["Metrics"]),
    }


def test_two_fresh_accounts_are_the_same(account):
    """Names, counts and moto's ids come out alike on another server."""
    with MotoServer() as url:
        fill(url)
        assert census(Account(url)) == census(account)


def test_sydney_is_small(read):
    """The third Region holds a little, so that a question over all Regions has three parts."""
    assert len(read.instances(SYDNEY)) == 2
