"""AWS credentials that are missing, expired or wrong are explained."""

import hashlib
import json

import pytest

from client.status import ExitStatus

SSO = """
[profile ops]
sso_session = corp
sso_account_id = 123456789012
sso_role_name = Operator
region = us-east-1

[sso-session corp]
sso_start_url = https://example.awsapps.com/start
sso_region = us-east-1
sso_registration_scopes = sso:account:access
"""

HALF = "[profile half]\naws_access_key_id = AKIAHALF\n"


@pytest.fixture
def pure(pointed):
    """An environment with a URL and a token, and no AWS credentials."""
    environment = pointed("http://127.0.0.1:1")
    return {name: value for name, value in environment.items() if not name.startswith("AWS_")} | {
        "AWS_EC2_METADATA_DISABLED": "true"
    }


@pytest.fixture
def aws_config(home):
    """Write the person's AWS configuration, and the cache of an SSO login."""

    def write(text, cached=None):
        folder = home / ".aws"
        (folder / "sso" / "cache").mkdir(parents=True)
        (folder / "config").write_text(text)
        if cached:
            name = hashlib.sha1(b"corp", usedforsecurity=False).hexdigest()
            (folder / "sso" / "cache" / f"{name}.json").write_text(json.dumps(cached))

    return write


def test_no_credentials_name_the_ways_to_get_some(awsops, pure):
    """The sentence names commands and the flag."""
    done = awsops("ask", "hi", env=pure)
    assert done.returncode == ExitStatus.CREDENTIALS
    assert "aws sso login" in done.stderr
    assert "--profile" in done.stderr


@pytest.mark.parametrize(
    "cached",
    [None, {"accessToken": "x", "expiresAt": "2020-01-01T00:00:00Z"}],
    ids=["never logged in", "expired"],
)
def test_an_expired_sso_login_names_its_command(awsops, pure, aws_config, cached):
    """With the profile, to be pasted."""
    aws_config(SSO, cached)
    done = awsops("ask", "hi", "--profile", "ops", env=pure)
    assert done.returncode == ExitStatus.CREDENTIALS
    assert done.stderr == (
        "Error: The AWS SSO login has expired. Log in again: aws sso login --profile ops\n"
    )


def test_an_unknown_profile_is_named(awsops, pure):
    """It says how to list those that exist."""
    done = awsops("ask", "hi", "--profile", "nobody", env=pure)
    assert done.returncode == ExitStatus.CREDENTIALS
    assert "no AWS profile 'nobody'" in done.stderr


def test_half_a_key_is_told(awsops, pure, aws_config):
    """A key id without its secret is no credential."""
    aws_config(HALF)
    done = awsops("ask", "hi", "--profile", "half", env=pure)
    assert done.returncode == ExitStatus.CREDENTIALS
    assert "incomplete" in done.stderr
