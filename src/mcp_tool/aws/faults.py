"""What botocore raises, as what a tool call can fail with.

AWS's error code is passed on; its text only for the errors that speak of the caller's own input,
shortened, because a text can hold whatever the account holds.
"""

import re

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    EndpointProviderError,
    NoCredentialsError,
    ParamValidationError,
    PartialCredentialsError,
    ReadTimeoutError,
)
from botocore.parsers import ResponseParserError

from mcp_tool.catalog import Operation
from mcp_tool.plan import Failure, Target

# All that a call through botocore raises, once its input is checked; the last is no BotoCoreError.
AwsError = ClientError | BotoCoreError | ResponseParserError
AWS_ERRORS = (ClientError, BotoCoreError, ResponseParserError)

_DENIED = re.compile(
    r"AccessDenied|Unauthorized|NotAuthorized|AuthFailure|OptInRequired|Forbidden"
    r"|UnrecognizedClient|InvalidClientTokenId|ExpiredToken|InvalidAccessKeyId"
    r"|SignatureDoesNotMatch|AuthorizationError|SubscriptionRequired|^403$"
)
_MISSING = re.compile(r"NotFound|NoSuch|DoesNotExist|NonExistent|UnknownResource|^404$")
_THROTTLED = re.compile(
    r"Throttl|TooManyRequests|RequestLimitExceeded|SlowDown|RateExceeded"
    r"|LimitExceededException|BandwidthLimit"
)
_CODE = re.compile(r"[^A-Za-z0-9._:-]")
_AGAIN = "Call again, with fewer regions or a narrower question."
_CHECK = "Correct the parameters to what the API's documentation asks for."

# What botocore raises without an answer of AWS: its type, our code, what happened, the next step.
_UNANSWERED = (
    (ConnectTimeoutError, "Timeout", "AWS did not answer {} in time.", _AGAIN),
    (ReadTimeoutError, "Timeout", "AWS did not answer {} in time.", _AGAIN),
    (
        (NoCredentialsError, PartialCredentialsError),
        "AccessDenied",
        "There are no AWS credentials to read {}.",
        "Give the tool's process credentials, then call again.",
    ),
    (
        EndpointConnectionError,
        "AwsError",
        "No endpoint answers for {}.",
        "The service may not exist in this region; name another one.",
    ),
    (
        (ParamValidationError, EndpointProviderError),
        "InvalidArgument",
        "The parameters of {} are invalid.",
        _CHECK,
    ),
    (ResponseParserError, "AwsError", "AWS answered {} with what no one can read.", _AGAIN),
    (BotoCoreError, "AwsError", "Reading {} failed before AWS answered.", _AGAIN),
)


def failure(error: AwsError, operation: Operation, target: Target) -> Failure:
    """Describe what went wrong in one place.

    Args:
        error: what botocore raised.
        operation: what was being read.
        target: where.
    """
    what = f"{operation.service} {operation.name} in {target.region}"
    if isinstance(error, ClientError):
        return _answered(error, operation, target, what)
    code, message, hint = next(row[1:] for row in _UNANSWERED if isinstance(error, row[0]))
    return Failure(target, code, message.format(what), hint)


def _answered(error: ClientError, operation: Operation, target: Target, what: str) -> Failure:
    detail = error.response.get("Error", {})
    code = _CODE.sub("", str(detail.get("Code") or "Unknown"))[:80]
    if _THROTTLED.search(code):
        return Failure(target, "Throttled", f"AWS throttled {what} ({code}).", _AGAIN)
    if _DENIED.search(code):
        needs = ", ".join(operation.iam) or f"{operation.service}:{operation.name}"
        return Failure(
            target,
            "AccessDenied",
            f"AWS denied {what} ({code}).",
            f"The reader role needs {needs}, and the region must be enabled.",
        )
    if _MISSING.search(code):
        return Failure(
            target,
            "NotFound",
            f"AWS knows no such resource for {what} ({code}).",
            "List the resources first, then use an id or name from there.",
        )
    # A bare HTTP status comes with a page for browsers, not with a message.
    words = "" if code.isdigit() else " ".join(str(detail.get("Message") or "").split())[:300]
    said = f": {words}" if words else "."
    ours = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 500) < 500
    hint = _CHECK if ours else _AGAIN
    return Failure(target, "AwsError", f"AWS answered {what} with {code}{said}", hint)
