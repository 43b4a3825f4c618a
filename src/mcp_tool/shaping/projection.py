"""`fields`: the caller's own JMESPath projection in place of the default columns.

People write it for one record (`{id: InstanceId}`), for the list of them (`[].InstanceId`, as the
AWS CLI has it) or from the answer's own top (`Reservations[].Instances[].InstanceId`). All three
are understood, and a projection of records stays one that works record by record, so that a
cursor can go on behind any of them.
"""

import re
from collections.abc import Mapping
from typing import Any

import jmespath
from jmespath.exceptions import JMESPathError

from mcp_tool.errors import BadProjectionError
from mcp_tool.shaping.interpreter import Interpreter

Node = Mapping[str, Any]

_HINT = "Write JMESPath for one record, for example {id: InstanceId, state: State.Name}."
_PROJECTIONS = frozenset({"projection", "filter_projection", "flatten"})
# No list has these, so a record is meant.
_OF_OBJECTS = frozenset({"keys", "values", "merge"})
_LIST = frozenset({"identity", "current"})
_LEFT = _PROJECTIONS | {"subexpression", "index_expression", "pipe", "value_projection"}


class Projection:
    """One compiled projection.

    Args:
        fields: the expression.
        result_key: path of the main list in the API's answer.

    Raises:
        BadProjectionError: it is no JMESPath.
    """

    def __init__(self, fields: str, result_key: str | None) -> None:
        rooted = _rooted(fields, result_key) if result_key else fields
        try:
            self._expression: Node = jmespath.compile(rooted).parsed
        except (JMESPathError, RecursionError) as error:
            raise BadProjectionError("fields is no JMESPath expression.", hint=_HINT) from error
        self._interpreter = Interpreter()
        kind = _kind(self._expression)
        self.whole = kind == "whole"
        self._listed = kind == "list"

    def rows(self, records: list[Any]) -> list[Any]:
        """Project records: one record, or for a `whole` projection all of them at once.

        Raises:
            BadProjectionError: the expression does not suit the records, or makes too much of them.
        """
        try:
            if self.whole or self._listed:
                found = self._search(records)
                return found if isinstance(found, list) else [found]
            return [self._search(record) for record in records]
        except (JMESPathError, RecursionError, ValueError, TypeError, ArithmeticError) as error:
            raise BadProjectionError(
                "fields is JMESPath, but does not suit these records, or makes too much of them.",
                hint=_HINT,
            ) from error

    def _search(self, value: Any) -> Any:
        found = self._interpreter.visit(self._expression, value)
        self._interpreter.weigh(found)
        return found


def header(rows: list[Any]) -> tuple[str, ...]:
    """Name the columns of projected rows: the keys of objects, else numbers, else `value`."""
    if rows and all(isinstance(row, dict) for row in rows):
        return tuple(dict.fromkeys(key for row in rows for key in row))
    if rows and all(isinstance(row, list) for row in rows):
        return tuple(str(index + 1) for index in range(max(len(row) for row in rows)))
    return ("value",)


def cells(row: Any, columns: tuple[str, ...]) -> list[Any]:
    """Lay a projected row out under its columns."""
    if isinstance(row, dict) and (columns != ("value",) or row.keys() == {"value"}):
        return [row.get(column) for column in columns]
    if columns == ("value",):
        return [row]
    return [*row, *[None] * (len(columns) - len(row))]


def _rooted(fields: str, result_key: str) -> str:
    """Write an expression that begins at the answer's top as one of the list itself."""
    steps = (re.escape(step.removesuffix("[]")) for step in result_key.split("."))
    path = r"(?:\[\*?\])?\.".join(steps)
    match = re.match(rf"(?P<calls>(?:\w+\()*){path}(?!\w)(?P<each>\[\*?\])?", fields)
    if match is None:
        return fields
    rest = fields[match.end() :]
    if match["each"] or rest.startswith("."):
        top = "[]"
    elif rest.startswith("["):
        top = ""  # a condition, or a place in the list
    else:
        top = "@" if match["calls"] else "[]"
    return f"{match['calls']}{top}{rest}"


def _kind(node: Node) -> str:
    """Tell whether an expression is about one record, each of a list, or the whole list."""
    first = _leftmost(node)
    if first["type"] == "function_expression" and first["value"] not in _OF_OBJECTS:
        arguments = [_leftmost(child)["type"] for child in first["children"]]
        return "whole" if set(arguments) & _LIST else "record"
    if first["type"] in _LIST and first is not node:
        return "list" if _elementwise(node) else "whole"
    return "record"


def _leftmost(node: Node) -> Node:
    while node["type"] in _LEFT:
        node = node["children"][0]
    return node


def _elementwise(node: Node) -> bool:
    while node["type"] in _PROJECTIONS:
        node = node["children"][0]
    return node["type"] in _LIST
