"""A change: one call that a plan holds, shown by a dry run and made by `apply`."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from gatewayctl.difference import Difference, Members, flatten

LINE_LENGTH = 160


class Operation(StrEnum):
    """The writes there are: AWS's operations by their own names, and our configuration file."""

    CREATE_GATEWAY = "CreateGateway"
    UPDATE_GATEWAY = "UpdateGateway"
    DELETE_GATEWAY = "DeleteGateway"
    TAG_RESOURCE = "TagResource"
    CREATE_TARGET = "CreateGatewayTarget"
    UPDATE_TARGET = "UpdateGatewayTarget"
    DELETE_TARGET = "DeleteGatewayTarget"
    PUT_PARAMETER = "PutParameter"
    DELETE_PARAMETER = "DeleteParameter"
    WRITE_CONFIG = "WriteConfig"


SIGNS = {
    Operation.CREATE_GATEWAY: "+",
    Operation.CREATE_TARGET: "+",
    Operation.DELETE_GATEWAY: "-",
    Operation.DELETE_TARGET: "-",
    Operation.DELETE_PARAMETER: "-",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One write: what it is called, what it acts on, and its exact request."""

    operation: Operation
    subject: str
    request: Members
    differences: tuple[Difference, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Give the change as JSON data, with the whole request."""
        return {
            "operation": self.operation,
            "subject": self.subject,
            "request": self.request,
            "differences": [
                {"path": item.path, "before": item.before, "after": item.after}
                for item in self.differences
            ],
        }

    def to_lines(self) -> Iterator[str]:
        """Give the change as text: a headline, then what differs or else what is sent."""
        yield f"{SIGNS.get(self.operation, '~')} {self.operation} {self.subject}"
        for item in self.differences:
            yield f"    {item.path}: {_short(item.before)} -> {_short(item.after)}"
        if not self.differences:
            yield from (f"    {path}: {text}" for path, text in facts(self.request))


def to_text(changes: Sequence[Change]) -> str:
    """Give a plan as text, one line for each fact."""
    return "\n".join(line for change in changes for line in change.to_lines())


def facts(members: Members) -> Iterator[tuple[str, str]]:
    """Give each member's path and its value as short JSON.

    A tool's schema runs to dozens of lines: its description stands for it here, and
    `--output json` has it all.
    """
    for path, value in flatten(members):
        if ".inputSchema" not in path:
            yield path, _short(value)


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    if len(text) <= LINE_LENGTH:
        return text
    return f"{text[:LINE_LENGTH]}… ({len(text)} characters)"
