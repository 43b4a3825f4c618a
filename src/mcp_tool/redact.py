"""Secrets out of everything that leaves: by member before projection, by text after it.

`Members` masks what botocore marks as sensitive, the reviewed places, and values whose name says
that they are secret. `TextScanner` looks into free text: log lines, descriptions, tag values.
Keys stay, so that a reader sees what there is.

What botocore marks is masked without exception, personal data among it: the names and addresses
of an organization's accounts, phone numbers, error texts of functions. No answer loses what it is
about by that: beside every name that is marked stands an id or an ARN that is not, and none of
those is ever masked. An access key's id is such an id: it opens nothing without its secret.
"""

from collections.abc import Mapping
from typing import Any, Protocol

from botocore.model import ListShape, MapShape, Shape, StructureShape

from mcp_tool.redaction.patterns import MASK, SecretPatterns, names_secret
from mcp_tool.redaction.places import BESIDE, PLACES

__all__ = ["MASK", "Members", "TextScanner", "mask_members"]

# Command lines, word by word: a secret stands behind the flag that names it.
_COMMANDS = ("command", "entrypoint", "containerarguments", "containerentrypoint")

# Members that give a value its name: tags, options, headers, attributes.
_NAMES = ("Key", "key", "Name", "name", "TagKey", "OptionName", "AttributeName", "ParameterName")
_VALUES = ("Value", "value", "TagValue", "OptionValue", "AttributeValue", "ParameterValue")


class _Mask(Protocol):
    def apply(self, value: Any, masked: list[str]) -> Any:
        """Return the value without secrets, itself if it has none; note each masked value."""
        ...


class Members:
    """Masks answers by their shape; remembers of each shape where to look.

    One instance serves a process: it keeps plans, never values. Safe to share between threads.
    """

    def __init__(self) -> None:
        self._plans: dict[Shape, _Mask | None] = {}

    def mask(self, shape: Shape, value: Any) -> tuple[Any, int]:
        """Mask an answer.

        Args:
            shape: the output shape of the operation.
            value: the answer as botocore parsed it; it is not changed.

        Returns:
            The answer without secrets, and how many values were masked.
        """
        if shape not in self._plans:
            self._plans[shape] = _Compiler().compile(shape)
        plan = self._plans[shape]
        masked: list[str] = []
        return (plan.apply(value, masked) if plan else value), len(masked)


def mask_members(shape: Shape, value: Any) -> tuple[Any, int]:
    """Mask one answer; see `Members.mask`, which remembers more."""
    return Members().mask(shape, value)


class TextScanner:
    """Masks secrets in the free text of one answer, each distinct text once.

    Attributes:
        count: secrets that were masked so far.
    """

    def __init__(self) -> None:
        self.count = 0
        self._patterns = SecretPatterns()
        self._cleaned: dict[str, tuple[str, int]] = {}

    def clean(self, text: str) -> str:
        """Return the text with each secret in it replaced by the mask."""
        known = self._cleaned.get(text)
        if known is None:
            known = self._cleaned[text] = self._patterns.mask(text)
        self.count += known[1]
        return known[0]


class _Whole:
    """Everything below is secret: every leaf is masked; keys stay, and names beside a value."""

    def apply(self, value: Any, masked: list[str]) -> Any:
        if isinstance(value, Mapping):
            pair = _pair(value)
            return {
                key: each if pair and key == pair[0] else self.apply(each, masked)
                for key, each in value.items()
            }
        if isinstance(value, list):
            return [self.apply(each, masked) for each in value]
        if value is None or value == "":
            return value
        masked.append(MASK)
        return MASK


class _Named:
    """A value that is secret if its name says so: an entry of a map, a tag, an option."""

    def apply(self, name: Any, value: Any, masked: list[str]) -> Any:
        if isinstance(name, str) and isinstance(value, str) and names_secret(name, value):
            masked.append(MASK)
            return MASK
        return value


class _Words:
    """The words of a command line."""

    def apply(self, value: Any, masked: list[str]) -> Any:
        if not isinstance(value, list):
            return value
        pairs = zip(["", *value], value, strict=False)
        return [
            _Named().apply(flag, word, masked) if str(flag).startswith("-") else word
            for flag, word in pairs
        ]


class _Structure:
    def __init__(self) -> None:
        self.members: dict[str, _Mask] = {}
        self.pair: tuple[str, str] | None = None

    def apply(self, value: Any, masked: list[str]) -> Any:
        if not isinstance(value, Mapping):
            return value
        changed = {
            name: new
            for name, mask in self.members.items()
            if name in value and (new := mask.apply(value[name], masked)) is not value[name]
        }
        if self.pair and self.pair[1] in value:
            name, held = self.pair
            new = _Named().apply(value.get(name), value[held], masked)
            changed |= {held: new} if new is not value[held] else {}
        return {**value, **changed} if changed else value


class _List:
    def __init__(self) -> None:
        self.item: _Mask | None = None

    def apply(self, value: Any, masked: list[str]) -> Any:
        if self.item is None or not isinstance(value, list):
            return value
        new = [self.item.apply(each, masked) for each in value]
        changed = any(one is not other for one, other in zip(new, value, strict=True))
        return new if changed else value


class _Map:
    def __init__(self) -> None:
        self.item: _Mask | None = None

    def apply(self, value: Any, masked: list[str]) -> Any:
        if not isinstance(value, Mapping):
            return value
        new = {key: self._entry(key, each, masked) for key, each in value.items()}
        return new if any(new[key] is not value[key] for key in new) else value

    def _entry(self, key: Any, value: Any, masked: list[str]) -> Any:
        if self.item is not None:
            return self.item.apply(value, masked)
        return _Named().apply(key, value, masked)


class _Compiler:
    """Turns one output shape into masks, without what holds no secret.

    A shape may hold itself, through lists and maps too: a mask is noted before it is complete, so
    that the shape meets it again further down.
    """

    def __init__(self) -> None:
        self._done: dict[str, _Mask | None] = {}

    def compile(self, shape: Shape) -> _Mask | None:
        if shape.metadata.get("sensitive"):
            return _Whole()
        if shape.name not in self._done:
            self._done[shape.name] = self._new(shape)
        return self._done[shape.name]

    def _new(self, shape: Shape) -> _Mask | None:
        if isinstance(shape, StructureShape):
            return self._structure(shape)
        if isinstance(shape, ListShape):
            each = self._done[shape.name] = _List()
            each.item = self.compile(shape.member)
            return each if each.item else None
        if isinstance(shape, MapShape):
            entry = self._done[shape.name] = _Map()
            entry.item = self.compile(shape.value)
            return entry if entry.item or shape.value.type_name == "string" else None
        return None

    def _structure(self, shape: StructureShape) -> _Mask | None:
        mask = self._done[shape.name] = _Structure()
        for name, member in shape.members.items():
            inner = _Whole() if _listed(shape, name) else self.compile(member)
            if inner is None and name.casefold() in _COMMANDS and isinstance(member, ListShape):
                inner = _Words()
            if inner:
                mask.members[name] = inner
        mask.pair = _pair(shape.members)
        return mask if mask.members or mask.pair else None


def _listed(shape: StructureShape, member: str) -> bool:
    place = f"{shape.name}.{member}"
    return place in PLACES or (place in BESIDE and BESIDE[place] in shape.members)


def _pair(members: Mapping[str, Any]) -> tuple[str, str] | None:
    name = next((each for each in _NAMES if each in members), None)
    value = next((each for each in _VALUES if each in members), None)
    return (name, value) if name and value else None
