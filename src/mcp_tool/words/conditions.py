"""What a question asks of an operation, filled in step by step, and told for the answer to say."""

from dataclasses import dataclass, field
from typing import Any

from botocore.model import ListShape, Shape

from mcp_tool.plan import Filter, Order, Scalar, Test


@dataclass(slots=True)
class Conditions:
    """What the words ask of an operation.

    Attributes:
        parameters: the API's input.
        filters: conditions left to the rows.
        order: how rows are sorted.
        used: words that were acted on.
        notes: what became of each condition, for a reader.
    """

    parameters: dict[str, Any] = field(default_factory=dict)
    filters: list[Filter] = field(default_factory=list)
    order: Order | None = None
    used: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)

    def give(self, member: str, shape: Shape, value: Any) -> None:
        """Ask the API for one value of a member."""
        if isinstance(shape, ListShape):
            self.parameters.setdefault(member, []).append(value)
        else:
            self.parameters[member] = value
        self.note(f"{member} = {value} asked of the API", str(value))

    def select(self, name: str, value: str, words: str) -> None:
        """Ask an API that has a list of `Filters` for one value."""
        self.parameters.setdefault("Filters", []).append({"Name": name, "Values": [value]})
        self.note(f"{name} = {value} asked of the API", words)

    def keep(self, path: str, test: Test, value: Scalar, words: str) -> None:
        """Keep the rows that meet a condition."""
        self.filters.append(Filter(path, test, value))
        said = f"{path} {_TESTS[test]} {value}" if test in _TESTS else path
        self.note(f"rows {'without' if test == 'missing' else 'with'} {said} kept", words)

    def note(self, text: str, words: str) -> None:
        """Say what became of some words."""
        self.notes.append(text)
        self.used |= set(words.casefold().split())


_TESTS = {"is": "=", "contains": "containing", "over": ">", "under": "<"}
