"""Writing the configuration file: one setting at a time, comments kept."""

from pathlib import Path
from typing import Any

import tomlkit
from tomlkit import TOMLDocument

from client.config import load, problem_of
from client.errors import ConfigError
from client.settings import SETTINGS, Setting


def write(path: Path, name: str, text: str, *, environment: str) -> None:
    """Set a setting in the file, in the table of an environment unless it holds for all.

    Raises:
        ConfigError: there is no such setting, its value cannot be, or the file is malformed.
    """
    setting = _known(name)
    value = _value(setting, text)
    load(path)
    document = tomlkit.parse(path.read_text(encoding="utf-8")) if path.exists() else _empty()
    _table(document, setting, environment)[name] = value
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(tomlkit.dumps(document), encoding="utf-8")


def _known(name: str) -> Setting:
    for setting in SETTINGS:
        if setting.name == name:
            return setting
    names = ", ".join(setting.name for setting in SETTINGS)
    raise ConfigError(f"There is no setting {name!r}. Known are {names}.")


def _value(setting: Setting, text: str) -> str | float:
    value: str | float = text
    if setting.number:
        try:
            value = float(text)
        except ValueError:
            raise ConfigError(f"{setting.name} must be a number.") from None
        value = int(value) if value.is_integer() else value
    problem = problem_of(setting, value)
    if problem:
        raise ConfigError(problem)
    return value


def _table(document: TOMLDocument, setting: Setting, environment: str) -> Any:
    if setting.everywhere:
        return document
    environments = document.setdefault("environments", tomlkit.table(is_super_table=True))
    return environments.setdefault(environment, tomlkit.table())


def _empty() -> TOMLDocument:
    return tomlkit.document()
