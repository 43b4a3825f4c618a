"""What setup.sh and teardown.sh ask of the account: may we, and what did the stack give out."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import boto3
import click
from botocore.exceptions import BotoCoreError, ClientError

from gatewayctl import desired
from gatewayctl.aws import Aws, sign_in
from gatewayctl.aws_errors import failure, refusal
from gatewayctl.cli import ENVIRONMENT_OPTION, run
from gatewayctl.errors import AccountError, NotFoundError

PROFILE = click.option("--profile", help="AWS profile.")
REGION = click.option("--region", required=True, help="AWS region.")


@click.group
def main() -> None:
    """Ask the account."""


@main.command
@ENVIRONMENT_OPTION
@PROFILE
@REGION
def check(environment: str, profile: str | None, region: str) -> None:
    """Print who is calling, when everything that a deployment needs of the account is there."""
    session = sign_in(profile=profile, region=region)
    with _errors("sts:GetCallerIdentity", region):
        caller = session.client("sts").get_caller_identity()
    aws = Aws(session)
    aws.list_gateways()
    try:
        aws.stack_outputs(desired.stack(environment))
    except NotFoundError:
        _vacant(session, environment)
    click.echo(f"account {caller['Account']} as {caller['Arn']} in {region}")


@main.command
@ENVIRONMENT_OPTION
@PROFILE
@REGION
@click.argument("name")
def output(environment: str, profile: str | None, region: str, name: str) -> None:
    """Print one output of the environment's stack."""
    outputs = Aws(sign_in(profile=profile, region=region)).stack_outputs(desired.stack(environment))
    if name not in outputs:
        raise NotFoundError(f"The stack has no output {name}. Deploy the current template.yaml.")
    click.echo(outputs[name])


def _vacant(session: boto3.Session, environment: str) -> None:
    """Make sure that no table of an earlier stack is in the way of a new one.

    Raises:
        AccountError: there is one, because a table outlives its stack.
    """
    name = f"aws-operations-agent-conversations-{environment}"
    with _errors("dynamodb:DescribeTable", str(session.region_name)):
        client = session.client("dynamodb")
        try:
            client.describe_table(TableName=name)
        except client.exceptions.ResourceNotFoundException:
            return
    raise AccountError(
        f"The table {name} of an earlier stack is still there. Delete it (`aws dynamodb "
        f"delete-table --table-name {name}`), or keep its conversations: docs/operations.md, "
        '"After a teardown".'
    )


@contextmanager
def _errors(action: str, region: str) -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        raise refusal(action, error) from error
    except BotoCoreError as error:
        raise failure(action, region, error) from error


if __name__ == "__main__":
    sys.exit(run(main, sys.argv[1:], program="stack.py"))
