"""Plain words to one operation or insight, its parameters, and what is left to the rows.

Deterministic: the same words give the same plan on the same day. Words that ask for a change are
refused, words for an operation that is refused get its reason, and words that fit badly get
candidates: a wrong answer is worse than a question back.
"""

import re
from collections.abc import Callable, Sequence
from datetime import datetime

from mcp_tool.aws.models import Models
from mcp_tool.catalog import Catalog, Operation
from mcp_tool.errors import AmbiguousError, Candidate, RefusedError
from mcp_tool.insights import Insight
from mcp_tool.resolution import RefusedMeaningError, Resolution
from mcp_tool.shaping.grid import standard
from mcp_tool.tools import Tool
from mcp_tool.words.changes import change
from mcp_tool.words.conditioner import Conditioner
from mcp_tool.words.conditions import Conditions
from mcp_tool.words.insight_inputs import given
from mcp_tool.words.insight_words import ENOUGH, InsightWords, Suggestion
from mcp_tool.words.lexicon import Lexicon
from mcp_tool.words.question import Question, read
from mcp_tool.words.ranking import Match, Ranking
from mcp_tool.words.text import split, stem

CANDIDATES = 5
# Below this a question and an operation have little more than a common word.
POOR_FIT = 0.9
# An insight whose phrase is the whole question is meant, whatever operation fits too.
WHOLE = 0.95
IGNORED = 6
# Operations whose scores differ by less fit about equally well.
CLOSE = 0.1

_DESCRIBES = re.compile(r"\b(?:describe|details?|get|retrieve|display|information|one|a|an) ")


class Resolver:
    """Resolves questions; safe to share between threads.

    Args:
        catalog: the operations.
        models: botocore's description of them.
        lexicon: what words mean.
        insights: returns the composite reads; asked when first needed.
        now: tells the time, in UTC.
    """

    def __init__(
        self,
        catalog: Catalog,
        models: Models,
        lexicon: Lexicon,
        *,
        insights: Callable[[], Sequence[Insight]],
        now: Callable[[], datetime],
    ) -> None:
        self._models = models
        self._lexicon = lexicon
        self._ranking = Ranking(catalog, lexicon)
        self._insights = InsightWords(insights, lexicon)
        self._conditioner = Conditioner(models, lexicon)
        self._now = now

    def resolve(self, query: str, tools: Sequence[Tool]) -> Resolution:
        """Find what a question reads.

        Args:
            query: the words.
            tools: where to look; one tool, or all to choose it too.

        Raises:
            RefusedError: the words ask for a change, or for what may not be read.
            AmbiguousError: they fit nothing well.
        """
        now = self._now()
        question = read(query, self._lexicon, self._models.regions, now)
        verb = change(question.text, self._lexicon)
        matches = self._ranking.rank(question.plain, tools)
        if verb:
            raise RefusedError(
                f"These tools only read; {verb!r} asks for a change.",
                reason="write",
                hint="Ask what there is, or what state it is in.",
                candidates=candidates(matches),
            )
        insight = self._insight(question, matches, tools, now)
        if insight is not None:
            return self._composite(question, insight, matches, now)
        return self._operation(question, matches, now)

    def _operation(self, question: Question, matches: Sequence[Match], now: datetime) -> Resolution:
        matches = self._ready_first(question, matches, now)
        best = _best(matches)
        found = self._conditioner.read(question, best, standard(best, self._models), now)
        return Resolution(
            tool=best.tool,
            service=best.service,
            operation=best.name,
            parameters=found.parameters,
            regions=question.regions,
            filters=tuple(found.filters),
            order=found.order,
            limit=question.limit,
            notes=tuple(found.notes),
            ignored=self._ignored(question, matches[0], found),
            candidates=candidates(matches),
        )

    def _composite(
        self, question: Question, insight: Insight, matches: Sequence[Match], now: datetime
    ) -> Resolution:
        return Resolution(
            tool=insight.tool,
            service="",
            operation=insight.name,
            parameters=given(insight, question, self._lexicon, now),
            regions=question.regions,
            limit=question.limit,
            notes=(f"the insight {insight.name}",),
            candidates=candidates(matches),
        )

    def _insight(
        self, question: Question, matches: Sequence[Match], tools: Sequence[Tool], now: datetime
    ) -> Insight | None:
        """Choose an insight where it answers more of the question than the best operation."""
        suggested = self._insights.suggest(question.plain, {each.name for each in tools})
        if not suggested:
            return None
        best = suggested[0]
        if not matches:
            return best.insight if best.score >= WHOLE else None
        if len(tools) > 1 and best.insight.tool != matches[0].tool.name and best.score < WHOLE:
            return None
        wanted = self._wanted(question, best, matches[0], now)
        return best.insight if wanted else None

    def _wanted(self, question: Question, best: Suggestion, match: Match, now: datetime) -> bool:
        if best.score < ENOUGH:
            return False
        if self._insights.adds(question.plain, best, match.document.named):
            return True
        whole = best.score >= WHOLE
        return whole and (len(best.words) > 1 or not self._callable(question, match, now))

    def _ready_first(
        self, question: Question, matches: Sequence[Match], now: datetime
    ) -> Sequence[Match]:
        """Put an operation that can be called before a slightly better one that lacks a parameter.

        "Services in the cluster shop" fits the one that describes named services a little better;
        the one that lists them answers. Who says describe means what it says.
        """
        if not matches or _DESCRIBES.search(question.text):
            return matches
        for match in matches:
            if matches[0].score - match.score > CLOSE:
                break
            same = match.document.head == matches[0].document.head
            if same and self._callable(question, match, now):
                return [match, *(each for each in matches if each is not match)]
        return matches

    def _callable(self, question: Question, match: Match, now: datetime) -> bool:
        """Tell whether the words give all that an operation needs."""
        operation = match.document.operation
        if not isinstance(operation, Operation):
            return True
        found = self._conditioner.read(question, operation, (), now)
        return {"AccountId", *found.parameters} >= set(operation.required)

    def _ignored(self, question: Question, match: Match, found: Conditions) -> tuple[str, ...]:
        document, lexicon = match.document, self._lexicon
        known = document.named | document.summary | document.documentation | document.members
        known |= {stem(each) for each in found.used}
        silent = lexicon.stop | lexicon.leads | lexicon.breaks | set(lexicon.places)
        left = [
            word
            for word in split(question.plain, lexicon.same)
            if word not in silent and stem(word) not in known and not word.isdigit()
        ]
        return tuple(dict.fromkeys(left))[:IGNORED]


def candidates(matches: Sequence[Match]) -> tuple[Candidate, ...]:
    """List the best allowed operations."""
    allowed = [match.document.operation for match in matches]
    return tuple(
        Candidate(each.service, each.name, each.required, each.summary)
        for each in allowed
        if isinstance(each, Operation)
    )[:CANDIDATES]


def _best(matches: Sequence[Match]) -> Operation:
    if not matches or matches[0].fit < POOR_FIT:
        raise AmbiguousError(
            "The words fit no operation well enough to answer with it.",
            hint="Choose a candidate as operation, or name the resource in other words.",
            candidates=candidates(matches),
        )
    best = matches[0].document.operation
    if not isinstance(best, Operation):
        raise RefusedMeaningError(best, matches[0].tool.name, candidates=candidates(matches))
    return best
