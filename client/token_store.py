"""Where a login is kept: the system's keyring, or a file of mode 0600 where there is none."""

import hashlib
import json
import os
import stat
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Protocol

import keyring
from keyring.backends import fail
from keyring.errors import KeyringError, PasswordDeleteError

from client.errors import ConfigError
from client.issuer import Tokens

_SERVICE = "awsops"


class TokenStore(Protocol):
    """Keeps the tokens of one issuer and client.

    Attributes:
        place: where that is, in words.
    """

    place: str

    def load(self) -> Tokens | None:
        """The tokens kept; None where there are none, or none that can be read."""

    def save(self, tokens: Tokens) -> None:
        """Keep tokens in place of those before."""

    def delete(self) -> bool:
        """Forget the tokens; False where there were none."""


class KeyringStore:
    """Keeps tokens in the keyring of the operating system."""

    def __init__(self, name: str) -> None:
        self.place = f"keyring ({keyring.get_keyring().name})"
        self._name = name

    def load(self) -> Tokens | None:
        """The tokens kept."""
        with _unlocked():
            return _parse(keyring.get_password(_SERVICE, self._name))

    def save(self, tokens: Tokens) -> None:
        """Keep tokens."""
        with _unlocked():
            keyring.set_password(_SERVICE, self._name, json.dumps(asdict(tokens)))

    def delete(self) -> bool:
        """Forget the tokens."""
        with _unlocked():
            try:
                keyring.delete_password(_SERVICE, self._name)
            except PasswordDeleteError:
                return False
        return True


class FileStore:
    """Keeps tokens in a file that only this user can read."""

    def __init__(self, directory: Path, name: str) -> None:
        # The name holds URLs: its hash is a file name everywhere.
        self._path = directory / f"{hashlib.sha256(name.encode()).hexdigest()[:16]}.json"
        self.place = str(self._path)

    def load(self) -> Tokens | None:
        """The tokens kept.

        Raises:
            ConfigError: others can read the file.
        """
        try:
            with self._path.open(encoding="utf-8") as file:
                mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
                text = file.read()
        except OSError:
            return None
        if os.name == "posix" and mode & 0o077:
            raise ConfigError(
                f"Others can read {self._path} (mode {mode:o}). Run `awsops logout`, then"
                " `awsops login`; whoever could read it may have the login."
            )
        return _parse(text)

    def save(self, tokens: Tokens) -> None:
        """Keep tokens; the file is whole at every moment."""
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # `mkstemp` makes the file with mode 0600.
        handle, name = tempfile.mkstemp(dir=self._path.parent, prefix=".tokens-")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(asdict(tokens), file)
        Path(name).replace(self._path)

    def delete(self) -> bool:
        """Forget the tokens."""
        try:
            self._path.unlink()
        except FileNotFoundError:
            return False
        return True


def choose(kind: str, directory: Path, name: str) -> TokenStore:
    """The store that the setting `token_store` names; `auto` takes a keyring that works.

    Raises:
        ConfigError: a keyring is demanded and there is none.
    """
    if kind == "file":
        return FileStore(directory, name)
    if not isinstance(keyring.get_keyring(), fail.Keyring):
        return KeyringStore(name)
    if kind == "keyring":
        raise ConfigError("There is no keyring on this machine. Set `token_store` to auto or file.")
    return FileStore(directory, name)


def _parse(text: str | None) -> Tokens | None:
    try:
        kept = json.loads(text or "null")
        return Tokens(
            str(kept["access_token"]), str(kept["refresh_token"]), float(kept["expires_at"])
        )
    except (ValueError, TypeError, KeyError):
        return None


class _unlocked:  # noqa: N801 -- a context manager reads as a word
    """Turns the keyring's errors into ours."""

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        """Explain a keyring that is locked or broken."""
        if isinstance(error, KeyringError):
            raise ConfigError(
                f"The keyring does not open ({type(error).__name__}). Unlock it, or set"
                " `token_store` to file."
            ) from error
