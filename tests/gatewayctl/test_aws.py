"""The door to AWS: answers in our records, refusals in our errors."""

import boto3
import pytest

from gatewayctl.aws import Aws, sign_in
from gatewayctl.errors import (
    AccountError,
    AwsError,
    GatewayctlError,
    NotFoundError,
    RoleNotReadyError,
)

LACKS = (
    "Gateway execution role lacks permission to invoke Lambda function arn:aws:lambda:us-east-1:"
    "123456789012:function:f. Update the permission and retry"
)


@pytest.fixture
def session():
    return boto3.Session("AKIAIOSFODNN7EXAMPLE", "secret", region_name="us-east-1")


@pytest.fixture
def aws(account, session):
    return Aws(session, endpoint_url=account.control)


@pytest.mark.parametrize(
    ("code", "text", "kind", "message"),
    [
        (
            "AccessDeniedException",
            "User: arn:aws:iam::1:user/u is not authorized to perform: "
            "bedrock-agentcore:CreateGateway",
            AccountError,
            r"does not allow bedrock-agentcore:CreateGateway: .* Grant the caller that action",
        ),
        (
            "UnrecognizedClientException",
            "The security token included in the request is invalid",
            AccountError,
            r"does not accept these credentials .* Sign in again",
        ),
        ("ExpiredTokenException", "expired", AccountError, "Sign in again"),
        ("ResourceNotFoundException", "No role", NotFoundError, "CreateGateway: No role"),
        ("ConflictException", "busy", AwsError, "ConflictException: busy. Something else"),
        ("ServiceQuotaExceededException", "full", AwsError, "Service Quotas"),
        ("ValidationException", "roleArn is wrong", AwsError, "Correct the value it names"),
        ("ValidationException", LACKS, RoleNotReadyError, "because of the role"),
        (
            "ValidationException",
            "Gateway service cannot assume the role",
            RoleNotReadyError,
            "template.yaml",
        ),
        ("500", "<!doctype html>", AwsError, r"with 500: no reason\. Check --region"),
        ("SomethingNewException", "odd", AwsError, r"with SomethingNewException: odd\.$"),
    ],
)
def test_a_refusal_is_an_error_with_the_next_step(account, aws, code, text, kind, message):
    """AWS's words are kept, and what to do about them is added."""
    account.front.refuse("POST", code, text)
    with pytest.raises(kind, match=message) as caught:
        aws.create_gateway({"name": "n", "roleArn": account.role, "authorizerType": "NONE"})
    assert type(caught.value) is kind


def test_throttling_is_waited_out(account, aws):
    """A throttled call is made again, and the caller does not notice."""
    account.front.refuse("GET", "ThrottlingException", "Rate exceeded", status=429)
    assert aws.list_gateways() == ()
    assert [method for method, _ in account.front.requests] == ["GET", "GET"]


def test_a_create_that_is_sent_again_creates_once(account, aws):
    """With one client token, the second request gets the first one's gateway."""
    request = {"name": "n", "roleArn": account.role, "authorizerType": "NONE"}
    request["clientToken"] = "a" * 36
    assert aws.create_gateway(request).id == aws.create_gateway(request).id


def test_an_endpoint_that_does_not_answer_is_told_with_the_region(session, unused_port):
    """The same happens in a region without AgentCore, so the message names both ways out."""
    aws = Aws(session, endpoint_url=f"http://127.0.0.1:{unused_port}", attempts=1)
    with pytest.raises(AccountError, match=r"in us-east-1: .* --region, or see --endpoint-url"):
        aws.list_gateways()


def test_what_cannot_be_meant_is_refused_before_any_call(session):
    """An endpoint without a scheme and a region with a space in it."""
    with pytest.raises(GatewayctlError, match="Invalid endpoint: nowhere"):
        Aws(session, endpoint_url="nowhere")
    with pytest.raises(AccountError, match="Give a region such as us-east-1"):
        Aws(boto3.Session("a", "b", region_name="us east"))


def test_a_profile_that_is_not_there_is_named():
    """The message says how to see which profiles there are."""
    with pytest.raises(AccountError, match=r"\(nobody\) could not be found. .*list-profiles"):
        sign_in(profile="nobody", region="us-east-1")
