"""A rest-json service as botocore's model describes it: routes, and what makes a request valid.

botocore itself checks only required members, types and minima; patterns, enums and maxima are left
to the service, so a stand-in that means to be as strict has to read them here.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, cast
from urllib.parse import parse_qs, unquote

import botocore.session
from botocore.model import ListShape, MapShape, OperationModel, Shape, StringShape, StructureShape


class Problem(NamedTuple):
    """One thing wrong with a request: the member's path and what it has to satisfy."""

    name: str
    message: str


class UnparsableError(Exception):
    """The body is not a JSON object."""


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation and its route. A trailing slash is free; labels match one path segment."""

    name: str
    method: str
    status: int
    shape: StructureShape
    path: re.Pattern[str]

    @classmethod
    def of(cls, model: OperationModel) -> "Operation":
        """Read the route from an operation model."""
        labels = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", model.http["requestUri"].rstrip("/"))
        return cls(
            model.name,
            model.http["method"],
            model.http["responseCode"],
            cast(StructureShape, model.input_shape),  # no operation here is without one
            re.compile(f"{labels}/?"),
        )

    def parse(self, path: str, query: str, body: bytes) -> dict[str, Any]:
        """Collect the parameters from the still encoded path, the query string and the body.

        Raises:
            UnparsableError: there is a body that is no JSON object.
        """
        match = self.path.fullmatch(path)
        labels = match.groupdict() if match else {}
        params = _json_object(body)
        params |= {name: unquote(value) for name, value in labels.items()}
        given = parse_qs(query, keep_blank_values=True)
        for name, member in self.shape.members.items():
            if member.serialization.get("location") == "querystring" and name in given:
                params[name] = _from_query(member, given[name])
        return params

    def problems(self, params: Mapping[str, Any]) -> list[Problem]:
        """Everything in the parameters that the model does not allow."""
        return list(_problems(self.shape, params, ""))


class ServiceModel:
    """The named operations of a service, found by method and path."""

    def __init__(self, service: str, operations: tuple[str, ...]) -> None:
        self._model = botocore.session.Session().get_service_model(service)
        self._operations = [Operation.of(self._model.operation_model(op)) for op in operations]

    def match(self, method: str, path: str) -> Operation | None:
        """Find the operation of a request, by its still encoded path."""
        fitting = (op for op in self._operations if op.method == method and op.path.fullmatch(path))
        return next(fitting, None)

    def error_status(self, code: str) -> int:
        """The HTTP status of one of the service's exceptions."""
        status: int = self._model.shape_for(code).metadata["error"]["httpStatusCode"]
        return status


def _json_object(body: bytes) -> dict[str, Any]:
    if not body:
        return {}
    try:
        document = json.loads(body, object_pairs_hook=_without_nulls)
    except (ValueError, RecursionError) as error:
        raise UnparsableError("not JSON") from error
    if not isinstance(document, dict):
        raise UnparsableError("not an object")
    return document


def _without_nulls(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    return {name: value for name, value in pairs if value is not None}


def _from_query(shape: Shape, values: list[str]) -> Any:
    if isinstance(shape, ListShape):
        return values
    if shape.type_name == "integer" and re.fullmatch(r"-?\d{1,18}", values[0]):
        return int(values[0])
    return values[0]


def _problems(shape: Shape, value: Any, path: str) -> Iterator[Problem]:
    if shape.metadata.get("document"):
        return  # free-form JSON
    kind = shape.type_name
    is_stray_bool = isinstance(value, bool) and kind != "boolean"
    if not isinstance(value, _TYPES[kind]) or is_stray_bool:
        yield Problem(path, f"Member must be of type {kind}")
    elif kind in _CHECKS:
        yield from _CHECKS[kind](shape, value, path)


def _check_structure(shape: StructureShape, value: dict[str, Any], path: str) -> Iterator[Problem]:
    given = {name: value[name] for name in shape.members if name in value}
    for name in shape.required_members:
        if name not in given:
            yield Problem(_under(path, name), "Member must not be null")
    if shape.is_tagged_union and len(given) != 1:
        yield Problem(path, f"Exactly one of {', '.join(shape.members)} must be set")
    for name, member in given.items():
        yield from _problems(shape.members[name], member, _under(path, name))


def _check_list(shape: ListShape, value: list[Any], path: str) -> Iterator[Problem]:
    yield from _check_size(shape, len(value), path)
    for index, entry in enumerate(value):
        yield from _problems(shape.member, entry, f"{path}[{index}]")


def _check_map(shape: MapShape, value: dict[str, Any], path: str) -> Iterator[Problem]:
    yield from _check_size(shape, len(value), path)
    for key, entry in value.items():
        yield from _problems(shape.key, key, f"{path} (key)")
        yield from _problems(shape.value, entry, _under(path, key))


def _check_string(shape: StringShape, value: str, path: str) -> Iterator[Problem]:
    sizes = list(_check_size(shape, len(value), path))
    yield from sizes
    pattern = shape.metadata.get("pattern")
    if pattern and not sizes and not re.fullmatch(pattern, value):
        yield Problem(path, f"Member must satisfy regular expression pattern: {pattern}")
    if shape.enum and value not in shape.enum:
        yield Problem(path, f"Member must satisfy enum value set: [{', '.join(shape.enum)}]")


def _check_number(shape: Shape, value: Any, path: str) -> Iterator[Problem]:
    low, high = shape.metadata.get("min"), shape.metadata.get("max")
    if low is not None and value < low:
        yield Problem(path, f"Member must have value greater than or equal to {low}")
    if high is not None and value > high:
        yield Problem(path, f"Member must have value less than or equal to {high}")


def _check_size(shape: Shape, size: int, path: str) -> Iterator[Problem]:
    low, high = shape.metadata.get("min"), shape.metadata.get("max")
    if low is not None and size < low:
        yield Problem(path, f"Member must have length greater than or equal to {low}")
    if high is not None and size > high:
        yield Problem(path, f"Member must have length less than or equal to {high}")


def _under(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


_TYPES: dict[str, type | tuple[type, ...]] = {
    "structure": dict,
    "list": list,
    "map": dict,
    "string": str,
    "integer": int,
    "double": (int, float),
    "boolean": bool,
}
_CHECKS: dict[str, Callable[[Any, Any, str], Iterator[Problem]]] = {
    "structure": _check_structure,
    "list": _check_list,
    "map": _check_map,
    "string": _check_string,
    "integer": _check_number,
    "double": _check_number,
}
