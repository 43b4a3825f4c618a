"""The tool role at work: moto enforces its policies on calls that really are made.

moto's enforcement falsely denies reads of lambda, eks, route53, apigateway, apigatewayv2, bedrock,
cloudfront, opensearch, cloudwatch and resourcegroupstaggingapi, whatever the policies say, so the
journey goes through the services where it decides as IAM does; the simulator has the others.
"""

import json
import urllib.request

import boto3
import pytest
from botocore.exceptions import ClientError
from botocore.session import Session

from local.aws import MotoServer
from local.cloudformation.creation import create
from mcp_tool.handler import build
from mcp_tool.settings import Settings
from policies.read_only_access import ReadOnlyAccess

REGION = "us-east-1"
TOOL_ROLE = ("ToolRole", "ToolLimits", "ToolUnused", "ToolBeyond")
KEYS = ("AKIAIOSFODNN7EXAMPLE", "secret")


@pytest.fixture(scope="module")
def aws():
    with MotoServer() as url:
        yield url


@pytest.fixture(scope="module")
def credentials(aws, stack):
    """Make the role as the template has it, then let moto check every call from here on."""

    def client(service):
        return boto3.client(
            service,
            region_name=REGION,
            endpoint_url=aws,
            aws_access_key_id=KEYS[0],
            aws_secret_access_key=KEYS[1],
        )

    resources = stack()["Resources"]
    create(client, {name: resources[name] for name in TOOL_ROLE})
    name = resources["ToolRole"]["Properties"]["RoleName"]
    # moto has AWS's own policies only when told so at its start: this one comes in another way.
    document = json.dumps(ReadOnlyAccess.load().document)
    client("iam").put_role_policy(
        RoleName=name, PolicyName="ReadOnlyAccess", PolicyDocument=document
    )
    client("s3").create_bucket(Bucket="ledger")
    client("s3").put_object(Bucket="ledger", Key="march", Body=b"figures")
    client("sqs").create_queue(QueueName="orders")
    client("secretsmanager").create_secret(Name="password", SecretString="x")
    arn = f"arn:aws:iam::123456789012:role/{name}"
    answer = client("sts").assume_role(RoleArn=arn, RoleSessionName="tools")
    enforce = urllib.request.Request(f"{aws}/moto-api/reset-auth", data=b"0")
    enforce.add_header("Content-Type", "text/plain")  # moto takes a form's body for no body
    urllib.request.urlopen(enforce).close()
    return answer["Credentials"]


@pytest.fixture(scope="module")
def session(aws, credentials):
    """A session of the tool role that nothing of ours guards."""

    def client(service):
        return boto3.client(
            service,
            region_name=REGION,
            endpoint_url=aws,
            aws_access_key_id=credentials["AccessKeyId"],
            aws_secret_access_key=credentials["SecretAccessKey"],
            aws_session_token=credentials["SessionToken"],
        )

    return client


def ask(session, service, operation, **parameters):
    """Call an operation and tell what moto decided on it."""
    client = session(service)
    method = next(k for k, v in client.meta.method_to_api_mapping.items() if v == operation)
    try:
        getattr(client, method)(**parameters)
    except ClientError as error:
        words = (f"is not authorized to perform: {service}:{operation}", "Access Denied")
        return "denied" if any(each in str(error) for each in words) else str(error)
    return "allowed"


@pytest.mark.parametrize(
    ("service", "operation"),
    [
        ("ec2", "DescribeInstances"),
        ("s3", "ListBuckets"),
        ("iam", "ListRoles"),
        ("rds", "DescribeDBInstances"),
        ("sqs", "ListQueues"),
        ("dynamodb", "ListTables"),
        ("logs", "DescribeLogGroups"),
        ("sts", "GetCallerIdentity"),
    ],
)
def test_reads_of_the_catalogue_go_through(session, service, operation):
    """Each of the seven services answers the tool role."""
    assert ask(session, service, operation) == "allowed"


@pytest.mark.parametrize(
    ("service", "operation", "parameters"),
    [
        ("ec2", "RunInstances", {"MinCount": 1, "MaxCount": 1, "ImageId": "ami-12c6146b"}),
        ("s3", "CreateBucket", {"Bucket": "mine"}),
        ("iam", "CreateUser", {"UserName": "mallory"}),
        ("rds", "DeleteDBInstance", {"DBInstanceIdentifier": "x"}),
        ("sqs", "CreateQueue", {"QueueName": "mine"}),
        ("dynamodb", "DeleteTable", {"TableName": "x"}),
        ("logs", "DeleteLogGroup", {"logGroupName": "x"}),
    ],
)
def test_writes_are_denied(session, service, operation, parameters):
    """Without our code in between: the role alone stops them."""
    assert ask(session, service, operation, **parameters) == "denied"


@pytest.mark.parametrize(
    ("service", "operation", "parameters"),
    [
        ("s3", "GetObject", {"Bucket": "ledger", "Key": "march"}),
        ("sqs", "ReceiveMessage", {"QueueUrl": "http://x/123456789012/orders"}),
        ("dynamodb", "GetItem", {"TableName": "x", "Key": {"id": {"S": "1"}}}),
        ("dynamodb", "Scan", {"TableName": "x"}),
        ("iam", "GenerateCredentialReport", {}),
        ("secretsmanager", "GetSecretValue", {"SecretId": "password"}),
        ("ssm", "GetParameter", {"Name": "x"}),
        ("ec2", "GetPasswordData", {"InstanceId": "i-1"}),
        ("firehose", "ListDeliveryStreams", {}),
    ],
)
def test_secrets_data_and_side_effects_are_denied(session, service, operation, parameters):
    """ReadOnlyAccess lets most of these through; what cuts it down does not."""
    assert ask(session, service, operation, **parameters) == "denied"


def test_the_engine_reads_with_the_role(aws, credentials, tmp_path):
    """A tool call, from its arguments to its rows, under the role's policies."""
    file = tmp_path / "config"
    file.write_text(
        f"[default]\nendpoint_url = {aws}\n"
        f"aws_access_key_id = {credentials['AccessKeyId']}\n"
        f"aws_secret_access_key = {credentials['SecretAccessKey']}\n"
        f"aws_session_token = {credentials['SessionToken']}\n"
    )

    def make():
        session = Session()
        session.set_config_variable("config_file", str(file))
        return session

    engine = build(Settings(region=REGION), make)
    event = {"tool": "s3_read_operations", "arguments": {"operation": "ListBuckets", "query": "-"}}
    answer = engine.answer(event, None, lambda _: None)
    assert answer["ok"], answer
    assert "ledger" in json.dumps(answer["rows"])
