"""Which operations some words fit, best first, in one tool or in all."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass

from mcp_tool.catalog import Catalog, Operation, Refusal
from mcp_tool.tools import Tool
from mcp_tool.words.compounds import vocabulary
from mcp_tool.words.document import Document, Library
from mcp_tool.words.fit import Fit
from mcp_tool.words.index import Index
from mcp_tool.words.lexicon import Lexicon
from mcp_tool.words.owners import Owners
from mcp_tool.words.wording import read

# Of all tools, those that are looked at closely.
SHORTLIST = 8


@dataclass(frozen=True, slots=True)
class Match:
    """How well some words fit an operation.

    Attributes:
        document: the operation.
        tool: its tool.
        score: how well it fits; comparable within one ranking.
        fit: how well it fits by itself, comparable between questions.
        about: whether the operation has a word of what the question is about first.
    """

    document: Document
    tool: Tool
    score: float
    fit: float
    about: bool


class Ranking:
    """The indexes of the tools, each built when first asked. Safe to share between threads.

    Args:
        catalog: the operations.
        lexicon: what words mean.
    """

    def __init__(self, catalog: Catalog, lexicon: Lexicon) -> None:
        self._catalog = catalog
        self._lexicon = lexicon
        self._library = Library.load(lexicon)
        self._lock = threading.Lock()
        self._indexes: dict[str, Index] = {}
        self._owners: Owners | None = None

    def rank(self, question: str, tools: Sequence[Tool]) -> list[Match]:
        """Rank the operations of some tools by how well a question fits them, best first."""
        readers = [each for each in tools if each.services]
        weights = (
            self._weigh(question, readers) if len(readers) > 1 else dict.fromkeys(readers, 0.0)
        )
        likely = sorted(weights, key=lambda tool: -weights[tool])[:SHORTLIST]
        matches = [
            match for tool in likely for match in self._within(question, tool, weights[tool])
        ]
        return sorted(matches, key=lambda match: -match.score)

    def index(self, tool: Tool) -> Index:
        """Return a tool's index."""
        with self._lock:
            if tool.name not in self._indexes:
                self._indexes[tool.name] = Index(self._documents(tool))
            return self._indexes[tool.name]

    def _within(self, question: str, tool: Tool, weight: float) -> list[Match]:
        index = self.index(tool)
        wording = read(question, self._lexicon, index.vocabulary)
        fit = Fit(wording, index)
        scores = [(each, fit.score(each)) for each in index.find(wording)]
        return [
            Match(each, tool, score + weight, score, about=not wording.first.isdisjoint(each.words))
            for each, score in scores
        ]

    def _weigh(self, question: str, tools: Sequence[Tool]) -> dict[Tool, float]:
        documents = {tool: self.index(tool).documents for tool in tools}
        with self._lock:
            if self._owners is None:
                self._owners = Owners(documents, self._lexicon)
        return self._owners.weigh(read(question, self._lexicon, vocabulary([])))

    def _documents(self, tool: Tool) -> list[Document]:
        refused = [
            each
            for each in self._catalog.refusals(tool.name)
            if each.reason != "write" and f"{each.service}:{each.name}" not in self._lexicon.unmeant
        ]
        operations: list[Operation | Refusal] = [*self._catalog.operations(tool.name), *refused]
        return [
            self._library.document(each, first=1 / (1 + tool.services.index(each.service)))
            for each in operations
        ]
