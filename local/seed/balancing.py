"""Load balancers with their targets, and an Auto Scaling group."""

from collections.abc import Mapping
from typing import NamedTuple

from local.seed.account import Account, tags
from local.seed.instances import IMAGE
from local.seed.network import Network

# The third was stopped with its instance, and gets no requests.
TARGETS = ("shop-web-1", "shop-web-2", "shop-web-3")
GROUP = "shop-picture-workers"


class Traffic(NamedTuple):
    """What passes a load balancer in a day: requests, its own 5xx answers and its targets'."""

    requests: int
    own_errors: int = 0
    target_errors: int = 0


# The second has no errors, and nothing behind it.
TRAFFIC = {"shop-prod": Traffic(250_000, 310, 1_480), "shop-internal": Traffic(9_000)}


def fill(account: Account, network: Network, instances: Mapping[str, str]) -> dict[str, str]:
    """Create two load balancers, and a group of two; give the balancers' metric dimensions."""
    elb = account.client("elbv2")
    subnets = [network.public["shop-prod"], network.private["shop-prod"]]
    marks = tags(Environment="prod", Team="shop")
    arns = {
        name: elb.create_load_balancer(
            Name=name,
            Subnets=subnets,
            SecurityGroups=[network.groups["web-public"]],
            Scheme="internal" if name == "shop-internal" else "internet-facing",
            Tags=marks,
        )["LoadBalancers"][0]["LoadBalancerArn"]
        for name in TRAFFIC
    }
    group = elb.create_target_group(
        Name="shop-web", Protocol="HTTP", Port=8080, VpcId=network.vpcs["shop-prod"], Tags=marks
    )["TargetGroups"][0]["TargetGroupArn"]
    elb.create_listener(
        LoadBalancerArn=arns["shop-prod"],
        Protocol="HTTP",
        Port=80,
        DefaultActions=[{"Type": "forward", "TargetGroupArn": group}],
    )
    elb.register_targets(
        TargetGroupArn=group, Targets=[{"Id": instances[name]} for name in TARGETS]
    )
    _scale(account, network)
    return {name: arn.partition(":loadbalancer/")[2] for name, arn in arns.items()}


def _scale(account: Account, network: Network) -> None:
    account.client("ec2").create_launch_template(
        LaunchTemplateName=GROUP,
        LaunchTemplateData={"ImageId": IMAGE, "InstanceType": "c6i.large"},
    )
    scaling = account.client("autoscaling")
    scaling.create_auto_scaling_group(
        AutoScalingGroupName=GROUP,
        LaunchTemplate={"LaunchTemplateName": GROUP, "Version": "$Latest"},
        MinSize=1,
        MaxSize=4,
        DesiredCapacity=1,
        VPCZoneIdentifier=network.private["shop-prod"],
        Tags=[
            {"Key": "Name", "Value": GROUP, "PropagateAtLaunch": True},
            {"Key": "Team", "Value": "shop", "PropagateAtLaunch": True},
            {"Key": "Environment", "Value": "prod", "PropagateAtLaunch": True},
        ],
    )
    _age(account)
    scaling.set_desired_capacity(AutoScalingGroupName=GROUP, DesiredCapacity=2)


def _age(account: Account) -> None:
    """Let the group's first instance be older than a week, which its launch then is too."""
    held = [{"Name": "tag:aws:autoscaling:groupName", "Values": [GROUP]}]
    [reservation] = account.client("ec2").describe_instances(Filters=held)["Reservations"]
    path = ("reservations", reservation["ReservationId"], "instances", "0", "launch_time")
    account.backdate("ec2", *path, days=9)
