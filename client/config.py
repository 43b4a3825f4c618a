"""Where the client is pointed: flags, then the environment, then the file, then defaults.

The only reader of the environment. The file is TOML, `~/.config/awsops/config.toml`; keys at its
top hold for every environment, those under `[environments.<name>]` for one.
"""

import os
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from client.errors import ConfigError
from client.price import Price
from client.settings import SETTINGS, Setting

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_FUNCTION_URL = re.compile(r"\.lambda-url\.([a-z0-9-]+)\.on\.aws$")
_FALLBACK_REGION = "us-east-1"
_STORES = ("auto", "keyring", "file")
_ENVIRONMENT = re.compile(r"[a-z][a-z0-9-]{0,30}")


@dataclass(frozen=True, slots=True)
class Flags:
    """What the command line says; None where it says nothing."""

    environment: str | None = None
    profile: str | None = None
    region: str | None = None
    url: str | None = None
    token_file: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A setting's value, and where it was found."""

    value: str | float | None
    source: str


@dataclass(frozen=True, slots=True)
class Paths:
    """Where the client keeps things."""

    config: Path
    state: Path


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of this run, checked.

    Attributes:
        found: each setting by name, with its source.
        plain: no colour and nothing that moves, as `NO_COLOR` and `TERM=dumb` ask.
    """

    found: Mapping[str, Found]
    paths: Paths
    plain: bool

    @property
    def environment(self) -> str:
        """The environment that is asked."""
        return str(self.found["environment"].value)

    @property
    def url(self) -> str:
        """The agent's URL.

        Raises:
            ConfigError: none is set.
        """
        return self._needed("url", "https://… (the stack's output AgentFunctionUrl)", "--url")

    @property
    def issuer(self) -> str:
        """The Okta issuer.

        Raises:
            ConfigError: none is set.
        """
        return self._needed("issuer", "https://<your Okta domain>/oauth2/default", None)

    @property
    def region(self) -> str:
        """The region that signatures name."""
        given = self.optional("region")
        host = urlsplit(self.optional("url") or "").hostname or ""
        named = _FUNCTION_URL.search(host)
        # The host is certain; a region of the shell's is a guess, and only a flag overrules it.
        if named and self.found["region"].source != "--region":
            return named[1]
        return given or _FALLBACK_REGION

    @property
    def price(self) -> Price:
        """What tokens cost."""
        return Price(
            self.number("price_input"),
            self.number("price_output"),
            self.number("price_cache_read"),
        )

    def optional(self, name: str) -> str | None:
        """A setting as text, None where it is unset."""
        value = self.found[name].value
        return None if value is None else str(value)

    def number(self, name: str) -> float:
        """A setting that is a number."""
        return float(self.found[name].value or 0)

    def _needed(self, name: str, example: str, flag: str | None) -> str:
        value = self.optional(name)
        if value:
            return value.rstrip("/")
        variable = f"AWSOPS_{name.upper()}"
        raise ConfigError(
            f"No {name} is set for environment {self.environment}. Set it with"
            f" `awsops config set {name} {example}`, or give {flag or variable}"
            f"{f' or {variable}' if flag else ''}."
        )


def read(flags: Flags | None = None) -> Config:
    """Read the settings.

    Raises:
        ConfigError: something in them cannot be; it names every problem.
    """
    paths = _paths(os.environ)
    document = load(paths.config)
    given = flags or Flags()
    found = dict(_search(given, os.environ, document, paths.config))
    problems = [*_unknown(document, paths.config), *_problems(found)]
    if problems:
        raise ConfigError("\n".join(problems))
    return Config(found, paths, _plain(os.environ))


def load(path: Path) -> dict[str, Any]:
    """Read the file; one that is not there is empty.

    Raises:
        ConfigError: it cannot be read, or is no TOML.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} cannot be read: {type(error).__name__}.") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path} is no TOML: {error}. Mend it, or remove it.") from error


def problem_of(setting: Setting, value: str | float | None) -> str | None:
    """Say what is wrong with a value, None where nothing is."""
    if value is None:
        return None
    if setting.number:
        return None if _is_number(value) else f"{setting.name} must be a number."
    if not isinstance(value, str) or not value.strip():
        return f"{setting.name} must be text in quotes, and not empty."
    check = _CHECKS.get(setting.name)
    return check(setting.name, value) if check else None


def _search(
    flags: Flags, variables: Mapping[str, str], document: Mapping[str, Any], path: Path
) -> Iterator[tuple[str, Found]]:
    """Find each setting; the environment's name comes first, it says which table is looked at."""
    table: Any = {}
    for setting in SETTINGS:
        found = _find(setting, flags, variables, [(table, path), (document, path)])
        yield setting.name, found
        if setting.name == "environment":
            tables = document.get("environments")
            table = tables.get(str(found.value)) if isinstance(tables, dict) else {}


def _find(
    setting: Setting,
    flags: Flags,
    variables: Mapping[str, str],
    tables: list[tuple[Any, Path]],
) -> Found:
    flag = getattr(flags, setting.name, None)
    if flag is not None:
        return Found(flag, f"--{setting.name.replace('_', '-')}")
    for variable in setting.variables:
        if variables.get(variable):
            return Found(_number(setting, variables[variable]), variable)
    for table, path in tables:
        if isinstance(table, dict) and setting.name in table:
            return Found(table[setting.name], str(path))
    return Found(setting.default, "default" if setting.default is not None else "unset")


def _number(setting: Setting, text: str) -> str | float:
    try:
        return float(text) if setting.number else text
    except ValueError:
        return text


def _problems(found: Mapping[str, Found]) -> Iterator[str]:
    for setting in SETTINGS:
        problem = problem_of(setting, found[setting.name].value)
        if problem:
            yield f"{problem} (from {found[setting.name].source})"


def _unknown(document: Mapping[str, Any], path: Path) -> Iterator[str]:
    known = {setting.name for setting in SETTINGS}
    tables = document.get("environments", {})
    if not isinstance(tables, dict) or not all(isinstance(t, dict) for t in tables.values()):
        yield f"{path}: environments must hold tables, as [environments.dev]."
        return
    scattered = {key for table in tables.values() for key in table}
    for key in sorted((set(document) - {"environments"} | scattered) - known):
        yield f"{path} has an unknown setting {key!r}; known are {', '.join(sorted(known))}."


def _url_problem(name: str, value: str) -> str | None:
    """A token and a signature travel to this address, so it is HTTPS, or on this machine."""
    try:
        parts = urlsplit(value)
    except ValueError:
        return f"{name} is no URL."
    if parts.scheme not in {"https", "http"} or not parts.hostname or "@" in parts.netloc:
        return f"{name} must look like https://host, and hold no user name."
    if parts.scheme == "http" and parts.hostname not in _LOOPBACK:
        return f"{name} must begin with https://, since tokens travel there."
    return None


def _store_problem(name: str, value: str) -> str | None:
    return None if value in _STORES else f"{name} must be one of {', '.join(_STORES)}."


def _environment_problem(name: str, value: str) -> str | None:
    if _ENVIRONMENT.fullmatch(value):
        return None
    return f"{name} must be a name such as dev: small letters, digits, hyphens."


_CHECKS: Mapping[str, Callable[[str, str], str | None]] = {
    "environment": _environment_problem,
    "url": _url_problem,
    "issuer": _url_problem,
    "token_store": _store_problem,
}


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value >= 0


def _paths(variables: Mapping[str, str]) -> Paths:
    """Where the XDG base directories are."""
    home = Path.home()
    config = Path(variables.get("XDG_CONFIG_HOME") or home / ".config")
    state = Path(variables.get("XDG_STATE_HOME") or home / ".local" / "state")
    return Paths(config / "awsops" / "config.toml", state / "awsops")


def _plain(variables: Mapping[str, str]) -> bool:
    """See no-color.org: any value but an empty one counts."""
    return bool(variables.get("NO_COLOR")) or variables.get("TERM") == "dumb"
