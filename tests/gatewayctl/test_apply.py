"""Plans applied to an account, with time that passes only while someone sleeps."""

import boto3
import pytest

from gatewayctl import plan
from gatewayctl.apply import Executor
from gatewayctl.aws import Aws
from gatewayctl.errors import AwsError, RoleNotReadyError
from gatewayctl.report import Report
from gatewayctl.wait import Wait

LACKS = "Gateway execution role lacks permission to invoke Lambda function f. Update and retry"


@pytest.fixture
def sleeps():
    return []


@pytest.fixture
def executor(account, sleeps):
    session = boto3.Session("AKIAIOSFODNN7EXAMPLE", "secret", region_name="us-east-1")
    aws = Aws(session, endpoint_url=account.control)
    wait = Wait(now=lambda: sum(sleeps), sleep=sleeps.append, report=Report("table"))
    return Executor(aws, wait, "a" * 36)


@pytest.fixture
def creation(account):
    return plan.gateway(
        None, {"name": "ops-dev", "roleArn": account.role, "authorizerType": "NONE"}
    )


def test_a_new_role_is_tried_again_until_iam_has_spread_it(account, executor, creation, sleeps):
    """The refusals of a role that is still spreading delay the creation and no more."""
    for _ in range(2):
        account.front.refuse("POST", "ValidationException", LACKS)
    executor.run(creation)
    assert sleeps[:2] == [2.0, 4.0]
    assert [item.name for item in executor.aws.list_gateways()] == ["ops-dev"]


def test_a_role_that_stays_unusable_is_an_error(account, executor, creation):
    """After a minute of trying, AWS's reason stands."""
    for _ in range(6):
        account.front.refuse("POST", "ValidationException", LACKS)
    with pytest.raises(RoleNotReadyError, match="compare the role's trust and policy"):
        executor.run(creation)


def test_the_first_failure_ends_the_run(account, executor, creation):
    """What comes after a change that failed is not tried."""
    account.front.refuse("POST", "ValidationException", "roleArn is wrong")
    with pytest.raises(AwsError, match="roleArn is wrong"):
        executor.run([*creation, *creation])
    assert [method for method, _ in account.front.requests] == ["POST"]


def test_what_is_gone_already_does_not_stop_a_deletion(account, executor, creation):
    """Someone else may have been faster; the rest is deleted all the same."""
    executor.run(creation)
    (found,) = executor.aws.list_gateways()
    gone = plan.target_deletion(found.id, "T123456789", "aws-tools")
    executor.run([gone, *plan.deletion(executor.aws.gateway(found.id), [])])
    assert executor.aws.list_gateways() == ()
