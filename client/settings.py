"""The settings that there are: their names, where they may come from, and what they are for."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting.

    Attributes:
        name: its key in the file, and in `awsops config set`.
        variables: environment variables that give it, the first one first.
        default: its value where nothing gives it.
        number: whether it is a number, else text.
        everywhere: whether it stands above all environments in the file.
    """

    name: str
    meaning: str
    variables: tuple[str, ...] = ()
    default: str | float | None = None
    number: bool = False
    everywhere: bool = False


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "environment",
        "Which agent is asked: dev, staging, prod.",
        ("AWSOPS_ENVIRONMENT",),
        "dev",
        everywhere=True,
    ),
    Setting("url", "Function URL of the agent (stack output AgentFunctionUrl).", ("AWSOPS_URL",)),
    Setting(
        "region",
        "Region of the Function URL; its host names it, so this is rarely needed.",
        ("AWSOPS_REGION", "AWS_REGION", "AWS_DEFAULT_REGION"),
    ),
    Setting(
        "profile",
        "AWS profile that signs; without it, the SDK's own search for credentials.",
        ("AWSOPS_PROFILE",),
    ),
    Setting(
        "issuer",
        "Okta authorization server, https://DOMAIN/oauth2/ID.",
        ("AWSOPS_ISSUER",),
    ),
    Setting("client_id", "Okta client id of the native app.", ("AWSOPS_CLIENT_ID",), "awsops-cli"),
    Setting(
        "scopes",
        "Scopes that a login asks for.",
        ("AWSOPS_SCOPES",),
        "openid profile email offline_access aws.ops",
    ),
    Setting(
        "redirect_port",
        "Port on 127.0.0.1 of the redirect URI that the app has registered.",
        ("AWSOPS_REDIRECT_PORT",),
        8765,
        number=True,
    ),
    Setting(
        "token_file",
        "File with an access token, read for each request, in place of a login.",
        ("AWSOPS_TOKEN_FILE",),
    ),
    Setting(
        "token_store",
        "Where a login is kept: auto, keyring or file.",
        ("AWSOPS_TOKEN_STORE",),
        "auto",
        everywhere=True,
    ),
    Setting("price_input", "US dollars for a million input tokens.", (), 3.0, number=True),
    Setting("price_output", "US dollars for a million output tokens.", (), 15.0, number=True),
    Setting("price_cache_read", "US dollars for a million cached tokens.", (), 0.3, number=True),
)
