"""What an account holds: how many of each kind of resource, region by region."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from mcp_tool.insights.account import Account, Record
from mcp_tool.insights.insight import Found, Insight, columns
from mcp_tool.insights.messaging import EVERY_QUEUE, QUEUES
from mcp_tool.plan import Target


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of resource.

    Attributes:
        name: as people call it, in the plural.
        call: what lists it.
        parameters: of the call.
    """

    name: str
    call: str
    parameters: dict[str, Any] = field(default_factory=dict)


# EC2 shows a terminated instance for an hour more.
_THERE = {"Name": "instance-state-name", "Values": ["pending", "running", "stopping", "stopped"]}

REGIONAL = (
    Kind("EC2 instances", "ec2:DescribeInstances", {"Filters": [_THERE]}),
    Kind("EBS volumes", "ec2:DescribeVolumes"),
    Kind("EBS snapshots", "ec2:DescribeSnapshots", {"OwnerIds": ["self"]}),
    Kind("VPCs", "ec2:DescribeVpcs"),
    Kind("security groups", "ec2:DescribeSecurityGroups"),
    Kind("Elastic IP addresses", "ec2:DescribeAddresses"),
    Kind("NAT gateways", "ec2:DescribeNatGateways"),
    Kind("load balancers", "elbv2:DescribeLoadBalancers"),
    Kind("Auto Scaling groups", "autoscaling:DescribeAutoScalingGroups"),
    Kind("Lambda functions", "lambda:ListFunctions"),
    Kind("Step Functions state machines", "stepfunctions:ListStateMachines"),
    Kind("ECS clusters", "ecs:ListClusters"),
    Kind("ECR repositories", "ecr:DescribeRepositories"),
    Kind("EKS clusters", "eks:ListClusters"),
    Kind("RDS instances", "rds:DescribeDBInstances"),
    Kind("RDS clusters", "rds:DescribeDBClusters"),
    Kind("ElastiCache clusters", "elasticache:DescribeCacheClusters"),
    Kind("DynamoDB tables", "dynamodb:ListTables"),
    Kind("Kinesis streams", "kinesis:ListStreams"),
    Kind("SNS topics", "sns:ListTopics"),
    Kind("SQS queues", QUEUES, EVERY_QUEUE),
    Kind("REST APIs", "apigateway:GetRestApis"),
    Kind("CloudFormation stacks", "cloudformation:DescribeStacks"),
    Kind("CloudWatch alarms", "cloudwatch:DescribeAlarms"),
    Kind("log groups", "logs:DescribeLogGroups"),
    Kind("KMS keys", "kms:ListKeys"),
    Kind("secrets", "secretsmanager:ListSecrets"),
    Kind("certificates", "acm:ListCertificates"),
    Kind("SageMaker endpoints", "sagemaker:ListEndpoints"),
)
GLOBAL = (
    Kind("S3 buckets", "s3:ListBuckets"),
    Kind("hosted zones", "route53:ListHostedZones"),
    Kind("CloudFront distributions", "cloudfront:ListDistributions"),
    Kind("IAM users", "iam:ListUsers"),
    Kind("IAM roles", "iam:ListRoles"),
)


def _inventory(account: Account) -> Found:
    readings = [
        *((kind, account.read(kind.call, **kind.parameters), None) for kind in REGIONAL),
        *((kind, account.once(kind.call, **kind.parameters), "global") for kind in GLOBAL),
    ]
    rows = [
        _row(kind, number, target, place)
        for kind, reading, place in readings
        for target, number in Counter(each.target for each in reading).items()
    ]
    total = sum(each["count"] for each in rows)
    kinds = {each["resource"] for each in rows}
    places = {each.target.region for each in rows if each.target.region != "global"}
    unread = sum(reading.failed for _, reading, _ in readings)
    more = f" {unread:,} kinds could not be read everywhere." if unread else ""
    return Found(
        rows,
        f"{total:,} resources of {len(kinds):,} kinds in {len(places):,} regions; looked for"
        f" {len(readings):,} kinds.{more}",
    )


def _row(kind: Kind, number: int, target: Target, place: str | None) -> Record:
    row = Record({"resource": kind.name, "count": number, "read_with": kind.call}, target)
    return row.moved(place) if place else row


INSIGHTS = (
    Insight(
        name="AccountInventory",
        tool="cloudformation_read_operations",
        summary="how many resources of each kind the account has, by region",
        words="account inventory, what is in this account, list all resources, everything we run,"
        " resource inventory, inventory of everything, how many resources, overview of the"
        " account, what do we have where",
        calls=tuple(each.call for each in (*REGIONAL, *GLOBAL)),
        columns=columns("resource", "count", "read_with"),
        find=_inventory,
    ),
)
