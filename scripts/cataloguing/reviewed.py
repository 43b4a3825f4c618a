"""The reviewed exceptions: where a person decided, and why (`reviewed.toml`).

Four tables: `refused` (a read that is not called all the same), `allowed` (above read level, but
only computes), `renamed` (checked under an action of another name), `newer` (an action of its own
name that the access levels do not know yet). `results` corrects where an answer's rows are.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Self, TypeVar

T = TypeVar("T")
Key = tuple[str, str]  # botocore service, operation


@dataclass(frozen=True, slots=True)
class Refused:
    """A read that is refused: `secret`, `data-body`, `side-effect`, `billed`, and why."""

    reason: str
    why: str


@dataclass(frozen=True, slots=True)
class Reviewed:
    """All exceptions, each operation in at most one place of its table."""

    refused: dict[Key, Refused]
    allowed: frozenset[Key]
    newer: frozenset[Key]
    actions: dict[Key, tuple[str, ...]]
    results: dict[Key, str]

    @classmethod
    def load(cls) -> Self:
        """Read the tables beside this file.

        Raises:
            ValueError: an operation stands twice in one table.
        """
        path = Path(__file__).with_name("reviewed.toml")
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
        return cls(
            refused=_once(
                (key, Refused(entry["reason"], entry["why"]))
                for entry in tables["refused"]
                for key in _keys(entry)
            ),
            allowed=frozenset(key for entry in tables["allowed"] for key in _keys(entry)),
            newer=frozenset(key for entry in tables["newer"] for key in _keys(entry)),
            actions=_once(
                ((entry["service"], name), tuple(actions.split()))
                for entry in tables["renamed"]
                for actions, names in entry["actions"].items()
                for name in names
            ),
            results={
                (service, name): path
                for service, paths in tables["results"].items()
                for name, path in paths.items()
            },
        )

    def keys(self) -> frozenset[Key]:
        """Every operation that any table names."""
        tables = (self.refused, self.allowed, self.newer, self.actions, self.results)
        return frozenset(key for table in tables for key in table)


def _keys(entry: dict[str, dict[str, list[str]]]) -> list[Key]:
    return [(service, name) for service, names in entry["operations"].items() for name in names]


def _once(pairs: Iterable[tuple[Key, T]]) -> dict[Key, T]:
    table: dict[Key, T] = {}
    for key, value in pairs:
        if key in table:
            raise ValueError(f"{':'.join(key)} stands twice in reviewed.toml.")
        table[key] = value
    return table
