"""How well a question fits an operation: features of both, weighed.

The weights make the right operations of the looked-at half of the question sets most likely among
their candidates (logistic regression); they belong to the features, none of which knows a question
or an operation. Four are set by hand, which speak of the question's noun: `meant`, `noun`, `thing`
and `thing_first`.
"""

from collections.abc import Callable, Collection, Mapping
from itertools import pairwise

from mcp_tool.words.document import Document
from mcp_tool.words.index import Index
from mcp_tool.words.wording import Wording

# Verbs that say nothing about what an operation reads.
_COMMON = frozenset({"list", "describe", "get", "batch", "head", "view"})

# Verbs of operations that tell all about one thing.
_TELLING = frozenset({"get", "describe"})

WEIGHTS: Mapping[str, float] = {
    "named": 0.35,
    "summed_up": 0.08,
    "documented": 0.16,
    "member": 0.20,
    "anywhere": 0.81,
    "asked_name": 0.32,
    "asked_summary": 0.30,
    "summary_pairs": 0.10,
    "name_pairs": 0.14,
    "exact": 0.33,
    "service": 0.38,
    "called": 0.10,
    "thing": 0.20,
    "thing_first": 0.15,
    "number": 0.10,
    "verb": 0.34,
    "list_one": -0.29,
    "rare_verb": 0.50,
    "unasked_verb": -0.20,
    "common": 0.08,
    "details": 0.15,
    "unnamed": -0.15,
    "first": 0.37,
    "length": -0.24,
    "meant": 1.20,
    "noun": 0.30,
}


class Fit:
    """Compares one question with operations.

    Args:
        wording: the question.
        index: the operations it is compared with.
    """

    def __init__(self, wording: Wording, index: Index) -> None:
        self._wording = wording
        self._index = index
        self._affinity = index.affinity(wording)
        # A noun without a verb asks what there is.
        self._several = wording.plural or not wording.verb
        self._known = frozenset(wording.weights)
        self._by_name = {w: v * index.names.of(w) for w, v in wording.weights.items()}
        self._by_text = {w: v * index.texts.of(w) for w, v in wording.weights.items()}

    def score(self, document: Document) -> float:
        """Weigh the features."""
        return sum(WEIGHTS[name] * value for name, value in self.features(document).items())

    def features(self, document: Document) -> dict[str, float]:
        """Compare the question with an operation; every feature is between -1 and about 1."""
        return self._words(document) | self._form(document)

    def _words(self, document: Document) -> dict[str, float]:
        """How many of the question's words the operation has, and how many of its own are asked."""
        named, known, texts = document.named, self._known, self._index.texts
        name = frozenset(document.name)
        pairs = list(pairwise(document.name))
        return {
            "named": _share(self._by_name, named),
            "summed_up": _share(self._by_text, document.summary),
            "documented": _share(self._by_text, document.documentation | document.summary),
            "member": _share(self._by_text, document.members),
            "anywhere": _share(self._by_text, document.words),
            "asked_name": _part(name, known, self._index.names.of),
            "asked_summary": _part(document.summary, known, texts.of),
            "summary_pairs": _ratio(self._wording.pairs & document.pairs, self._wording.pairs),
            "name_pairs": _ratio([each for each in pairs if each in self._wording.pairs], pairs),
            "exact": float(name == known),
            "service": self._affinity.get(document.operation.service, 0.0),
            "called": self._called(document.operation.service),
        }

    def _called(self, service: str) -> float:
        said = self._wording.services & self._index.services
        return (1.0 if service in said else -1.0) if said else 0.0

    def _meant(self, document: Document) -> float:
        """Whether the question's noun alone means this operation, as `databases` does."""
        wording = self._wording
        return float(self._several and wording.alone and wording.noun in document.nouns)

    def _number(self, document: Document) -> float:
        return 1.0 if document.plural == (document.head in self._wording.several) else -1.0

    def _details(self, document: Document) -> float:
        """Whether it is asked what there is to know of one thing, and the operation tells."""
        wording = self._wording
        one = not wording.plural and not document.plural
        return float(wording.details and one and document.verb in _TELLING)

    def _unnamed(self, document: Document) -> float:
        """Whether several things are asked for, and none of those that the operation must know."""
        needs, wording = document.needs, self._wording
        return float(bool(needs) and wording.plural and needs.isdisjoint(wording.later))

    def _form(self, document: Document) -> dict[str, float]:
        """How well the thing, its number and the verb fit.

        `Describe a certificate` is another operation than `List certificates`, with the same nouns.
        """
        wording = self._wording
        thing = document.head in wording.first
        rare = document.verb not in _COMMON
        return {
            "thing": float(wording.head in document.named),
            "thing_first": float(thing),
            "number": self._number(document) if thing else 0.0,
            "details": self._details(document),
            "unnamed": self._unnamed(document),
            "verb": float(document.verb == wording.verb),
            "list_one": float(wording.verb == "list" and not document.plural),
            "rare_verb": float(rare and document.verb in wording.words),
            "unasked_verb": float(rare and document.verb not in wording.words),
            "meant": self._meant(document),
            "noun": float(self._several and wording.noun in document.nouns),
            "common": float(document.common),
            "first": document.first,
            "length": len(set(document.name)) / 5,
        }


def _share(weights: Mapping[str, float], having: Collection[str]) -> float:
    """The part of the question's weight whose words are among those."""
    total = sum(weights.values())
    return sum(value for word, value in weights.items() if word in having) / (total or 1)


def _part(words: Collection[str], known: Collection[str], rarity: Callable[[str], float]) -> float:
    """The part of an operation's words, by rarity, that the question says."""
    total = sum(map(rarity, words))
    return sum(rarity(word) for word in words if word in known) / (total or 1)


def _ratio(some: Collection[object], every: Collection[object]) -> float:
    return len(some) / len(every) if every else 0.0
