"""The 20 tools."""

from collections import Counter

import pytest

from mcp_tool.tools import TOOLS, owner, tool

TARGET = "aws-tools___"


def test_there_are_twenty_tools_with_names_that_fit_the_wire():
    """A name and the gateway's prefix have 64 characters at most."""
    names = [each.name for each in TOOLS]
    assert len(names) == len(set(names)) == 20
    assert all(len(TARGET + name) <= 64 for name in names)
    assert names[:2] == ["hello_world", "get_time"]
    assert all(name.endswith("_read_operations") for name in names[2:])


def test_only_the_first_two_tools_read_nothing():
    """Every other tool stands for at least one service."""
    assert [each.name for each in TOOLS if not each.services] == ["hello_world", "get_time"]


def test_no_service_belongs_to_two_tools():
    """A service's operations are offered in one place."""
    services = Counter(service for each in TOOLS for service in each.services)
    assert max(services.values()) == 1
    assert owner("elbv2") == "ec2_read_operations"
    assert owner("iot") is None


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("ec2_read_operations", ("EC2", "Load Balancing", "Auto Scaling")),
        ("s3_read_operations", ("S3", "Glue", "Athena")),
        ("lambda_read_operations", ("Lambda", "Step Functions", "EventBridge")),
        ("cloudformation_read_operations", ("CloudFormation", "Systems Manager", "Config", "tags")),
        ("iam_read_operations", ("IAM", "STS", "KMS", "Secrets Manager", "Organizations")),
        ("rds_read_operations", ("RDS", "ElastiCache", "OpenSearch", "Redshift")),
        ("cloudwatch_read_operations", ("CloudWatch", "Logs", "X-Ray", "CloudTrail")),
        ("cost_explorer_read_operations", ("Cost Explorer", "Budgets", "Compute Optimizer")),
        ("ecs_read_operations", ("ECS", "ECR")),
        ("eks_read_operations", ("EKS",)),
        ("sns_read_operations", ("SNS",)),
        ("sqs_read_operations", ("SQS",)),
        ("dynamodb_read_operations", ("DynamoDB", "Kinesis")),
        ("route53_read_operations", ("Route 53", "CloudFront", "Certificate Manager")),
        ("apigateway_read_operations", ("API Gateway", "WAF")),
        ("ses_read_operations", ("SES",)),
        ("bedrock_read_operations", ("Bedrock", "AgentCore")),
        ("sagemaker_read_operations", ("SageMaker",)),
    ],
)
def test_a_description_names_the_services_behind_the_tool(name, words):
    """A model chooses a tool by the services it reads about."""
    found = tool(name)
    assert found is not None
    assert all(word in found.description for word in words)


def test_an_unknown_name_is_no_tool():
    """Names are taken as they are, without the gateway's prefix."""
    assert tool("aws-tools___get_time") is None
    assert tool("") is None
