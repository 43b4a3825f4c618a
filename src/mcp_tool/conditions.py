"""The conditions of a question, as an operation's own parameters where it has them, else on rows.

A state is found by the values that AWS's own model lists for a member, so nobody keeps a list of
them here. What becomes of each condition is told, for the answer to say.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from botocore.model import ListShape, Shape, StringShape, StructureShape

from mcp_tool.aws.models import Models
from mcp_tool.catalog import Operation
from mcp_tool.lexicon import Lexicon
from mcp_tool.plan import Filter, Order, Scalar
from mcp_tool.question import Question
from mcp_tool.shaping.columns import Column

_STATE = re.compile(r"(?:State|Status)", re.IGNORECASE)
_TIME = re.compile(r"launched|created?|started|time|date|pushed|modified", re.IGNORECASE)
_SIZE = re.compile(r"size|storage|bytes|memory|_gib$|_mb$", re.IGNORECASE)
_PLAIN = frozenset({"none", "all", "other", "default", "service", "user", "name", "key", "active"})


@dataclass(slots=True)
class Conditions:
    """What the words ask of an operation, filled in step by step.

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


class Conditioner:
    """Reads conditions out of questions.

    Args:
        models: botocore's description of the APIs.
        lexicon: what words mean.
    """

    def __init__(self, models: Models, lexicon: Lexicon) -> None:
        self._models = models
        self._lexicon = lexicon

    def read(
        self, question: Question, operation: Operation, columns: tuple[Column, ...]
    ) -> Conditions:
        """Find what a question asks of an operation.

        Args:
            question: the words.
            operation: what they were resolved to.
            columns: its default columns, to order by.
        """
        found = Conditions()
        self._identify(question, operation, found)
        element = self._models.element(operation.service, operation.name, operation.result_key)
        if operation.result_key and isinstance(element, StructureShape):
            self._values(question, operation, element, found)
            self._adjectives(question, operation, element, found)
            self._kinds(question, element, found)
        self._sort(question, columns, found)
        return found

    def _identify(self, question: Question, operation: Operation, found: Conditions) -> None:
        members = self._inputs(operation)
        for prefix, each in question.ids:
            name = self._lexicon.ids[prefix]
            for member in (f"{name}s", name):
                if member in members:
                    _give(found, member, members[member], each)
                    break
        missing = [name for name in operation.required if name not in found.parameters]
        given = [*question.arns, *question.names]
        if len(missing) == 1 and given:
            shape = members[missing[0]]
            inner = shape.member if isinstance(shape, ListShape) else shape
            if isinstance(inner, StringShape) and _suits(given[0], missing[0], inner):
                _give(found, missing[0], shape, given[0])

    def _values(
        self, question: Question, operation: Operation, element: StructureShape, found: Conditions
    ) -> None:
        text = _spoken(question.text)
        for word, spelled in self._lexicon.values.items():
            text = re.sub(rf"\b{word}\b", spelled, text)
        for path, shape in _enumerated(element):
            value = _mentioned(text, shape, found.used)
            if value is not None:
                self._apply(operation, path, value, shape=shape, found=found)
                found.used |= set(_spoken(value).split())
                found.used |= {word for word, each in self._lexicon.values.items() if each == value}

    def _adjectives(
        self, question: Question, operation: Operation, element: StructureShape, found: Conditions
    ) -> None:
        for word in question.words:
            adjective = self._lexicon.adjectives.get(word)
            for member in adjective.members if adjective else ():
                shape = element.members.get(member)
                if adjective and shape is not None and shape.type_name == "boolean":
                    self._apply(operation, member, adjective.value, shape=shape, found=found)
                    found.used.add(word)
                    break

    def _kinds(self, question: Question, element: StructureShape, found: Conditions) -> None:
        for member, words in self._lexicon.kinds.items():
            word = next((each for each in question.words if each in words), None)
            if word and member in element.members:
                found.filters.append(Filter(member, "contains", words[word]))
                found.notes.append(f"{member} with {words[word]} kept from the rows")
                found.used.add(word)

    def _apply(
        self, operation: Operation, path: str, value: Scalar, *, shape: Shape, found: Conditions
    ) -> None:
        """Ask the API for a value if it can be asked, else keep the rows that have it."""
        api = self._lexicon.filters.get(f"{operation.service}:{operation.name}", {}).get(path)
        text = str(value).lower() if isinstance(value, bool) else value
        if api:
            asked = found.parameters.setdefault("Filters", [])
            asked.append({"Name": api, "Values": [text]})
            found.notes.append(f"{api} = {text} asked of the API")
            return
        for name, member in self._inputs(operation).items():
            inner = member.member if isinstance(member, ListShape) else member
            if inner.name == shape.name and isinstance(inner, StringShape):
                found.parameters[name] = [value] if inner is not member else value
                found.notes.append(f"{name} = {text} asked of the API")
                return
        found.filters.append(Filter(path, "is", value))
        found.notes.append(f"{path} = {text} kept from the rows")

    def _sort(self, question: Question, columns: tuple[Column, ...], found: Conditions) -> None:
        if question.order is None:
            return
        what, descending = question.order
        pattern = _TIME if what == "time" else _SIZE
        column = next((each for each in columns if pattern.search(each.name)), None)
        if column is not None:
            found.order = Order(column.path, descending)
            found.notes.append(f"sorted by {column.name}")
            found.used |= {"newest", "latest", "oldest", "largest", "biggest", "smallest", "top"}

    def _inputs(self, operation: Operation) -> Mapping[str, Shape]:
        shape = self._models.operation(operation.service, operation.name).input_shape
        return shape.members if shape else {}


def _enumerated(element: StructureShape) -> Iterator[tuple[str, StringShape]]:
    """Members whose values AWS lists, states first; one level down as far as `State.Name`."""
    found = []
    for name, member in element.members.items():
        if isinstance(member, StringShape) and member.enum:
            found.append((name, member))
        elif isinstance(member, StructureShape):
            found += [
                (f"{name}.{inner}", shape)
                for inner, shape in member.members.items()
                if isinstance(shape, StringShape) and shape.enum
            ]
    return iter(sorted(found, key=lambda each: not _STATE.search(each[0])))


def _mentioned(text: str, shape: StringShape, used: set[str]) -> str | None:
    """The longest value of a member that stands in the question, in a word of its own."""
    for value in sorted(shape.enum, key=len, reverse=True):
        spoken = _spoken(value)
        if len(spoken) < 2 or spoken in _PLAIN or spoken in used:
            continue
        if re.search(rf"(?<![\w.]){re.escape(spoken)}(?![\w]|\.\w)", text):
            return str(value)
    return None


def _spoken(value: str) -> str:
    return value.casefold().replace("_", " ").replace("-", " ")


def _suits(value: str, member: str, shape: Shape) -> bool:
    if member.casefold().endswith("arn"):
        return value.startswith("arn:")
    longest = shape.metadata.get("max")
    return not longest or len(value) <= longest


def _give(found: Conditions, member: str, shape: Shape, value: str) -> None:
    if isinstance(shape, ListShape):
        found.parameters.setdefault(member, []).append(value)
    else:
        found.parameters[member] = value
    found.used.add(value.casefold())
    found.notes.append(f"{member} = {value} asked of the API")
