"""Plain words to one operation of a tool, its parameters, and what is left to the rows.

Deterministic: the same words give the same plan. Words that ask for a change are refused, words
for an operation that is refused get its reason, and words that fit badly get candidates: a wrong
answer is worse than a question back.
"""

import re
from collections.abc import Sequence

from mcp_tool.aws.models import Models
from mcp_tool.catalog import Catalog, Operation
from mcp_tool.conditions import Conditioner, Conditions
from mcp_tool.errors import AmbiguousError, Candidate, RefusedError
from mcp_tool.lexicon import Lexicon
from mcp_tool.question import Question, change, read
from mcp_tool.ranking import Match, Ranking, stem
from mcp_tool.resolution import Resolution
from mcp_tool.shaping.grid import standard
from mcp_tool.tools import Tool

CANDIDATES = 5
POOR_FIT = 0.3
IGNORED = 6


class Resolver:
    """Resolves questions; safe to share between threads.

    Args:
        catalog: the operations.
        models: botocore's description of them.
        lexicon: what words mean.
    """

    def __init__(self, catalog: Catalog, models: Models, lexicon: Lexicon) -> None:
        self._models = models
        self._lexicon = lexicon
        self._ranking = Ranking(catalog, lexicon)
        self._conditioner = Conditioner(models, lexicon)

    def resolve(self, query: str, tools: Sequence[Tool]) -> Resolution:
        """Find what a question reads.

        Args:
            query: the words.
            tools: where to look; one tool, or all to choose it too.

        Raises:
            RefusedError: the words ask for a change, or for what may not be read.
            AmbiguousError: they fit nothing well.
        """
        question = read(query, self._lexicon, self._models.regions)
        verb = change(question.text, self._lexicon)
        if verb:
            raise RefusedError(
                f"These tools only read; {verb!r} asks for a change.",
                reason="write",
                hint="Ask what there is, or what state it is in.",
            )
        matches = self._ranking.rank(question.words, tools)
        best = _best(matches)
        columns = standard(best, self._models)
        found = self._conditioner.read(question, best, columns)
        return Resolution(
            operation=best,
            parameters=found.parameters,
            regions=question.regions,
            filters=tuple(found.filters),
            order=found.order,
            limit=question.limit,
            notes=tuple(found.notes),
            ignored=self._ignored(question, matches[0], found),
            candidates=candidates(matches),
        )

    def _ignored(self, question: Question, match: Match, found: Conditions) -> tuple[str, ...]:
        document = match.document
        known = {*document.words, *document.synonyms, *(stem(each) for each in found.used)}
        known |= {stem(word) for word in document.text.casefold().replace(".", " ").split()}
        places = " ".join(self._models.regions.get(each, "") for each in question.regions)
        known |= set(question.regions) | set(re.findall(r"\w+", places.casefold()))
        left = [
            word
            for word in question.words
            if word not in self._lexicon.stop | self._lexicon.places.keys() | {"region", "regions"}
            and stem(self._lexicon.same.get(word, word)) not in known
            and not word.isdigit()
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
    if not matches or matches[0].score < POOR_FIT:
        raise AmbiguousError(
            "The words fit no operation well enough to answer with it.",
            hint="Choose a candidate as operation, or name the resource in other words.",
            candidates=candidates(matches),
        )
    best = matches[0].document.operation
    if not isinstance(best, Operation):
        raise RefusedError(
            f"{best.service} {best.name} may not be called. {best.why}",
            reason=best.reason,
            hint="Ask for what surrounds it: names, states, settings.",
            candidates=candidates(matches),
        )
    return best
