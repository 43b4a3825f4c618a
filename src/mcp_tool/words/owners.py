"""Which tool a question belongs to: by its operations' words and its things' names.

Needed only where no tool is named; it looks at every operation of every tool once.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from mcp_tool.tools import Tool
from mcp_tool.words.document import Document
from mcp_tool.words.index import Rarity
from mcp_tool.words.lexicon import Lexicon
from mcp_tool.words.text import singular, split
from mcp_tool.words.wording import Wording

# A tool of few operations would have every word of them to itself.
_SMOOTHING = 10
# Fitted like the weights of `fit.py`, in the same unit.
_WORDS = 1.1
_CALLED = 0.5

Rates = Mapping[str, Mapping[Tool, float]]


class Owners:
    """Weighs tools. Safe to share between threads.

    Args:
        documents: the operations of each tool.
        lexicon: what services and their things are called.
    """

    def __init__(self, documents: Mapping[Tool, Sequence[Document]], lexicon: Lexicon) -> None:
        self._rarity = Rarity([words for some in documents.values() for words in _words(some)])
        self._rates = _rates(documents)
        self._things = {tool: list(_things(tool, lexicon)) for tool in documents}

    def weigh(self, wording: Wording) -> dict[Tool, float]:
        """Tell how much of a question is each tool's."""
        found = {tool: _CALLED * self._called(tool, wording) for tool in self._things}
        whole = sum(v * self._rarity.of(word) for word, v in wording.weights.items())
        for word, weight in wording.weights.items():
            rates = self._rates.get(word, {})
            for tool, rate in rates.items():
                share = rate / sum(rates.values())
                found[tool] += _WORDS * share * weight * self._rarity.of(word) / whole
        return found

    def _called(self, tool: Tool, wording: Wording) -> float:
        """The longer the thing that is named, the surer it is the tool's."""
        text = f" {wording.text} "
        return max(
            (len(each.split()) for each in self._things[tool] if f" {each} " in text), default=0
        )


def _words(documents: Sequence[Document]) -> Iterator[frozenset[str]]:
    return (each.named | each.summary for each in documents)


def _rates(documents: Mapping[Tool, Sequence[Document]]) -> Rates:
    """How often a tool's operations say a word."""
    rates: dict[str, dict[Tool, float]] = defaultdict(dict)
    for tool, some in documents.items():
        counts = Counter(word for words in _words(some) for word in words)
        for word, count in counts.items():
            rates[word][tool] = count / (len(some) + _SMOOTHING)
    return rates


def _things(tool: Tool, lexicon: Lexicon) -> Iterator[str]:
    for service in tool.services:
        called = lexicon.services[service]
        for name in (*called.names, *called.things):
            yield " ".join(map(singular, split(name, lexicon.same)))
