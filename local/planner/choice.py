"""The offline model's choices: which tool fits a question, which operation of those offered."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from local.planner.aws_words import Aws
from local.planner.talk import Tool
from local.planner.words import Match, rank, terms

# Found by trial on some hundred plain questions; none of them is kept here.
_NAME_WEIGHT = 3.0
_DESCRIPTION_WEIGHT = 1.0
_NOUN_WEIGHT = 1.0
_MEMBER_WEIGHT = 1.0
_SELDOM = 1
_PLACES_TO_HALF = 8

_ENOUGH = 0.25
_MOSTLY = 0.5
_SURELY = 2
_CLEARLY = 1.5


class Chooser:
    """Chooses by words; it remembers the words of tools, never of questions."""

    def __init__(self, aws: Aws) -> None:
        self._aws = aws
        self._documents: dict[Tool, dict[str, float]] = {}

    def tool(self, question: str, tools: Sequence[Tool]) -> Tool | None:
        """The tool whose words fit a question best, or None where none fits."""
        for match in rank(question, [self._document(tool) for tool in tools]):
            if _fits(match, tools[match.index]):
                return tools[match.index]
        return None

    def _document(self, tool: Tool) -> dict[str, float]:
        if tool not in self._documents:
            self._documents[tool] = self._weigh(tool)
        return self._documents[tool]

    def _weigh(self, tool: Tool) -> dict[str, float]:
        """A tool's terms: its name, its description, its input's, the nouns of services it names.

        What a description says first weighs more.
        """
        nouns = Counter(t for noun in self._aws.nouns(tool.description) for t in terms(noun))
        weights = {term: _NOUN_WEIGHT * count / (count + _SELDOM) for term, count in nouns.items()}
        weights |= dict.fromkeys(terms(tool.members), _MEMBER_WEIGHT)
        for place, phrase in reversed(list(enumerate(tool.description.split(",")))):
            weight = _DESCRIPTION_WEIGHT * (1 + 1 / (1 + place / _PLACES_TO_HALF))
            weights |= dict.fromkeys(terms(phrase), weight)
        return weights | dict.fromkeys(terms(tool.short.replace("_", " ")), _NAME_WEIGHT)


def _fits(match: Match, tool: Tool) -> bool:
    """Whether enough of a question's words are a tool's.

    A tool that takes no question does one thing only, so the question must be mostly about it.
    """
    share = match.found / match.asked if match.asked else 0.0
    if tool.takes("query"):
        return match.found >= _SURELY or share >= _ENOUGH
    return share > _MOSTLY


def operation(question: str, candidates: Sequence[Mapping[str, Any]]) -> str | None:
    """The candidate that fits a question clearly better than the others and needs no parameter."""
    texts = [f"{each['operation']} {each.get('summary', '')}" for each in candidates]
    ranked = rank(question, [dict.fromkeys(terms(text), 1.0) for text in texts])
    if not ranked or not ranked[0].score or candidates[ranked[0].index].get("required"):
        return None
    if len(ranked) > 1 and ranked[0].score < _CLEARLY * ranked[1].score:
        return None
    return str(candidates[ranked[0].index]["operation"])
