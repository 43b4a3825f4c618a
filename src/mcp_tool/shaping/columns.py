"""Which columns a result has: chosen ones for the common operations, derived ones for the rest.

A path is members joined by dots; `X[]` goes through a list, `X#` counts one, `*` is the first
member whatever its name, `tag:K` is a tag. In `columns.json` a column is `name=path`, and a star
marks the one that a summary counts by; `each=X` makes a row of each entry of the list X.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from botocore import xform_name
from botocore.model import Shape, StructureShape

DERIVED = 10

_EACH = "each="

_SCALARS = frozenset({"string", "integer", "long", "float", "double", "boolean", "timestamp"})
TAG_MEMBERS = ("Tags", "tags", "TagSet", "TagList", "tagSet")
_INNER = ("Name", "name", "Code", "Status", "State", "status")

# What a reader looks for first. The rank is the place in this list, ARNs go last: they are long,
# and mostly repeat what the id and the region said.
_RANKS = (
    re.compile(r"(Id|ID|Identifier|Key)$"),
    re.compile(r"Name$|^name$", re.IGNORECASE),
    re.compile(r"(State|Status|StatusCode|Health)$", re.IGNORECASE),
    re.compile(
        r"(Type|Class|Engine|Version|Runtime|Mode|Protocol|Scheme|Protection)$", re.IGNORECASE
    ),
    re.compile(r"(Time|Date|Timestamp|At|On)$"),
    re.compile(r"(Size|Count|Storage|Capacity|Bytes|Seconds|Days|Period|Port)$", re.IGNORECASE),
    re.compile(r"Enabled$|Encrypted$|Public|Default$"),
)
_ARN = re.compile(r"arn$", re.IGNORECASE)
_UNITS = {
    "AllocatedStorage": "allocated_storage_gib",
    "CodeSize": "code_size_bytes",
    "MemorySize": "memory_size_mb",
    "Timeout": "timeout_seconds",
    "TimeoutInMillis": "timeout_ms",
    "TTL": "ttl_seconds",
    "VolumeSize": "volume_size_gib",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, and where its value stands in a record.

    Attributes:
        name: the key that is shown.
        path: the value's path in the record; empty for the record itself.
        counted: a summary counts rows by it.
    """

    name: str
    path: str
    counted: bool = False


def chosen(service: str, operation: str) -> tuple[Column, ...]:
    """Return the columns somebody chose for an operation; empty if nobody did."""
    texts = _table().get(f"{service}:{operation}", ())
    return tuple(_column(text) for text in texts if not text.startswith(_EACH))


def entries(service: str, operation: str) -> str | None:
    """Return the member whose entries are rows of their own, None if records are."""
    texts = _table().get(f"{service}:{operation}", ())
    return next((text.removeprefix(_EACH) for text in texts if text.startswith(_EACH)), None)


def derived(shape: Shape | None, label: str) -> tuple[Column, ...]:
    """Derive columns from the shape of a record: identifiers, names, states, types, times first.

    Args:
        shape: the record's shape, None if it is not known.
        label: the column's name where a record is one plain value.
    """
    if not isinstance(shape, StructureShape):
        return (Column(label, ""),)
    members = sorted(_members(shape), key=lambda each: each[0])
    found = [Column(_named(path), path, counted=rank == 2) for rank, _, path in members]
    first = next((each for each in found if each.counted), None)
    columns = [Column(each.name, each.path, counted=each is first) for each in found]
    if set(TAG_MEMBERS) & set(shape.members) and not any(each.name == "name" for each in columns):
        columns.insert(1, Column("name", "tag:Name"))
    return tuple(columns[:DERIVED])


def leaves(value: object, name: str = "") -> Iterator[tuple[str, object]]:
    """List the values of one record with their dotted names, in the record's order."""
    if isinstance(value, dict) and value:
        for key, inner in value.items():
            yield from leaves(inner, f"{name}.{key}" if name else str(key))
    else:
        yield name or "value", value


def _members(shape: StructureShape) -> Iterator[tuple[int, int, str]]:
    for index, (name, member) in enumerate(shape.members.items()):
        if member.type_name in _SCALARS:
            yield _rank(name), index, name
        elif isinstance(member, StructureShape):
            inner = next((each for each in _INNER if each in member.members), None)
            if inner and member.members[inner].type_name in _SCALARS:
                yield _rank(name), index, f"{name}.{inner}"


def _rank(name: str) -> int:
    if _ARN.search(name):
        return len(_RANKS) + 1
    return next((rank for rank, each in enumerate(_RANKS) if each.search(name)), len(_RANKS))


def _named(path: str) -> str:
    first, *_ = path.split(".")
    return _UNITS.get(first) or xform_name(first)


def _column(text: str) -> Column:
    name, _, path = text.partition("=")
    return Column(name.lstrip("*"), path, counted=name.startswith("*"))


@cache
def _table() -> dict[str, list[str]]:
    text = Path(__file__).with_name("columns.json").read_text(encoding="utf-8")
    table: dict[str, list[str]] = json.loads(text)
    return table
