"""The stand-in for `sam deploy` makes what the template says, and takes it away again."""

import json
import subprocess
import sys

import boto3
import pytest

from local.aws import MotoServer
from local.cloudformation.template import ROOT
from local.environment import inherited

KEYS = {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing"}
ROLE = "arn:aws:iam::210987654321:role/aws-operations-agent-reader-staging"
READER = json.dumps([{"alias": "shop", "id": "210987654321", "role_arn": ROLE}])
OVERRIDES = (
    "Environment=staging",
    "OktaIssuer=https://dev-1.okta.com/oauth2/default",
    "OktaClientIds=awsops-cli",
    f"ReaderRoleArns={ROLE}",
    'ReaderRoles="' + READER.replace('"', '\\"') + '"',
)


@pytest.fixture(scope="module")
def aws():
    with MotoServer() as url:
        yield url


@pytest.fixture
def client(aws):
    """A client of the account."""

    def client(service):
        return boto3.client(
            service,
            region_name="us-east-1",
            endpoint_url=aws,
            aws_access_key_id="testing",
            aws_secret_access_key="testing",
        )

    return client


@pytest.fixture
def run(aws, sam):
    """Run a command as setup.sh or teardown.sh does."""

    def run(*arguments):
        command = [
            sys.executable,
            "-m",
            "local.sam",
            "--outputs",
            '{"AgentFunctionUrl": "http://x/"}',
        ]
        settings = inherited(**KEYS, AWS_ENDPOINT_URL=aws)
        done = subprocess.run(
            [*command, *arguments, "--region", "us-east-1"],
            cwd=ROOT,
            env=settings,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        return done

    return run


def test_a_stack_is_made_left_alone_and_deleted(run, client):
    """Functions, roles and table are there with their settings; deletion keeps the table."""
    for _ in range(2):
        run("deploy", "--config-env", "staging", "--parameter-overrides", *OVERRIDES)
    (stack,) = client("cloudformation").describe_stacks()["Stacks"]
    outputs = {each["OutputKey"]: each["OutputValue"] for each in stack["Outputs"]}
    assert outputs["AgentFunctionUrl"] == "http://x/"
    tool = client("lambda").get_function_configuration(FunctionName=outputs["ToolFunctionArn"])
    assert tool["Environment"]["Variables"]["READER_ROLES"] == READER
    assert tool["MemorySize"] == 3008
    policies = client("iam").list_attached_role_policies(
        RoleName="aws-operations-agent-tool-staging"
    )["AttachedPolicies"]
    assert len(policies) == 3  # ReadOnlyAccess is AWS's, and moto has it not
    table = outputs["ConversationsTableName"]
    assert client("dynamodb").describe_time_to_live(TableName=table)["TimeToLiveDescription"]
    assert len(client("cloudwatch").describe_alarms()["MetricAlarms"]) == 8

    run("delete", "--stack-name", "aws-operations-agent-staging", "--no-prompts")
    assert client("lambda").list_functions()["Functions"] == []
    assert client("iam").list_roles()["Roles"] == []
    assert client("logs").describe_log_groups()["logGroups"] == []
    assert client("dynamodb").list_tables()["TableNames"] == [table]
    assert client("cloudformation").describe_stacks()["Stacks"] == []
