"""The conditions of a question: an operation's own parameters where it has them, else on rows."""

import re
from collections.abc import Mapping
from datetime import datetime

from botocore.model import ListShape, Shape, StringShape, StructureShape

from mcp_tool.aws.models import Models
from mcp_tool.catalog import Operation
from mcp_tool.plan import Order, Test
from mcp_tool.shaping.columns import Column
from mcp_tool.words import inputs, values
from mcp_tool.words.conditions import Conditions
from mcp_tool.words.lexicon import Lexicon
from mcp_tool.words.question import Question
from mcp_tool.words.spend import spend
from mcp_tool.words.tags import tag
from mcp_tool.words.text import singular

_TIME = re.compile(
    r"launched|created?|started|(?<!run)time(?!out)|date|pushed|modified|_at$|expires", re.I
)
# What is said to have happened, and the columns that tell when.
_DEEDS = (
    (
        re.compile(r"\b(?:log(?:ged|s)?|sign(?:ed|s)?)[ -]?(?:in|on)\b|\bused\b|\bactive\b"),
        "used|login",
    ),
    (re.compile(r"\b(?:modified|changed|updated|edited)\b"), "modified|updated|changed"),
    (re.compile(r"\b(?:rotated|accessed|invoked|stopped|failed|deleted)\b"), "rotated|accessed"),
)
_AHEAD = re.compile(r"expires?|not_?after|end", re.I)
_NAME = re.compile(r"(?:^|_)name$|^(?:database|cluster|table|bucket|queue_url|topic_arn)$")
_SIZE = re.compile(r"size|storage|bytes|memory|_gib$|_mb$", re.I)
_ORDERING = frozenset({"newest", "latest", "oldest", "largest", "biggest", "smallest", "top"})


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
        self, question: Question, operation: Operation, columns: tuple[Column, ...], now: datetime
    ) -> Conditions:
        """Find what a question asks of an operation.

        Args:
            question: the words.
            operation: what they were resolved to.
            columns: its default columns, to compare and to order by.
            now: the time, in UTC.
        """
        found = Conditions()
        members = self._inputs(operation)
        inputs.identify(question, operation, members, self._lexicon, found)
        spans = inputs.when(question, operation, members, now)
        for name, value in spans.items():
            found.parameters[name] = value
            found.note(
                f"{name} = {value} asked of the API", question.span.text if question.span else ""
            )
        if (operation.service, operation.name) == ("ce", "GetCostAndUsage"):
            found.parameters |= spend(question)
        if operation.result_key:
            self._rows(question, operation, columns, found)
            self._deed(question, operation, found)
            if question.span and not spans:
                _aged(question, columns, now, found)
        _sort(question, columns, found)
        return found

    def _rows(
        self,
        question: Question,
        operation: Operation,
        columns: tuple[Column, ...],
        found: Conditions,
    ) -> None:
        element = self._models.element(operation.service, operation.name, operation.result_key)
        if isinstance(element, StructureShape):
            self._tag(question, operation, element, found)
            self._values(question, operation, element, found)
            self._kinds(question, element, found)
        for each in question.measures:
            measured = values.measured(each, columns)
            if measured:
                found.keep(measured[0].path, each.test, measured[1], each.text)
        _name(question, operation, columns, found)

    def _tag(
        self,
        question: Question,
        operation: Operation,
        element: StructureShape,
        found: Conditions,
    ) -> None:
        asked = tag(question.line)
        if asked is None:
            return
        members = self._inputs(operation)
        if "TagFilters" in members and asked.there:
            values_ = [asked.value] if asked.value else []
            found.parameters["TagFilters"] = [{"Key": asked.key, "Values": values_}]
            found.note(f"tag {asked.key} asked of the API", asked.text)
        elif "Filters" in members and operation.service == "ec2" and asked.there:
            name, value = (
                (f"tag:{asked.key}", asked.value) if asked.value else ("tag-key", asked.key)
            )
            found.select(name, value, asked.text)
        elif any(each in element.members for each in ("Tags", "tags", "TagSet", "TagList")):
            path = f"tag:{asked.key}"
            test: Test = "is" if asked.value else "present" if asked.there else "missing"
            found.keep(path, test, asked.value or "", asked.text)

    def _values(
        self,
        question: Question,
        operation: Operation,
        element: StructureShape,
        found: Conditions,
    ) -> None:
        text = values.translated(question.text, self._lexicon)
        for path, shape in values.enumerated(element):
            value = values.mentioned(text, shape, found.used)
            if value is not None:
                said = [word for word, each in self._lexicon.values.items() if each == value]
                words = " ".join([values.spoken(value), *said])
                self._apply(operation, path, value, shape=shape, words=words, found=found)
        for word, member, boolean, flag in values.flags(
            question.text, question.words, self._lexicon, element
        ):
            self._apply(operation, member, flag, shape=boolean, words=word, found=found)

    def _kinds(self, question: Question, element: StructureShape, found: Conditions) -> None:
        for member, words in self._lexicon.kinds.items():
            word = next((each for each in question.words if each in words), None)
            if word and values.says(question.text, word) and member in element.members:
                found.keep(member, "contains", words[word], word)

    def _apply(
        self,
        operation: Operation,
        path: str,
        value: str | bool,  # noqa: FBT001  the condition's own value
        *,
        shape: Shape,
        words: str,
        found: Conditions,
    ) -> None:
        """Ask the API for a value if it can be asked, else keep the rows that have it."""
        api = self._lexicon.filters.get(f"{operation.service}:{operation.name}", {}).get(path)
        if api:
            found.select(api, str(value).lower() if isinstance(value, bool) else value, words)
            return
        for name, member in self._inputs(operation).items():
            inner = member.member if isinstance(member, ListShape) else member
            if inner.name == shape.name and isinstance(inner, StringShape):
                found.give(name, member, value)
                found.used |= set(words.split())
                return
        found.keep(path, "is", value, words)

    def _deed(self, question: Question, operation: Operation, found: Conditions) -> None:
        """Keep the audit events of what somebody did, to what."""
        word = next((each for each in question.words if each in self._lexicon.deeds), None)
        if (operation.service, operation.name) != ("cloudtrail", "LookupEvents") or word is None:
            return
        if self._lexicon.deeds[word]:
            found.keep("EventName", "contains", self._lexicon.deeds[word], word)
        done = re.search(
            rf"\b{word} (?:(?:a|an|the|any|my|our|this|that) )?([a-z]{{3,}})", question.text
        )
        if done and not self._lexicon.deeds[word].endswith(("Instances", "Role", "Login")):
            found.keep("EventName", "contains", singular(done[1]), done[1])

    def _inputs(self, operation: Operation) -> Mapping[str, Shape]:
        shape = self._models.operation(operation.service, operation.name).input_shape
        return shape.members if shape else {}


def _aged(
    question: Question, columns: tuple[Column, ...], now: datetime, found: Conditions
) -> None:
    """Compare the rows' time: when a thing began, or ends if the question looks ahead."""
    span = question.span
    ahead = bool(span and span.start and span.start >= now)
    wanted = _AHEAD if ahead or "expir" in question.text else _happened(question.text)
    column = next((each for each in columns if wanted.search(each.name)), None)
    if span is None or column is None:
        return
    if span.start is not None:
        found.keep(column.path, "over", span.start.isoformat(timespec="minutes"), span.text)
    if span.end is not None:
        found.keep(column.path, "under", span.end.isoformat(timespec="minutes"), span.text)


def _happened(text: str) -> re.Pattern[str]:
    """The columns that tell when what a question names happened; else when things began."""
    deed = next((columns for said, columns in _DEEDS if said.search(text)), None)
    return re.compile(deed, re.I) if deed else _TIME


def _name(
    question: Question, operation: Operation, columns: tuple[Column, ...], found: Conditions
) -> None:
    """Keep the rows of a name that no parameter took."""
    given = {str(each).casefold() for each in found.parameters.values()}
    names = [each for each in question.names if each.casefold() not in given | found.used]
    column = next((each for each in columns if _NAME.search(each.name)), None)
    # All conditions on rows must hold, and no row has two names.
    if len(names) == 1 and column is not None and not operation.required:
        found.keep(column.path, "contains", names[0], names[0])


def _sort(question: Question, columns: tuple[Column, ...], found: Conditions) -> None:
    if question.order is None:
        return
    what, descending = question.order
    pattern = _TIME if what == "time" else _SIZE
    column = next((each for each in columns if pattern.search(each.name)), None)
    if column is not None:
        found.order = Order(column.path, descending)
        found.note(f"sorted by {column.name}", " ".join(_ORDERING))
