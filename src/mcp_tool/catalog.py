"""The catalogue: every read operation that may be called, and why every other one may not.

`catalog.json` beside this file is generated (`make catalog`) and reviewed as a diff: one operation
a line, sorted, each line `["service", "Operation", {…}]`. Loading only reads it; a line is found by
how it begins and parsed when somebody asks for it, because parsing the whole file would cost a
Lambda's start more than the handler itself.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from mcp_tool.tools import TOOLS, owner

# How the facts of a refused operation begin; a quote inside a summary would be escaped.
_REFUSED = b', {"refused": '


@dataclass(frozen=True, slots=True)
class Operation:
    """One allowed read operation.

    Attributes:
        tool: the tool that offers it.
        service: botocore's service name.
        name: the API's operation name.
        summary: one line of what it reads.
        required: input members without which AWS refuses the call.
        result_key: JMESPath of the main list in the answer, None if the answer is one record.
        paginated: botocore has a paginator for it.
        iam: the IAM actions it needs.
    """

    tool: str
    service: str
    name: str
    summary: str
    required: tuple[str, ...]
    result_key: str | None
    paginated: bool
    iam: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """One refused operation.

    Attributes:
        service: botocore's service name.
        name: the API's operation name.
        reason: `write`, `secret`, `data-body`, `side-effect` or `billed`.
        why: one sentence for the person who asked.
        iam: the IAM actions behind it, as far as they are known.
    """

    service: str
    name: str
    reason: str
    why: str
    iam: tuple[str, ...]


class Catalog:
    """The allowed and the refused operations of all tools' services."""

    def __init__(self, text: bytes) -> None:
        self._text = text
        self._rows: dict[tuple[str, str], list[Any]] = {}
        self._tools: dict[str, tuple[Operation, ...]] = {}

    @classmethod
    def load(cls) -> Self:
        """Read the catalogue that ships with the package."""
        return cls(Path(__file__).with_name("catalog.json").read_bytes())

    def find(self, service: str, name: str) -> Operation | None:
        """Return the operation if it is allowed."""
        row = self._row(service, name)
        return _operation(row) if row and "refused" not in row[2] else None

    def refusal(self, service: str, name: str) -> Refusal | None:
        """Return why an operation of a tool's service is refused; None if allowed or unknown."""
        row = self._row(service, name)
        return _refusal(row) if row and "refused" in row[2] else None

    def operations(self, tool: str) -> tuple[Operation, ...]:
        """List what a tool may call, by service and name; nothing for an unknown tool."""
        if tool not in self._tools:
            rows = self._of(tool, refused=False)
            self._tools[tool] = tuple(map(_operation, rows))
        return self._tools[tool]

    def refusals(self, tool: str) -> tuple[Refusal, ...]:
        """List what a tool's services offer and this project does not call."""
        return tuple(map(_refusal, self._of(tool, refused=True)))

    def allows(self, service: str, name: str) -> bool:
        """Tell whether an operation may be sent: it is in the catalogue and not refused."""
        return self.find(service, name) is not None

    def _row(self, service: str, name: str) -> list[Any] | None:
        key = (service, name)
        if key not in self._rows:
            start = self._text.find(b"\n" + _opening(service, name))
            if start < 0:
                return None
            self._rows[key] = _parse(self._line(start + 1))
        return self._rows[key]

    def _of(self, tool: str, *, refused: bool) -> Iterator[list[Any]]:
        services = next((each.services for each in TOOLS if each.name == tool), ())
        lines = (line for service in services for line in self._lines(service))
        return (_parse(line) for line in lines if (_REFUSED in line) is refused)

    def _lines(self, service: str) -> Iterator[bytes]:
        opening = _opening(service)
        start = self._text.find(b"\n" + opening) + 1
        while self._text.startswith(opening, start):
            line = self._line(start)
            yield line
            start += len(line) + 1

    def _line(self, start: int) -> bytes:
        return self._text[start : self._text.index(b"\n", start)]


def _opening(*names: str) -> bytes:
    """Return how a line of these names begins; quoted, so that no name reaches beyond itself."""
    return json.dumps(names)[:-1].encode() + b","


def _parse(line: bytes) -> list[Any]:
    row: list[Any] = json.loads(line.decode().rstrip(","))
    return row


def _operation(row: list[Any]) -> Operation:
    service, name, facts = row
    return Operation(
        tool=owner(service) or "",
        service=service,
        name=name,
        summary=facts["summary"],
        required=tuple(facts.get("required", ())),
        result_key=facts.get("result_key"),
        paginated=facts.get("paginated", False),
        iam=tuple(facts["iam"]),
    )


def _refusal(row: list[Any]) -> Refusal:
    service, name, facts = row
    return Refusal(service, name, facts["refused"], facts["why"], tuple(facts.get("iam", ())))
