"""How well a question fits an operation: features of both, weighed.

The weights make the right operations of the looked-at half of the question sets most likely among
their candidates (logistic regression); they belong to the features, none of which knows a question
or an operation. `meant` alone is set by hand: it speaks only where a noun stands by itself.
"""

from collections.abc import Callable, Collection, Mapping
from itertools import pairwise

from mcp_tool.words.document import Document
from mcp_tool.words.index import Index
from mcp_tool.words.wording import Wording

# Verbs that say nothing about what an operation reads.
_COMMON = frozenset({"list", "describe", "get", "batch", "head", "view"})

WEIGHTS: Mapping[str, float] = {
    "named": 0.39,
    "summed_up": 0.14,
    "documented": 0.30,
    "member": 0.26,
    "anywhere": 0.58,
    "asked_name": 0.35,
    "asked_summary": 0.30,
    "summary_pairs": 0.20,
    "name_pairs": 0.22,
    "exact": 0.28,
    "service": 0.23,
    "called": 0.14,
    "thing": 0.25,
    "thing_first": 0.18,
    "number": 0.18,
    "verb": 0.29,
    "list_one": -0.23,
    "rare_verb": 0.32,
    "unasked_verb": -0.10,
    "common": 0.12,
    "spoken": 0.14,
    "first": 0.20,
    "length": -0.18,
    "meant": 1.20,
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
        every = named | document.summary | document.documentation | document.members
        pairs = list(pairwise(document.name))
        return {
            "named": _share(self._by_name, named),
            "summed_up": _share(self._by_text, document.summary),
            "documented": _share(self._by_text, document.documentation | document.summary),
            "member": _share(self._by_text, document.members),
            "anywhere": _share(self._by_text, every),
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
        several = wording.plural or not wording.verb
        return float(several and wording.alone and wording.noun in document.nouns)

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
            "number": (1.0 if document.plural == wording.plural else -1.0) if thing else 0.0,
            "verb": float(document.verb == wording.verb),
            "list_one": float(wording.verb == "list" and not document.plural),
            "rare_verb": float(rare and document.verb in wording.words),
            "unasked_verb": float(rare and document.verb not in wording.words),
            "meant": self._meant(document),
            "common": float(document.common),
            "spoken": float(bool(document.synonyms)),
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
