"""Inputs and answers generated from botocore's shapes, with canaries where secrets may stand."""

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count

from botocore.awsrequest import AWSResponse
from botocore.model import ListShape, MapShape, StructureShape

from mcp_tool.redaction.places import BESIDE, PLACES

CANARY = "canary-5f3a-"
PLAIN = "plain"

_NUMBERS = {"integer": 7, "long": 7, "float": 0.5, "double": 0.5, "boolean": True}
_TEXTS = {
    "AccountId": "123456789012",
    "Bucket": "bucket-of-nothing",
}
# Kinesis finds its endpoints by what an ARN is of.
_ARN = "arn:aws:kinesis:us-east-1:123456789012:{}/orders"


@dataclass
class Account:
    """Answers every call in place of AWS, by what is asked; registered at `before-call`."""

    planted: int = 0
    asked: int = 0

    def __call__(self, model, **_):
        """Answer one call."""
        canaries = count()
        parsed = answer(model.output_shape, canaries) if model.output_shape else {}
        self.planted += next(canaries)
        self.asked += 1
        return AWSResponse("", 200, {}, None), parsed


def answer(shape, canaries, *, secret=False, above=()):
    """Make an answer of a shape; every list and map has one entry."""
    secret = secret or bool(shape.metadata.get("sensitive"))
    if above.count(shape.name) > 1:
        return {} if isinstance(shape, StructureShape | MapShape) else []
    above = (*above, shape.name)
    if isinstance(shape, StructureShape):
        return {
            name: answer(member, canaries, secret=secret or listed(shape, name), above=above)
            for name, member in shape.members.items()
            if not (secret and names_another(shape, name))
        }
    if isinstance(shape, ListShape):
        return [answer(shape.member, canaries, secret=secret, above=above)]
    if isinstance(shape, MapShape):
        return {"entry": answer(shape.value, canaries, secret=secret, above=above)}
    return f"{CANARY}{next(canaries)}" if secret else _plain(shape)


def parameters(shape):
    """Make the smallest input that an operation's model accepts."""
    needed = shape.required_members if isinstance(shape, StructureShape) else ()
    return {name: _given(name, shape.members[name]) for name in needed}


def listed(shape, member):
    """Tell whether the reviewed places have a member."""
    place = f"{shape.name}.{member}"
    return place in PLACES or (place in BESIDE and BESIDE[place] in shape.members)


def names_another(shape, member):
    """Tell whether a member names the value beside it, and so is shown."""
    return member.casefold() in ("name", "key") and bool({"Value", "value"} & set(shape.members))


def _plain(shape):
    if shape.type_name == "timestamp":
        return datetime(2026, 11, 24, tzinfo=UTC)
    if shape.type_name == "blob":
        return b"bytes"
    return _NUMBERS.get(shape.type_name, PLAIN)


def _given(name, shape):
    if isinstance(shape, StructureShape):
        return parameters(shape)
    if isinstance(shape, ListShape):
        return [_given(name, shape.member)] * max(1, shape.metadata.get("min", 1))
    if isinstance(shape, MapShape):
        return {"key": _given(name, shape.value)}
    return _scalar(name, shape)


def _scalar(name, shape):
    least = shape.metadata.get("min", 1)
    if shape.type_name == "boolean":
        return True
    if shape.type_name in _NUMBERS:
        return max(1, least)
    if shape.type_name == "timestamp":
        return "2026-11-24T12:00:00Z"
    kind, end = name[:-3].casefold(), name[-3:].casefold()
    arn = (
        _ARN.format("stream" if kind in ("resource", "consumer") else kind) if end == "arn" else ""
    )
    text = _TEXTS.get(name) or arn or (shape.enum[0] if shape.enum else PLAIN)
    return text.ljust(least, "x")
