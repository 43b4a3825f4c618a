"""Okta login in a browser: authorization code with PKCE (RFC 7636), and the refresh of it."""

import ssl
import time
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from authlib.common.security import generate_token
from authlib.integrations.httpx_client import OAuth2Client

from client.errors import LoginFailedError
from client.issuer import TIMEOUT_SECONDS, Issuer, Tokens, refusal, tokens

SCOPES = "openid profile email offline_access aws.ops"

__all__ = ["SCOPES", "Authorization", "Login", "Tokens"]


@dataclass(frozen=True, slots=True)
class Authorization:
    """A request under way: where the person goes, and what proves the answer ours."""

    url: str
    state: str
    verifier: str


class Login:
    """Logs one person in at an Okta custom authorization server.

    Args:
        issuer: `https://<domain>/oauth2/<id>`.
        client_id: a native application; it has no secret.
        redirect_uri: a loopback address that the application has registered.
        trust: certificates to trust; the system's where absent.
        scopes: what the tokens are for, separated by spaces.
    """

    def __init__(
        self,
        issuer: str,
        client_id: str,
        redirect_uri: str,
        trust: ssl.SSLContext | None = None,
        *,
        scopes: str = SCOPES,
    ) -> None:
        self.issuer = Issuer(issuer, client_id, trust)
        self.redirect_uri = redirect_uri
        self.scopes = scopes
        self._client = OAuth2Client(
            client_id,
            scope=scopes,
            redirect_uri=redirect_uri,
            code_challenge_method="S256",
            token_endpoint_auth_method="none",  # noqa: S106 -- a native app keeps no secret
            verify=self.issuer.trust,
            timeout=TIMEOUT_SECONDS,
        )

    def close(self) -> None:
        """Give the connections back."""
        self._client.close()
        self.issuer.close()

    def begin(self, **parameters: str) -> Authorization:
        """Make the URL that the person opens; parameters such as `login_hint` go into it."""
        verifier = generate_token(64)
        url, state = self._client.create_authorization_url(
            self.issuer.endpoint("authorization_endpoint"), code_verifier=verifier, **parameters
        )
        return Authorization(url, state, verifier)

    def finish(self, authorization: Authorization, callback_url: str) -> Tokens:
        """Turn the callback into tokens; a state that is not ours is refused.

        Raises:
            LoginFailedError: the issuer, or the person, said no.
        """
        answer = {name: values[0] for name, values in _query(callback_url).items()}
        if "code" not in answer:
            raise refusal(answer)
        with self.issuer.explained():
            given = self._client.fetch_token(
                self.issuer.endpoint("token_endpoint"),
                authorization_response=callback_url,
                state=authorization.state,
                code_verifier=authorization.verifier,
            )
        return tokens(given, time.time())

    def refresh(self, refresh_token: str) -> Tokens:
        """Exchange a refresh token; Okta rotates it, so keep the new one.

        Raises:
            LoginFailedError: it is spent or revoked.
        """
        with self.issuer.explained():
            given = self._client.refresh_token(
                self.issuer.endpoint("token_endpoint"), refresh_token
            )
        return tokens(given, time.time(), refresh_token)

    def revoke(self, refresh_token: str) -> None:
        """End a refresh token at the issuer, where it offers that (RFC 7009).

        Raises:
            LoginFailedError: the issuer refuses.
        """
        endpoint = self.issuer.metadata.get("revocation_endpoint")
        if isinstance(endpoint, str):
            answer = self.issuer.post(
                endpoint,
                token=refresh_token,
                token_type_hint="refresh_token",  # noqa: S106 -- OAuth's name of a kind, not a token
            )
            if "error" in answer:
                raise refusal(answer)


def _query(url: str) -> dict[str, list[str]]:
    try:
        return parse_qs(urlsplit(url).query)
    except ValueError as error:
        raise LoginFailedError("The browser came back with a malformed URL. Try again.") from error
