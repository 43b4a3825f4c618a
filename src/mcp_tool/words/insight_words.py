"""Which insight a question asks for: its phrases are compared whole, negations included.

An operation fits if it reads the right thing; an insight answers one question about it, so a
question must say nearly all that one of the insight's phrases says, and not much else. "Volumes
without encryption" and "unencrypted volumes" say the same.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from mcp_tool.insights.insight import Insight
from mcp_tool.words.index import Rarity
from mcp_tool.words.lexicon import Lexicon
from mcp_tool.words.text import singular, split, stem

# How much of both must be the same: the harmonic mean of the two shares.
ENOUGH = 0.75
# The word for a thing names it; to ask something about it takes another.
FEWEST = 2

_NO = "no"
_DENIED = frozenset(
    [
        "without",
        "no",
        "not",
        "never",
        "non",
        "lack",
        "lacks",
        "lacking",
        "missing",
        "nobody",
        "nothing",
        "off",
        "t",
    ]
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
        insights: returns the insights; asked when first needed.
        lexicon: which words say nothing.
    """

    def __init__(self, insights: Callable[[], Sequence[Insight]], lexicon: Lexicon) -> None:
        self._insights = insights
        self._lexicon = lexicon
        # A tool is asked about its services anyway.
        self._silent = lexicon.stop | {
            name for called in lexicon.services.values() for name in called.names
        }

    def suggest(
        self, question: str, tools: Collection[str], *, opposite: bool = False
    ) -> list[Suggestion]:
        """List the insights of some tools that a question fits at all, best first.

        Args:
            question: the words, without regions.
            tools: names of tools.
            opposite: let what finds the opposite fit as well: those without for those with.
        """
        said = [
            each for each in split(question, self._lexicon.same) if each not in self._lexicon.stop
        ]
        unsaid = {_NO} if opposite else set()
        asked = frozenset(self._telling(question)) - unsaid
        if len(said) < FEWEST and asked <= self._things:
            return []
        best: dict[str, Suggestion] = {}
        for insight, words in self._phrases:
            wanted = words - unsaid
            score = self._score(asked, wanted, insight) if insight.tool in tools else 0.0
            known = best.get(insight.name)
            # Of two phrases that fit alike, the longer one says more.
            if score > 0 and (not known or _rank(known) < (score, len(words))):
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
        return bool((asked & self._words[suggestion.insight.name]) - frozenset(named))

    def unanswered(self, question: str, insight: Insight) -> Iterator[str]:
        """List the words of a question that an insight has nothing to do with."""
        for word in split(question, self._lexicon.same):
            stems = set(self._telling(word)) - self._words[insight.name] - {_NO}
            if stems and word not in self._lexicon.leads | self._lexicon.breaks:
                yield word

    def asks(self, suggestion: Suggestion) -> bool:
        """Tell whether the phrase that a question fits does more than name things."""
        return len(suggestion.words) > 1 or not suggestion.words <= self._things

    @cached_property
    def _phrases(self) -> Sequence[tuple[Insight, frozenset[str]]]:
        return [
            (each, words)
            for each in self._insights()
            for phrase in (*each.words.split(","), each.summary, each.name)
            if (words := frozenset(self._telling(phrase)))
        ]

    @cached_property
    def _rarity(self) -> Rarity:
        return Rarity([words for _, words in self._phrases])

    @cached_property
    def _things(self) -> frozenset[str]:
        """Words that name things; what is asked about them is said in others."""
        nouns = (each for some in self._lexicon.mains.values() for each in some)
        return frozenset(stem(word) for each in nouns for word in each.split())

    @cached_property
    def _words(self) -> Mapping[str, frozenset[str]]:
        """All the words of an insight."""
        words: dict[str, frozenset[str]] = defaultdict(frozenset)
        for insight, phrase in self._phrases:
            words[insight.name] |= phrase
        return words

    def _score(self, asked: frozenset[str], words: frozenset[str], insight: Insight) -> float:
        asking = words - self._things
        if (_NO in asked) != (_NO in words) or (asking and asking.isdisjoint(asked)):
            return 0.0
        said = self._weight(asked & words) / (self._weight(words) or 1)
        answered = self._weight(asked & self._words[insight.name]) / (self._weight(asked) or 1)
        return 2 * said * answered / (said + answered) if said else 0.0

    def _weight(self, words: Collection[str]) -> float:
        return sum(map(self._rarity.of, words))

    def _telling(self, text: str) -> Iterator[str]:
        for word in split(text, self._lexicon.same):
            if word in _DENIED:
                yield _NO
            elif word not in self._silent:
                one = singular(word)
                yield from _denied(self._lexicon.things.get(one, one))


def _rank(suggestion: Suggestion) -> tuple[float, int]:
    return suggestion.score, len(suggestion.words)


def _denied(word: str) -> Iterator[str]:
    """Take a denial apart: `unencrypted` is no encryption."""
    begin = next((each for each in _DENYING if word.startswith(each)), "")
    rest = word.removeprefix(begin)
    if begin and len(rest) >= 4 and rest.endswith(_DENIABLE):
        yield _NO
        word = rest
    yield stem(word)
