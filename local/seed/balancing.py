"""Load balancers with their targets, and an Auto Scaling group."""

from collections.abc import Mapping

from local.seed.account import Account, tags
from local.seed.instances import IMAGE
from local.seed.network import Network

# The third was stopped with its instance, and gets no requests.
TARGETS = ("shop-web-1", "shop-web-2", "shop-web-3")
GROUP = "shop-picture-workers"


def fill(account: Account, network: Network, instances: Mapping[str, str]) -> str:
    """Create a load balancer, and a group of two; give the balancer's metric dimension."""
    elb = account.client("elbv2")
    subnets = [network.public["shop-prod"], network.private["shop-prod"]]
    marks = tags(Environment="prod", Team="shop")
    balancer = elb.create_load_balancer(
        Name="shop-prod",
        Subnets=subnets,
        SecurityGroups=[network.groups["web-public"]],
        Scheme="internet-facing",
        Tags=marks,
    )["LoadBalancers"][0]["LoadBalancerArn"]
    group = elb.create_target_group(
        Name="shop-web", Protocol="HTTP", Port=8080, VpcId=network.vpcs["shop-prod"], Tags=marks
    )["TargetGroups"][0]["TargetGroupArn"]
    elb.create_listener(
        LoadBalancerArn=balancer,
        Protocol="HTTP",
        Port=80,
        DefaultActions=[{"Type": "forward", "TargetGroupArn": group}],
    )
    elb.register_targets(
        TargetGroupArn=group, Targets=[{"Id": instances[name]} for name in TARGETS]
    )
    _scale(account, network)
    return str(balancer.partition(":loadbalancer/")[2])


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
    scaling.set_desired_capacity(AutoScalingGroupName=GROUP, DesiredCapacity=2)
