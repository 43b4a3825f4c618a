"""Which insight a question asks for: its phrases are compared whole, negations included.

An operation fits if it reads the right thing; an insight answers one question about it, so a
question must say nearly all that one of the insight's phrases says, and not much else. "Volumes
without encryption" and "unencrypted volumes" say the same.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from mcp_tool.insights.insight import Insight
from mcp_tool.words.index import Rarity
from mcp_tool.words.lexicon import Lexicon
from mcp_tool.words.text import split, stem

# How much of both must be the same: the harmonic mean of the two shares.
ENOUGH = 0.75

_NO = "no"
_DENIED = frozenset(
    {"without", "no", "not", "never", "non", "lack", "lacks", "lacking", "missing", "nobody", "t"}
)
# `unused` is not used; `under` and `union` deny nothing.
_DENYING = ("un", "dis", "non")
_DENIABLE = ("ed", "able", "healthy", "public")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An insight, how well a question fits it, from 0 to 1, and the phrase that it fits."""

    insight: Insight
    score: float
    words: frozenset[str]


class InsightWords:
    """The phrases of the insights.

    Args:
        insights: the insights.
        lexicon: which words say nothing.
    """

    def __init__(self, insights: Sequence[Insight], lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._phrases = [
            (each, words)
            for each in insights
            for phrase in (*each.words.split(","), each.summary, each.name)
            if (words := frozenset(self._telling(phrase)))
        ]
        self._rarity = Rarity([words for _, words in self._phrases])
        self._words = {
            each.name: frozenset[str]().union(
                *(words for insight, words in self._phrases if insight is each)
            )
            for each in insights
        }

    def suggest(self, question: str, tools: Collection[str]) -> list[Suggestion]:
        """List the insights of some tools that a question fits at all, best first.

        Args:
            question: the words, without regions.
            tools: names of tools.
        """
        asked = frozenset(self._telling(question))
        best: dict[str, Suggestion] = {}
        for insight, words in self._phrases:
            score = self._score(asked, words, insight) if insight.tool in tools else 0.0
            if score > 0 and (insight.name not in best or best[insight.name].score < score):
                best[insight.name] = Suggestion(insight, score, words)
        return sorted(best.values(), key=lambda each: -each.score)

    def adds(self, question: str, suggestion: Suggestion, named: Collection[str]) -> bool:
        """Tell whether an insight answers to words of a question that an operation has not.

        Args:
            question: the words.
            suggestion: the insight.
            named: the stems by which the operation is called.
        """
        asked = frozenset(self._telling(question))
        return bool((asked & suggestion.words) - frozenset(named))

    def _score(self, asked: frozenset[str], words: frozenset[str], insight: Insight) -> float:
        if (_NO in asked) != (_NO in words):
            return 0.0
        said = self._weight(asked & words) / self._weight(words)
        answered = self._weight(asked & self._words[insight.name]) / (self._weight(asked) or 1)
        return 2 * said * answered / (said + answered) if said else 0.0

    def _weight(self, words: Collection[str]) -> float:
        return sum(map(self._rarity.of, words))

    def _telling(self, text: str) -> Iterator[str]:
        for word in split(text, self._lexicon.same):
            if word in _DENIED:
                yield _NO
            elif word not in self._lexicon.stop:
                yield from _denied(word)


def _denied(word: str) -> Iterator[str]:
    """Take a denial apart: `unencrypted` is no encryption."""
    begin = next((each for each in _DENYING if word.startswith(each)), "")
    rest = word.removeprefix(begin)
    if begin and len(rest) >= 4 and rest.endswith(_DENIABLE):
        yield _NO
        word = rest
    yield stem(word)
