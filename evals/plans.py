"""What plain words would read, and whether that is right."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evals.questions import Question
from mcp_tool.catalog import Catalog

# The question, and the tool to plan with or None to choose it too.
Plan = Callable[[str, str | None], Mapping[str, Any]]
TOP = 5


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one question was planned.

    Attributes:
        question: the question.
        first: the plan is right.
        among: a right operation is among the best five.
        complete: the plan could be read as it is, or was refused as it must be.
    """

    question: Question
    first: bool
    among: bool
    complete: bool


class Judge:
    """Judges plans.

    Args:
        catalog: knows which operations are refused on purpose; a refusal of one is right.
        calls: the operations that each insight reads.
    """

    def __init__(self, catalog: Catalog, calls: Mapping[str, Sequence[str]]) -> None:
        self._catalog = catalog
        self._calls = calls

    def verdict(self, question: Question, shown: Mapping[str, Any]) -> Verdict:
        """Compare a plan with what answers the question."""
        error = shown["error"] or {}
        refused = error.get("code") == "Refused"
        if refused:
            first = any(self._refused(each) for each in question.right)
            return Verdict(question, first, first or self._among(question, shown), first)
        first = bool(question.right & self._read(shown)) and error.get("code") != "Ambiguous"
        among = first or self._among(question, shown)
        return Verdict(question, first, among, first and not error)

    def _read(self, shown: Mapping[str, Any]) -> frozenset[str]:
        """The operations that a plan reads: its own, or an insight's."""
        if shown["operation"] in self._calls and not shown["service"]:
            return frozenset(self._calls[shown["operation"]])
        return frozenset({f"{shown['service']}:{shown['operation']}"})

    def _among(self, question: Question, shown: Mapping[str, Any]) -> bool:
        best = {f"{each['service']}:{each['operation']}" for each in shown["candidates"][:TOP]}
        return bool(question.right & best)

    def _refused(self, key: str) -> bool:
        service, name = key.split(":")
        return self._catalog.refusal(service, name) is not None
