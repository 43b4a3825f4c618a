"""The Okta authorization server as HTTP: its discovery document, and forms posted to it."""

import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import httpx
from authlib.common.errors import AuthlibBaseError

from client.errors import LoginFailedError, UnreachableError
from client.wording import one_line

TIMEOUT_SECONDS = 10.0
_METADATA = "/.well-known/openid-configuration"


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a login gave; `expires_at` in seconds since the epoch."""

    access_token: str
    refresh_token: str
    expires_at: float

    def __repr__(self) -> str:
        """Keep secrets out of logs and tracebacks."""
        return f"Tokens(expires_at={self.expires_at})"


class Issuer:
    """One authorization server, asked for one client.

    Args:
        url: `https://<domain>/oauth2/<id>`.
        client_id: a native application; it has no secret.
        trust: certificates to trust; the system's where absent.
    """

    def __init__(self, url: str, client_id: str, trust: ssl.SSLContext | None = None) -> None:
        self.url = url.rstrip("/")
        self.client_id = client_id
        self.trust: ssl.SSLContext | bool = trust or True
        self._http = httpx.Client(verify=self.trust, timeout=TIMEOUT_SECONDS)

    @cached_property
    def metadata(self) -> Mapping[str, Any]:
        """The discovery document (OpenID Connect Discovery 1.0).

        Raises:
            LoginFailedError: there is none, or it is another issuer's.
            UnreachableError: nothing answers.
        """
        with self.explained():
            document = _json(self._http.get(self.url + _METADATA))
        if str(document.get("issuer", "")).rstrip("/") != self.url:
            raise LoginFailedError(
                f"{self.url} is no Okta authorization server: it has no discovery document of that"
                " name. Check the setting `issuer`."
            )
        return document

    def endpoint(self, name: str) -> str:
        """The URL of an endpoint that every issuer has.

        Raises:
            LoginFailedError: this one has not.
        """
        endpoint = self.metadata.get(name)
        if not isinstance(endpoint, str):
            raise LoginFailedError(f"The issuer's discovery document names no {name}.")
        return endpoint

    def post(self, url: str, **form: str) -> Mapping[str, Any]:
        """Post a form as this client, and return the JSON answer, an error's too."""
        with self.explained():
            return _json(self._http.post(url, data={"client_id": self.client_id, **form}))

    def close(self) -> None:
        """Give the connections back."""
        self._http.close()

    @contextmanager
    def explained(self) -> Iterator[None]:
        """Turn errors of OAuth and HTTP into ours."""
        try:
            yield
        except AuthlibBaseError as error:
            raise refusal({"error": error.error, "error_description": error.description}) from None
        except httpx.TransportError as error:
            raise UnreachableError(self.url) from error
        except (httpx.HTTPStatusError, ValueError) as error:
            raise LoginFailedError(
                f"The issuer {self.url} gave no usable answer. Try again in a moment."
            ) from error


def tokens(answer: Mapping[str, Any], clock: float, refresh_token: str = "") -> Tokens:
    """Read a token endpoint's answer (RFC 6749, section 5.1).

    Args:
        answer: the JSON members.
        clock: the time of the answer, in seconds since the epoch.
        refresh_token: the one that stays good where the answer brings no new one.
    """
    expires_at = float(answer.get("expires_at") or clock + float(answer.get("expires_in", 0)))
    return Tokens(
        str(answer["access_token"]), str(answer.get("refresh_token") or refresh_token), expires_at
    )


def refusal(answer: Mapping[str, Any]) -> LoginFailedError:
    """Read an OAuth error (RFC 6749, section 5.2) into a sentence."""
    code = one_line(answer.get("error") or "no reason given", 60)
    description = one_line(answer.get("error_description") or "The issuer says no.")
    return LoginFailedError(f"The login was refused: {description} ({code})")


def _json(response: httpx.Response) -> Mapping[str, Any]:
    """The JSON object of an answer; an empty answer is an empty object."""
    if not response.content:
        return {}
    try:
        body = response.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
