"""What the tool Lambda can be told from outside; the only reader of its environment."""

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

OWN = "own"

_ACCOUNT_ID = re.compile(r"\d{12}")
_ROLE = re.compile(r"arn:aws[a-z-]*:iam::\d{12}:role/\S+")


class SettingsError(Exception):
    """The environment holds a value that cannot be used; the message names every one."""


@dataclass(frozen=True, slots=True)
class Account:
    """Another account that may be read, and the role to read it with."""

    alias: str
    id: str
    role_arn: str
    external_id: str | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """How far a tool call may go.

    Attributes:
        region: the region a call reads when it names none; None leaves it to the AWS profile.
        read_deadline_seconds: the longest one call reads, however much time the Lambda has left.
        row_ceiling: rows after which reading stops.
        answer_bytes: size of an answer's JSON; what does not fit waits behind the cursor.
        accounts: the other accounts, from `READER_ROLES`.
    """

    region: str | None = None
    read_deadline_seconds: float = 30.0
    row_ceiling: int = 10_000
    answer_bytes: int = 20_000
    accounts: tuple[Account, ...] = ()

    def account(self, name: str) -> Account | None:
        """Find another account by alias or id."""
        return next((each for each in self.accounts if name in (each.alias, each.id)), None)


def load() -> Settings:
    """Read the settings from the process's environment.

    Raises:
        SettingsError: a value is unusable.
    """
    return read(os.environ)  # noqa: TID251  # this module is the one reader


def read(environ: Mapping[str, str]) -> Settings:
    """Read the settings from an environment.

    `READER_ROLES` is a JSON list of `{"alias", "id", "role_arn", "external_id"?}`.

    Raises:
        SettingsError: a value is unusable; all problems are named at once.
    """
    problems: list[str] = []
    defaults = Settings()
    settings = Settings(
        region=environ.get("AWS_REGION") or environ.get("AWS_DEFAULT_REGION"),
        read_deadline_seconds=_number(
            environ, "READ_DEADLINE_SECONDS", defaults.read_deadline_seconds, problems
        ),
        row_ceiling=int(_number(environ, "READ_ROW_CEILING", defaults.row_ceiling, problems)),
        answer_bytes=int(_number(environ, "ANSWER_BYTES", defaults.answer_bytes, problems)),
        accounts=_accounts(environ.get("READER_ROLES") or "[]", problems),
    )
    if problems:
        raise SettingsError("; ".join(problems))
    return settings


def _number(environ: Mapping[str, str], name: str, default: float, problems: list[str]) -> float:
    text = environ.get(name)
    if not text:
        return default
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 1 <= value < 1e9:
        problems.append(f"{name} must be a number of at least 1")
        return default
    return value


def _accounts(text: str, problems: list[str]) -> tuple[Account, ...]:
    try:
        entries = json.loads(text)
        if not isinstance(entries, list):
            raise TypeError
        return tuple(_account(entry) for entry in entries)
    except (ValueError, TypeError, KeyError):
        problems.append(
            'READER_ROLES must be a JSON list of {"alias", "id", "role_arn"}: an alias of your own,'
            " an account's twelve digits, a role's ARN"
        )
        return ()


def _account(entry: Any) -> Account:
    if not isinstance(entry, dict):
        raise TypeError
    external_id = entry.get("external_id")
    account = Account(
        alias=str(entry["alias"]),
        id=str(entry["id"]),
        role_arn=str(entry["role_arn"]),
        external_id=str(external_id) if external_id else None,
    )
    taken = account.alias in ("", OWN, "all")
    if taken or not _ACCOUNT_ID.fullmatch(account.id) or not _ROLE.fullmatch(account.role_arn):
        raise ValueError
    return account
