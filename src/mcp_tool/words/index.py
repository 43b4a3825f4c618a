"""One tool's operations as full text: which of them some words could mean, and how rare words are.

SQLite's FTS5 is in the standard library, weighs words as BM25 does, and looks at the operations
that share a word with a question only.
"""

import math
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from mcp_tool.words.compounds import Vocabulary, vocabulary
from mcp_tool.words.document import Document
from mcp_tool.words.wording import Wording

# A word in a name or a synonym counts six times one in the documentation.
_FIND = """
    SELECT rowid FROM operations WHERE operations MATCH ?
    ORDER BY bm25(operations, 6.0, 6.0, 3.0, 1.0, 1.0) LIMIT 60
"""
# A service of few operations would have every word of them to itself.
_SMOOTHING = 3


class Rarity:
    """How much a word tells: the inverse document frequency of BM25.

    Args:
        documents: the words of each document.
    """

    def __init__(self, documents: Sequence[Iterable[str]]) -> None:
        counts = Counter(word for each in documents for word in set(each))
        total = len(documents)
        self._known = {
            word: math.log(1 + (total - count + 0.5) / (count + 0.5))
            for word, count in counts.items()
        }
        self._unknown = math.log(1 + (total + 0.5) / 0.5)

    def of(self, word: str) -> float:
        """Tell how rare a word is; a word that no document has is the rarest."""
        return self._known.get(word, self._unknown)


class Index:
    """The operations of one tool. Safe to share between threads.

    Args:
        documents: the operations.
    """

    def __init__(self, documents: Sequence[Document]) -> None:
        self.documents = documents
        self.services = frozenset(each.operation.service for each in documents)
        self.names = Rarity([each.named for each in documents])
        self.texts = Rarity([each.named | each.summary | each.documentation for each in documents])
        self._database = sqlite3.connect(":memory:", check_same_thread=False)
        self._database.execute(
            "CREATE VIRTUAL TABLE operations"
            " USING fts5(name, synonyms, summary, documentation, members)"
        )
        self._database.executemany(
            "INSERT INTO operations(rowid, name, synonyms, summary, documentation, members)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            ((number, *_columns(each)) for number, each in enumerate(documents)),
        )

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words of the operations' names."""
        return vocabulary(each.raw for each in self.documents)

    def find(self, wording: Wording) -> list[Document]:
        """List the operations that have some of a question's words, the likeliest first.

        Those that its noun means are among them, however much is said of others.
        """
        wanted = " OR ".join(f'"{word}"' for word in wording.weights)
        rows = self._database.execute(_FIND, (wanted,)) if wanted else ()
        found = [self.documents[number] for (number,) in rows]
        return found + [each for each in self._meant.get(wording.noun, ()) if each not in found]

    @cached_property
    def _meant(self) -> Mapping[tuple[str, ...], Sequence[Document]]:
        """The operations that a noun means."""
        meant: dict[tuple[str, ...], list[Document]] = defaultdict(list)
        for each in self.documents:
            for noun in each.nouns:
                meant[noun].append(each)
        return meant

    def affinity(self, wording: Wording) -> Mapping[str, float]:
        """Tell how much of a question's words belongs to each service, 1 together."""
        shares: dict[str, float] = defaultdict(float)
        for word, weight in wording.weights.items():
            rates = self._rates.get(word, {})
            whole = sum(rates.values())
            for service, rate in rates.items():
                shares[service] += weight * self.texts.of(word) * rate / whole
        total = sum(shares.values())
        return {service: share / total for service, share in shares.items()}

    @cached_property
    def _rates(self) -> Mapping[str, Mapping[str, float]]:
        """How often a service's operations say a word."""
        sizes = Counter(each.operation.service for each in self.documents)
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for each in self.documents:
            for word in each.named | each.summary:
                counts[word][each.operation.service] += 1
        return {
            word: {service: count / (sizes[service] + _SMOOTHING) for service, count in by.items()}
            for word, by in counts.items()
        }


def _columns(document: Document) -> tuple[str, ...]:
    words = (
        document.name,
        document.synonyms,
        document.summary,
        document.documentation,
        document.members,
    )
    return tuple(" ".join(each) for each in words)
