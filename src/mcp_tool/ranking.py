"""Which operations some words fit: full text over names, synonyms and documentation, then names.

SQLite's FTS5 finds the candidates (it stems and weighs, and is in the standard library); how well
an operation's own name is covered by the words decides among them, because documentation is full
of the words of its neighbours. A tool's index is built when it is first asked, in a few
milliseconds.
"""

import re
import sqlite3
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mcp_tool.catalog import Catalog, Operation, Refusal
from mcp_tool.lexicon import Lexicon
from mcp_tool.tools import Tool

CANDIDATES = 40
SYNONYM = 0.8

_CAMEL = re.compile(r"[A-Z]+s?(?![a-z])|[A-Z][a-z0-9]+|[a-z0-9]+")
_VERBS = frozenset({"list", "describe", "get", "batch", "lookup", "search", "head", "check"})
_READ = frozenset({"secret", "data-body", "side-effect", "billed"})


@dataclass(frozen=True, slots=True)
class Document:
    """An operation as it is looked up: allowed, or refused for another reason than writing."""

    operation: Operation | Refusal
    words: tuple[str, ...]
    synonyms: frozenset[str]
    text: str


@dataclass(frozen=True, slots=True)
class Match:
    """How well some words fit an operation: 0 is not at all, 1 is its name."""

    document: Document
    score: float


class Ranking:
    """The indexes of the tools, each built when first asked. Safe to share between threads.

    Args:
        catalog: the operations.
        lexicon: other words for them.
    """

    def __init__(self, catalog: Catalog, lexicon: Lexicon) -> None:
        self._catalog = catalog
        self._lexicon = lexicon
        self._lock = threading.Lock()
        self._indexes: dict[str, _Index] = {}

    def rank(self, words: Sequence[str], tools: Iterable[Tool]) -> list[Match]:
        """Rank the operations of some tools by how well words fit them, best first."""
        same, stop = self._lexicon.same, self._lexicon.stop
        content = [stem(same.get(word, word)) for word in words if word not in stop]
        matches: list[Match] = []
        for tool in tools:
            with self._lock:
                if tool.name not in self._indexes:
                    self._indexes[tool.name] = _Index(self._documents(tool))
                matches += self._indexes[tool.name].find(content, words)
        return sorted(matches, key=lambda match: -match.score)

    def _documents(self, tool: Tool) -> list[Document]:
        refused = [
            each
            for each in self._catalog.refusals(tool.name)
            if each.reason in _READ and f"{each.service}:{each.name}" not in self._lexicon.unmeant
        ]
        operations: list[Operation | Refusal] = [*self._catalog.operations(tool.name), *refused]
        return [self._document(each) for each in operations]

    def _document(self, operation: Operation | Refusal) -> Document:
        other = self._lexicon.operations.get(f"{operation.service}:{operation.name}", "")
        words = [each.casefold() for each in _CAMEL.findall(operation.name)]
        said = operation.summary if isinstance(operation, Operation) else operation.why
        return Document(
            operation,
            tuple(stem(each) for each in words if each not in _VERBS),
            frozenset(stem(each) for each in other.split()),
            f"{' '.join(words)} {other} {operation.service} {said}",
        )


class _Index:
    """Full text of one tool's operations."""

    def __init__(self, documents: list[Document]) -> None:
        self._documents = documents
        self._database = sqlite3.connect(":memory:", check_same_thread=False)
        self._database.execute(
            "CREATE VIRTUAL TABLE operations USING fts5(name, other, text,"
            " tokenize = 'porter unicode61')"
        )
        self._database.executemany(
            "INSERT INTO operations(rowid, name, other, text) VALUES (?, ?, ?, ?)",
            (
                (number, " ".join(each.words), " ".join(each.synonyms), each.text)
                for number, each in enumerate(documents)
            ),
        )

    def find(self, content: list[str], words: Sequence[str]) -> list[Match]:
        if not content:
            return []
        wanted = " OR ".join(f'"{word}"' for word in dict.fromkeys(content))
        rows = self._database.execute(
            "SELECT rowid, bm25(operations, 6.0, 8.0, 1.0) FROM operations"
            " WHERE operations MATCH ? ORDER BY 2 LIMIT ?",
            (wanted, CANDIDATES),
        ).fetchall()
        best = -rows[0][1] if rows else 1.0
        return [
            Match(
                self._documents[number],
                _score(self._documents[number], content, words, -rank / best),
            )
            for number, rank in rows
        ]


def _score(document: Document, content: list[str], words: Sequence[str], text: float) -> float:
    asked = set(content)
    named = set(document.words)
    own = len(named & asked) / len(named) if named else 0.0
    # A common thing called by another name (`databases`) is as good as called by its own.
    own = max(own, SYNONYM * len(asked & document.synonyms) / len(asked))
    known = len(asked & (named | document.synonyms)) / len(asked)
    fit = 2 * own * known / (own + known) if own + known else 0.0
    # What a question is about mostly comes first: `users without MFA` are users.
    first = 0.08 if content[0] in named | document.synonyms else 0.0
    return 0.5 * fit + 0.15 * known + 0.25 * text + first + _form(document.operation, words)


def _form(operation: Operation | Refusal, words: Sequence[str]) -> float:
    """How well the form of the words fits: the verb, and one thing or many.

    `Describe a certificate` is another operation than `List certificates`, with the same nouns.
    """
    verb, *nouns = (each.casefold() for each in _CAMEL.findall(operation.name))
    exact = 0.08 if nouns and nouns[-1] in words else 0.0
    needs = len(operation.required) if isinstance(operation, Operation) else 2
    return exact + (0.03 if verb in words else 0.0) - 0.02 * min(needs, 3)


def stem(word: str) -> str:
    """Take the plural off a word; enough to compare a question's nouns with an API's."""
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("sses", "xes", "ches", "shes", "uses")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        return word[:-1]
    return word
