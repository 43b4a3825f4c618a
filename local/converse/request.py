"""A Converse request as Bedrock Runtime checks it, before any model sees it.

Shapes, names, lengths, patterns and allowed values come from botocore's model of the service.
The rules between members stand here: source, the Converse API's reference and the Bedrock user
guide's pages on tool use and prompt caching. Which of several faults is told first is our choice.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import chain, pairwise
from typing import Any

from botocore.model import ListShape, MapShape, ServiceModel, Shape, StringShape, StructureShape
from botocore.session import Session
from botocore.validate import ParamValidator

CACHE_POINTS = 4


class ConverseError(Exception):
    """An error of Bedrock Runtime: its name and its message."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.name = name
        self.message = message


class Converse:
    """The service's model of `Converse` and `ConverseStream`: checks requests, knows errors."""

    def __init__(self, model: ServiceModel) -> None:
        operation = model.operation_model("ConverseStream")
        assert operation.input_shape is not None  # noqa: S101  the operation has members
        self._input: Shape = operation.input_shape
        self._statuses = {
            shape.name: int(shape.metadata["error"]["httpStatusCode"])
            for shape in model.error_shapes
        }

    @classmethod
    def load(cls) -> "Converse":
        """Read the model that botocore ships."""
        return cls(Session().get_service_model("bedrock-runtime"))

    def status(self, name: str) -> int:
        """The HTTP status of an error; 400 where the service's model does not name it."""
        return self._statuses.get(name, 400)

    def check(self, request: Any) -> None:
        """Refuse what Bedrock would refuse.

        Raises:
            ConverseError: a `ValidationException` that names the member.
        """
        report = ParamValidator().validate(request, self._input)
        if report.has_errors():
            raise _invalid(report.generate_report())
        fault = next(chain(_constraints(request, self._input, ""), _rules(request)), None)
        if fault:
            raise _invalid(fault)


def _invalid(fault: str) -> ConverseError:
    return ConverseError("ValidationException", fault)


def _constraints(value: Any, shape: Shape, path: str) -> Iterator[str]:
    """Check what botocore's own validator leaves to the service."""
    if isinstance(shape, StringShape):
        yield from _string_constraints(value, shape, path)
    for name, member, inner in _members(value, shape):
        yield from _constraints(member, inner, (path + name).lstrip("."))


def _members(value: Any, shape: Shape) -> Iterator[tuple[str, Any, Shape]]:
    if isinstance(shape, StructureShape) and not shape.is_document_type:
        yield from ((f".{name}", member, shape.members[name]) for name, member in value.items())
    elif isinstance(shape, ListShape):
        yield from ((f"[{index}]", member, shape.member) for index, member in enumerate(value))
    elif isinstance(shape, MapShape):
        yield from ((f".{name}", member, shape.value) for name, member in value.items())


def _string_constraints(value: str, shape: StringShape, path: str) -> Iterator[str]:
    metadata = shape.metadata
    if shape.enum and value not in shape.enum:
        yield f"{path} must be one of {', '.join(shape.enum)}."
    if len(value) > metadata.get("max", len(value)):
        yield f"{path} must have at most {metadata['max']} characters."
    if "pattern" in metadata and not re.fullmatch(metadata["pattern"], value):
        yield f"{path} must match {metadata['pattern']}."


def _rules(request: Mapping[str, Any]) -> Iterator[str]:
    messages = request.get("messages", [])
    yield from _order(messages)
    yield from _texts(messages)
    yield from _tool_turns(messages)
    yield from _tools(request)
    yield from _cache_points(request)


def _order(messages: list[dict[str, Any]]) -> Iterator[str]:
    roles = [message["role"] for message in messages]
    if not roles or roles[0] != "user":
        yield "messages must start with one of the user."
    if any(role == after for role, after in pairwise(roles)):
        yield "messages must alternate between user and assistant."
    if roles and roles[-1] != "user":
        yield "messages must end with one of the user: this model takes no begun answer."


def _texts(messages: list[dict[str, Any]]) -> Iterator[str]:
    for number, message in enumerate(messages):
        if not message["content"]:
            yield f"messages[{number}].content is empty."
        for index, block in enumerate(message["content"]):
            if not block.get("text", "-").strip():
                yield f"messages[{number}].content[{index}].text is blank."


def _tool_turns(messages: list[dict[str, Any]]) -> Iterator[str]:
    """Every tool use is answered in the next message, and nothing else is."""
    asked: list[str] = []
    for number, message in enumerate(messages):
        answered = _ids(message, "toolResult")
        if sorted(answered) != sorted(asked):
            yield (
                f"messages[{number}] must hold the toolResult of each toolUse before it: "
                f"asked {asked}, answered {answered}."
            )
        asked = _ids(message, "toolUse")


def _ids(message: Mapping[str, Any], kind: str) -> list[str]:
    return [block[kind]["toolUseId"] for block in message["content"] if kind in block]


def _tools(request: Mapping[str, Any]) -> Iterator[str]:
    tools = request.get("toolConfig", {}).get("tools", [])
    names = [tool["toolSpec"]["name"] for tool in tools if "toolSpec" in tool]
    if len(set(names)) < len(names):
        yield "toolConfig.tools holds a name twice."
    used = any(_ids(message, "toolUse") for message in request.get("messages", ()))
    if used and not names:
        yield "toolConfig must be given where messages hold toolUse and toolResult."


def _cache_points(request: Mapping[str, Any]) -> Iterator[str]:
    parts = [
        request.get("toolConfig", {}).get("tools", []),
        request.get("system", []),
        *(message["content"] for message in request.get("messages", [])),
    ]
    points = [block["cachePoint"] for part in parts for block in part if "cachePoint" in block]
    if len(points) > CACHE_POINTS:
        yield f"A request holds at most {CACHE_POINTS} cache points."
    if any("cachePoint" in part[0] for part in parts if part):
        yield "A cache point needs content ahead of it."
    ttls = [point.get("ttl", "5m") for point in points]
    if ttls != sorted(ttls):  # "1h" sorts before "5m", and must come before it
        yield "A cache point of 1h may not follow one of 5m."
