"""How two sets of API members differ, and how wanted members are laid over existing ones.

Members are the request members of a Create or Update operation, named as AWS names them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

Members: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Difference:
    """One member whose value changes; None on a side where it is absent."""

    path: str
    before: Any
    after: Any


def merge(current: Members, wanted: Members) -> dict[str, Any]:
    """Lay wanted members over current ones, keeping what `wanted` does not speak of.

    None in `wanted` removes the member. Mappings are merged, anything else replaces.
    """
    merged = dict(current)
    for key, value in wanted.items():
        if value is None:
            merged.pop(key, None)
        elif isinstance(value, Mapping):
            merged[key] = merge(merged.get(key) or {}, value)
        else:
            merged[key] = value
    return merged


def differences(current: Members, wanted: Members) -> tuple[Difference, ...]:
    """Compare two sets of members, path by path."""
    before, after = dict(flatten(current)), dict(flatten(wanted))
    paths = [*before, *(path for path in after if path not in before)]
    return tuple(
        Difference(path, before.get(path), after.get(path))
        for path in paths
        if not _same(before.get(path), after.get(path))
    )


def flatten(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield each leaf with its path; items that have a name are addressed by it."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from flatten(item, f"{path}.{key}" if path else key)
    elif _named(value):
        for item in value:
            rest = {key: part for key, part in item.items() if key != "name"}
            yield from flatten(rest, f"{path}[{item['name']}]")
    else:
        yield path, value


def _named(value: Any) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(item, Mapping) and "name" in item for item in value)
    )


def _same(before: Any, after: Any) -> bool:
    # An answer leaves out what is off or empty, and may list versions and audiences in any order.
    if not before and not after:
        return True
    if _strings(before) and _strings(after):
        return sorted(before) == sorted(after)
    return bool(before == after)


def _strings(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)
