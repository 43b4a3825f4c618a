"""What botocore raises, as what a tool call can fail with."""

import pytest
from botocore.exceptions import (
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    NoCredentialsError,
    ReadTimeoutError,
    SSLError,
)
from botocore.parsers import ResponseParserError

from mcp_tool.aws.faults import failure
from mcp_tool.plan import Target

HERE = Target("own", "eu-west-1")


@pytest.fixture
def operation(catalog):
    return catalog.find("ec2", "DescribeInstances")


def answered(code, status=400, message="the text of the account"):
    return ClientError(
        {
            "Error": {"Code": code, "Message": message},
            "ResponseMetadata": {"HTTPStatusCode": status},
        },
        "DescribeInstances",
    )


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (answered("UnauthorizedOperation", 403), "AccessDenied"),
        (answered("AuthFailure", 401), "AccessDenied"),
        (answered("OptInRequired", 403), "AccessDenied"),
        (answered("InvalidInstanceID.NotFound"), "NotFound"),
        (answered("NoSuchBucketPolicy", 404), "NotFound"),
        (answered("404", 404), "NotFound"),
        (answered("RequestLimitExceeded", 503), "Throttled"),
        (answered("ThrottlingException"), "Throttled"),
        (answered("InvalidParameterValue"), "AwsError"),
        (answered("InternalError", 500), "AwsError"),
        (ConnectTimeoutError(endpoint_url="https://x"), "Timeout"),
        (ReadTimeoutError(endpoint_url="https://x"), "Timeout"),
        (NoCredentialsError(), "AccessDenied"),
        (EndpointConnectionError(endpoint_url="https://x"), "AwsError"),
        (SSLError(endpoint_url="https://x", error="e"), "AwsError"),
        (ResponseParserError("<html>"), "AwsError"),
    ],
)
def test_every_error_has_its_code_and_place(operation, error, code):
    """A code of ours, the place, and a next step."""
    found = failure(error, operation, HERE)
    assert found.code == code
    assert found.target == HERE
    assert "ec2 DescribeInstances in eu-west-1" in found.message
    assert found.hint


def test_a_denial_names_the_actions_that_are_needed(operation):
    """The operator reads what to allow; AWS's text is not passed on."""
    found = failure(answered("UnauthorizedOperation", 403), operation, HERE)
    assert "ec2:DescribeInstances" in found.hint
    assert "the account" not in found.message


def test_only_an_error_about_the_input_carries_the_text_of_aws(operation):
    """It says what is wrong with a parameter, on one short line."""
    found = failure(answered("InvalidParameterValue", message="a\n b " * 400), operation, HERE)
    assert "a b a b" in found.message
    assert len(found.message) < 450


def test_a_page_for_browsers_is_not_a_message(operation):
    """A proxy's error page has no place in an answer."""
    found = failure(answered("502", 502, "<html>"), operation, HERE)
    assert "<html>" not in found.message
