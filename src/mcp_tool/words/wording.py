"""A question as it is compared with operations: stems, and how much each of them counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mcp_tool.words.compounds import Vocabulary, written
from mcp_tool.words.document import Pair
from mcp_tool.words.lexicon import Lexicon
from mcp_tool.words.phrases import marked, phrases
from mcp_tool.words.text import singular, stem

# What a word counts in the first phrase, the second, and those after.
PLACES = (1.0, 0.5, 0.3)

# Verbs that say how many things are asked for, or that AWS names operations by.
_VERBS = frozenset(
    "list describe get retrieve view display show return search check".split()  # noqa: SIM905  shorter
)
# Words that ask what there is to know of a thing, if they stand at the beginning.
_DETAILS = frozenset(
    "detail details info information describe get display retrieve return view".split()  # noqa: SIM905  shorter
)
_BEGINNING = 5


@dataclass(frozen=True, slots=True)
class Wording:
    """A question's words.

    Attributes:
        weights: stem -> what it counts.
        head: the thing asked about, the last word of the first phrase.
        plural: whether the question says several of it.
        details: whether it asks what there is to know.
        several: the words of the first phrase that are in the plural.
        noun: the first phrase in order, without what only says which of a kind.
        alone: whether nothing else is said, as in "tables of a catalogue".
        first: the first phrase.
        later: the words of the others that say one of something.
        pairs: neighbours.
        verb: the verb it opens with, empty if none that matters.
        words: every word as written, in lower case.
        text: all of them, in the singular.
        services: the services it names.
    """

    weights: Mapping[str, float]
    head: str
    plural: bool
    details: bool
    several: frozenset[str]
    noun: tuple[str, ...]
    alone: bool
    first: frozenset[str]
    later: frozenset[str]
    pairs: frozenset[Pair]
    verb: str
    words: frozenset[str]
    text: str
    services: frozenset[str]


def read(question: str, lexicon: Lexicon, vocabulary: Vocabulary) -> Wording:
    """Read a question with the words of some operations.

    Args:
        question: one line of text.
        lexicon: which words mean nothing.
        vocabulary: how the operations write compounds.
    """
    words = marked(question, lexicon.same)
    cut = [list(written(each, vocabulary)) for each in phrases(words, lexicon)]
    stemmed = [[stem(word) for word in each] for each in cut]
    weights: dict[str, float] = {}
    for place, phrase in enumerate(stemmed):
        for word in phrase:
            weights.setdefault(word, PLACES[min(place, len(PLACES) - 1)])
    last = cut[0][-1] if cut[0] else ""
    return Wording(
        weights=weights,
        head=stem(last) if last else "",
        plural=last != singular(last),
        details=not _DETAILS.isdisjoint(words[:_BEGINNING]),
        several=frozenset(stem(word) for word in cut[0] if word != singular(word)),
        noun=tuple(
            stem(word) for word in lexicon.unbranded(cut[0]) if word not in lexicon.qualities
        ),
        alone=all(word in lexicon.qualities for phrase in cut[1:] for word in phrase),
        first=frozenset(stemmed[0]),
        later=frozenset(
            stem(word) for phrase in cut[1:] for word in phrase if word == singular(word)
        ),
        pairs=frozenset(pair for phrase in stemmed for pair in pairwise(phrase)),
        verb=next((word for word in words if word in _VERBS), ""),
        words=frozenset(words),
        text=" ".join(map(singular, words)),
        services=services(words, lexicon),
    )


def services(words: Sequence[str], lexicon: Lexicon) -> frozenset[str]:
    """List the services that words name; `cloudwatch logs` names one service, not two."""
    text = f" {' '.join(words)} "
    said = {
        name: service
        for service, called in lexicon.services.items()
        for name in called.names
        if f" {name} " in text
    }
    return frozenset(
        service
        for name, service in said.items()
        if not any(name in other and name != other for other in said)
    )
