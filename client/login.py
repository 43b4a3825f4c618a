"""Okta login: authorization code with PKCE (RFC 7636), and the refresh of what it gave."""

import ssl
from dataclasses import dataclass

from authlib.common.security import generate_token
from authlib.integrations.httpx_client import OAuth2Client

SCOPES = "openid profile email offline_access aws.ops"


@dataclass(frozen=True, slots=True)
class Authorization:
    """A request under way: where the person goes, and what proves the answer ours."""

    url: str
    state: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a login gave; `expires_at` in seconds since the epoch."""

    access_token: str
    refresh_token: str
    expires_at: float


class Login:
    """Logs one person in at an Okta custom authorization server.

    Args:
        issuer: `https://<domain>/oauth2/<id>`.
        client_id: a native application; it has no secret.
        redirect_uri: a loopback address that the application has registered.
        trust: certificates to trust; the system's where absent.
    """

    def __init__(
        self, issuer: str, client_id: str, redirect_uri: str, trust: ssl.SSLContext | None = None
    ) -> None:
        self._issuer = issuer.rstrip("/")
        self._client = OAuth2Client(
            client_id,
            scope=SCOPES,
            redirect_uri=redirect_uri,
            code_challenge_method="S256",
            token_endpoint_auth_method="none",  # noqa: S106 -- a native app keeps no secret
            verify=trust or True,
        )

    def close(self) -> None:
        """Give the connection back."""
        self._client.close()

    def begin(self, **parameters: str) -> Authorization:
        """Make the URL that the person opens; parameters such as `login_hint` go into it."""
        verifier = generate_token(64)
        url, state = self._client.create_authorization_url(
            f"{self._issuer}/v1/authorize", code_verifier=verifier, **parameters
        )
        return Authorization(url, state, verifier)

    def finish(self, authorization: Authorization, callback_url: str) -> Tokens:
        """Turn the callback into tokens; a state that is not ours is refused."""
        return _tokens(
            self._client.fetch_token(
                f"{self._issuer}/v1/token",
                authorization_response=callback_url,
                state=authorization.state,
                code_verifier=authorization.verifier,
            )
        )

    def refresh(self, refresh_token: str) -> Tokens:
        """Exchange a refresh token; Okta rotates it, so keep the new one."""
        return _tokens(self._client.refresh_token(f"{self._issuer}/v1/token", refresh_token))


def _tokens(answer: dict[str, str]) -> Tokens:
    return Tokens(
        answer["access_token"], answer.get("refresh_token", ""), float(answer["expires_at"])
    )
