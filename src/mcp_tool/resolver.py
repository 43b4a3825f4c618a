"""Plain words to one operation or insight, its parameters, and what is left to the rows.

Deterministic: the same words give the same plan on the same day. Words that ask for a change are
refused, words for an operation that is refused get its reason, and words that fit badly get
candidates: a wrong answer is worse than a question back.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from mcp_tool.aws.models import Models
from mcp_tool.catalog import Catalog, Operation
from mcp_tool.errors import AmbiguousError, RefusedError
from mcp_tool.insights import Insight
from mcp_tool.resolution import RefusedMeaningError, Resolution
from mcp_tool.shaping.grid import standard
from mcp_tool.tools import Tool
from mcp_tool.words import offered
from mcp_tool.words.changes import change
from mcp_tool.words.conditioner import Conditioner
from mcp_tool.words.conditions import Conditions
from mcp_tool.words.insight_inputs import given
from mcp_tool.words.insight_words import ENOUGH, InsightWords, Suggestion
from mcp_tool.words.lexicon import Lexicon
from mcp_tool.words.question import Question, read
from mcp_tool.words.ranking import Match, Ranking
from mcp_tool.words.text import denials, split, stem

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
        matches = [
            match
            for match in self._ranking.rank(question.plain, tools)
            if _timely(match, question, now)
        ]
        if verb:
            raise RefusedError(
                f"These tools only read; {verb!r} asks for a change.",
                reason="write",
                hint="Ask what there is, or what state it is in.",
                candidates=offered.near(self._insights, question.plain, matches, tools),
            )
        insight = self._insight(question, matches, tools, now)
        if insight is not None:
            return self._composite(question, insight, matches, now)
        if not matches or offered.share(matches[0]) < 1:
            raise AmbiguousError(
                "The words fit no operation well enough to answer with it.",
                hint="Name a candidate in operation (one without a service is an insight, which"
                " several reads make), or name the resource in other words.",
                candidates=offered.near(self._insights, question.plain, matches, tools),
            )
        return self._operation(question, self._ready_first(question, matches, now), now)

    def _operation(self, question: Question, matches: Sequence[Match], now: datetime) -> Resolution:
        best = _best(matches)
        question = self._likely(question, matches[0])
        found = self._conditioner.read(question, best, standard(best, self._models), now)
        ignored = self._ignored(question, matches[0], found)
        lacking = not {"AccountId", *found.parameters} >= set(best.required)
        tool = matches[0].tool
        beside = offered.beside(self._insights, question.plain, tool) if lacking or ignored else ()
        told = [f"{each.operation} is the insight into {', '.join(ignored)}" for each in beside]
        return Resolution(
            tool=tool.name,
            service=best.service,
            operation=best.name,
            parameters=found.parameters,
            regions=question.regions,
            filters=tuple(found.filters),
            order=found.order,
            limit=question.limit,
            notes=(*found.notes, *(told if ignored else ())),
            ignored=ignored,
            candidates=offered.candidates(matches),
            beside=beside,
        )

    def _composite(
        self, question: Question, insight: Insight, matches: Sequence[Match], now: datetime
    ) -> Resolution:
        parameters = given(insight, question, self._lexicon, now)
        taken = {word for each in parameters.values() for word in split(str(each), {})}
        left = [*self._insights.unanswered(question.plain, insight), *question.names]
        return Resolution(
            tool=insight.tool,
            service="",
            operation=insight.name,
            parameters=parameters,
            regions=question.regions,
            limit=question.limit,
            notes=(f"the insight {insight.name}",),
            ignored=tuple(each for each in _once(left) if not taken.issuperset(split(each, {}))),
            candidates=offered.candidates(matches),
        )

    def _insight(
        self, question: Question, matches: Sequence[Match], tools: Sequence[Tool], now: datetime
    ) -> Insight | None:
        """Choose an insight where it answers more of the question than the best operation."""
        suggested = [
            each
            for each in self._insights.suggest(question.plain, {each.name for each in tools})
            if self._keeps(each.insight, question, now)
        ]
        if not suggested:
            return None
        best = suggested[0]
        if not matches:
            return best.insight if best.score >= WHOLE else None
        if len(tools) > 1 and best.insight.tool != matches[0].tool.name and best.score < WHOLE:
            return None
        wanted = self._wanted(question, best, matches[0], now)
        return best.insight if wanted else None

    def _keeps(self, insight: Insight, question: Question, now: datetime) -> bool:
        """Tell whether an insight can do what a question asks: with its ids, sizes and values.

        It reads what it always reads; only its own parameters make it read less.
        """
        span = question.span
        ahead = bool(span and span.start and span.start >= now)
        if ahead and "start" in insight.parameters:
            return False
        found = given(insight, question, self._lexicon, now)
        needed = {name for name, each in insight.parameters.items() if each.required}
        numbers = (
            any(each.kind != "seconds" for each in question.measures) and "messages" not in found
        )
        return needed <= set(found) and not (question.ids or question.arns or numbers)

    def _wanted(self, question: Question, best: Suggestion, match: Match, now: datetime) -> bool:
        if best.score < ENOUGH:
            return False
        if self._insights.adds(question.plain, best, match.document.named):
            return True
        whole = best.score >= WHOLE
        return whole and (self._insights.asks(best) or not self._callable(question, match, now))

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
        found = self._conditioner.read(self._likely(question, match), operation, (), now)
        return {"AccountId", *found.parameters} >= set(operation.required)

    def _ignored(self, question: Question, match: Match, found: Conditions) -> tuple[str, ...]:
        document, lexicon = match.document, self._lexicon
        used = {stem(word) for each in found.used for word in (each, *split(each, {}))}
        used |= {stem(each) for each in lexicon.services[document.operation.service].names}
        silent = lexicon.stop | lexicon.leads | lexicon.breaks | set(lexicon.places)
        # A word of the documentation explains nothing about a row: "attached" volumes.
        left = [
            word
            for word in split(question.plain, lexicon.same)
            if stem(word) not in used | document.named
            and (word in lexicon.qualities or word not in silent)
            and (word in lexicon.qualities or stem(word) not in document.words)
            and not word.isdigit()
        ]
        names = question.names if len(question.names) > 1 and not found.parameters else ()
        denied = [
            said
            for said, thing in denials(question.plain.casefold())
            if stem(thing) not in used and thing not in silent | set(left)
        ]
        places = [f"not {each}" for each in question.elsewhere]
        given_ = str((found.parameters, found.filters))
        ids = [each for _, each in question.ids if each not in given_]
        return _once([*left, *denied, *names, *ids, *places])

    def _likely(self, question: Question, match: Match) -> Question:
        """Leave out what looks like a name and is made of an operation's own words: dead-letter."""
        names = [
            each
            for each in question.likenesses
            if not {stem(word) for word in split(each, self._lexicon.same)} <= match.document.words
        ]
        return replace(question, likenesses=tuple(names))


def _once(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))[:IGNORED]


def _timely(match: Match, question: Question, now: datetime) -> bool:
    """Tell whether an operation about money tells of the time that a question is about."""
    operation, span = match.document.operation, question.span
    if operation.service != "ce" or span is None:
        return True
    if "Forecast" in operation.name:
        return span.end is None or span.end > now
    return span.start is None or span.start < now


def _best(matches: Sequence[Match]) -> Operation:
    best = matches[0].document.operation
    if not isinstance(best, Operation):
        raise RefusedMeaningError(
            best, matches[0].tool.name, candidates=offered.candidates(matches)
        )
    return best
