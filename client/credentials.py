"""AWS credentials from the SDK's default chain, and plain words for what is wrong with them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import botocore.exceptions as aws
from botocore.credentials import Credentials
from botocore.session import Session

from client.errors import CredentialsError

_EXPIRED_SSO = (aws.UnauthorizedSSOTokenError, aws.SSOTokenLoadError, aws.TokenRetrievalError)


def find(profile: str | None) -> Credentials:
    """Find credentials as every AWS tool does: environment, profile, SSO, container, instance.

    Raises:
        CredentialsError: there are none, or they cannot be had.
    """
    with explained(profile):
        credentials = Session(profile=profile).get_credentials()
        if credentials is None:
            raise CredentialsError(
                "No AWS credentials were found. Log in with `aws sso login`, set up a profile with"
                " `aws configure`, or name one with --profile."
            )
        # Asks the source, so that an expired login shows here and not in the first request.
        credentials.get_frozen_credentials()
    return credentials


@contextmanager
def explained(profile: str | None = None) -> Iterator[None]:
    """Turn the SDK's errors into sentences that say what to do."""
    name = f" --profile {profile}" if profile else ""
    try:
        yield
    except _EXPIRED_SSO as error:
        raise CredentialsError(
            f"The AWS SSO login has expired. Log in again: aws sso login{name}"
        ) from error
    except aws.ProfileNotFound as error:
        raise CredentialsError(
            f"There is no AWS profile {profile!r}. `aws configure list-profiles` lists them."
        ) from error
    except aws.PartialCredentialsError as error:
        raise CredentialsError(
            "The AWS credentials are incomplete: both key id and secret are needed."
        ) from error
    except aws.BotoCoreError as error:
        raise CredentialsError(
            f"The AWS credentials cannot be had ({type(error).__name__})."
            f" `aws sts get-caller-identity{name}` shows more."
        ) from error
    except aws.ClientError as error:
        code = error.response.get("Error", {}).get("Code", "unknown")
        raise CredentialsError(
            f"AWS refused to give credentials ({code}). Check the role of the profile."
        ) from error


def principal(profile: str | None, region: str) -> str:
    """The ARN that AWS knows the credentials by, as STS tells it.

    Raises:
        CredentialsError: AWS does not accept them.
    """
    with explained(profile):
        sts: Any = Session(profile=profile).create_client("sts", region_name=region)
        return str(sts.get_caller_identity()["Arn"])
