"""The access token of each request: from a login that is renewed in time, or from a file."""

import base64
import json
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, Protocol

from filelock import FileLock

from client.errors import ConfigError, LoginFailedError, LoginNeededError
from client.issuer import Tokens
from client.login import Login
from client.token_store import TokenStore

# Renewed this long before its end, so that no token runs out on its way.
EARLY_SECONDS = 60.0
_LARGEST_FILE = 16 * 1024


class TokenSource(Protocol):
    """Gives access tokens.

    Attributes:
        place: where they come from, in words.
    """

    place: str

    def current(self) -> str:
        """A token that is good now, as far as anybody knows here.

        Raises:
            LoginNeededError: there is none.
        """

    def renewed(self, refused: str) -> str | None:
        """Another token than one that the agent refused; None where there is no other."""


class FixedToken:
    """One token, given by whoever builds the client."""

    place = "given"

    def __init__(self, token: str) -> None:
        self._token = token

    def current(self) -> str:
        """The token."""
        return self._token

    def renewed(self, refused: str) -> str | None:  # noqa: ARG002 -- there is no other
        """Nothing."""
        return None


class FileToken:
    """A token that another program keeps in a file; read anew for each request."""

    def __init__(self, path: Path) -> None:
        self.place = str(path)
        self._path = path

    def current(self) -> str:
        """What the file holds.

        Raises:
            ConfigError: it cannot be read, or holds no token.
        """
        try:
            with self._path.open(encoding="ascii") as file:
                token = file.read(_LARGEST_FILE).strip()
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigError(
                f"The token file {self._path} cannot be read ({type(error).__name__})."
            ) from error
        if not token or any(c.isspace() for c in token):
            raise ConfigError(f"The token file {self._path} must hold one token and nothing else.")
        return token

    def renewed(self, refused: str) -> str | None:
        """What the file holds by now, if that has changed."""
        token = self.current()
        return token if token != refused else None


class LoginToken:
    """The token of a login; renewed before it runs out.

    Args:
        store: where the login is kept.
        login: makes the OAuth client, when something is to be renewed.
        lock: a file; whoever holds its lock renews, so that two processes do not both spend the
            refresh token, which ends a login where tokens rotate (RFC 9700, section 4.14).
        clock: seconds since the epoch.
    """

    def __init__(
        self,
        store: TokenStore,
        login: Callable[[], Login],
        *,
        lock: Path,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.place = store.place
        self._store = store
        self._login = login
        self._lock = lock
        self._clock = clock
        self._held: Tokens | None = None

    def current(self) -> str:
        """A token that stays good for a minute at least.

        Raises:
            LoginNeededError: nobody is logged in, or the login is over.
        """
        held = self._held or self._store.load()
        if held is None:
            raise LoginNeededError("You are not logged in. Run `awsops login`.")
        if self._fresh(held):
            self._held = held
            return held.access_token
        return self._renew(held.access_token)

    def renewed(self, refused: str) -> str | None:
        """A new token, by the refresh token."""
        return self._renew(refused)

    def _fresh(self, tokens: Tokens) -> bool:
        return tokens.expires_at - EARLY_SECONDS > self._clock()

    def _renew(self, old: str) -> str:
        self._lock.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with FileLock(self._lock):
            kept = self._store.load()
            if kept is None or not kept.refresh_token:
                raise LoginNeededError("The Okta login has expired. Run `awsops login`.")
            if kept.access_token == old or not self._fresh(kept):
                kept = self._refresh(kept)
        self._held = kept
        return kept.access_token

    def _refresh(self, kept: Tokens) -> Tokens:
        try:
            with closing(self._login()) as login:
                tokens = login.refresh(kept.refresh_token)
        except LoginFailedError as error:
            raise LoginNeededError("The Okta login has expired. Run `awsops login`.") from error
        self._store.save(tokens)
        return tokens


def claims(token: str) -> Mapping[str, Any]:
    """What a token says of itself, unverified and for display only; nothing if it is no JWT."""
    try:
        _, payload, _ = token.split(".")
        found = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
