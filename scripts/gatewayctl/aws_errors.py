"""AWS's errors as ours, each with the next step."""

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    CredentialRetrievalError,
    EndpointConnectionError,
    InvalidRegionError,
    NoCredentialsError,
    PartialCredentialsError,
    ProfileNotFound,
    SSOError,
)

from gatewayctl.errors import (
    AccountError,
    AwsError,
    GatewayctlError,
    NotFoundError,
    RoleNotReadyError,
)

SIGN_IN = "Sign in again (`aws sso login` or `aws configure`), or choose another --profile."
GRANT = "Grant the caller that action (docs/scripts.md lists them), or choose another --profile."
ROLE = "If this stays so, compare the role's trust and policy with template.yaml."
NOT_AWS = "Check --region and --endpoint-url, then run this again."
HINTS = {
    "ConflictException": "Something else is changing it: wait, then run this again.",
    "ServiceQuotaExceededException": "Ask for more under Service Quotas, or delete what is unused.",
    "ThrottlingException": "AWS asks for fewer calls: wait a minute, then run this again.",
    "ValidationException": "Correct the value it names in the configuration, then run this again.",
    "InternalServerException": "The fault is on AWS's side: wait a minute, then run this again.",
}
NO_CREDENTIALS = (
    NoCredentialsError,
    PartialCredentialsError,
    CredentialRetrievalError,
    SSOError,
)
UNKNOWN_CALLER = {
    "ExpiredToken",
    "ExpiredTokenException",
    "InvalidClientTokenId",
    "InvalidSignatureException",
    "SignatureDoesNotMatch",
    "UnrecognizedClientException",
}


def refusal(action: str, error: ClientError) -> GatewayctlError:
    """Turn AWS's no into ours; `action` is the IAM action that was tried."""
    code = error.response["Error"].get("Code", "")
    # A bare HTTP status comes with a page for browsers, not with a message.
    text = "no reason" if code.isdigit() else error.response["Error"].get("Message", "")
    if _role_not_ready(code, text):
        return RoleNotReadyError(f"AWS refused {action} because of the role: {text}. {ROLE}")
    if code == "ResourceNotFoundException":
        return NotFoundError(f"{action}: {text}")
    if code in UNKNOWN_CALLER:
        return AccountError(
            f"AWS does not accept these credentials for {action}: {text}. {SIGN_IN}"
        )
    if code.startswith("AccessDenied"):
        return AccountError(f"AWS does not allow {action}: {text}. {GRANT}")
    hint = NOT_AWS if code.isdigit() else HINTS.get(code, "")
    return AwsError(f"AWS refused {action} with {code}: {text}. {hint}".rstrip())


def _role_not_ready(code: str, text: str) -> bool:
    # AgentCore tries the role while it creates: it assumes it, and for a Lambda target makes a dry
    # run of the invoke ("Gateway execution role lacks permission to invoke Lambda function ...",
    # as reported in aws/aws-cdk 36826). The caller's own missing permission reads otherwise.
    words = text.lower()
    return code in {"ValidationException", "AccessDeniedException"} and (
        "execution role lacks permission" in words or ("role" in words and "assume" in words)
    )


def failure(action: str, region: str, error: BotoCoreError | ValueError) -> GatewayctlError:
    """Turn a call that never got an answer into ours."""
    if isinstance(error, ProfileNotFound):
        return AccountError(f"{error}. `aws configure list-profiles` shows the profiles there are.")
    if isinstance(error, NO_CREDENTIALS):
        return AccountError(f"{error}. {SIGN_IN}")
    if isinstance(error, InvalidRegionError):
        return AccountError(f"{error} Give a region such as us-east-1 with --region.")
    if isinstance(error, EndpointConnectionError):
        return AccountError(
            f"Nothing answers {action} in {region}: {error} If the network is up, AgentCore may "
            "not be offered in that region: choose another with --region, or see --endpoint-url."
        )
    return AwsError(
        f"{action} failed: {error}. Check the network and --endpoint-url, then run again."
    )
