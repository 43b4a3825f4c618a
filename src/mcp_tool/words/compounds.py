"""Compounds: people and AWS write `work group`, `workgroup` and `WorkGroup`; names decide."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mcp_tool.words.text import singular


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of some operation names.

    Attributes:
        words: each word, in the singular.
        joined: two neighbours written as one word -> the two.
    """

    words: frozenset[str]
    joined: Mapping[str, tuple[str, str]]


def vocabulary(names: Iterable[Sequence[str]]) -> Vocabulary:
    """Collect the words of names, each given as its words in order."""
    listed = list(names)
    pairs = {pair for each in listed for pair in pairwise(each)}
    return Vocabulary(
        words=frozenset(singular(word) for each in listed for word in each),
        joined={singular(left + right): (left, right) for left, right in sorted(pairs)},
    )


def written(phrase: Sequence[str], known: Vocabulary) -> Iterator[str]:
    """Write the compounds of a phrase as operation names do."""
    at = 0
    while at < len(phrase):
        word = phrase[at]
        both = word + phrase[at + 1] if at + 1 < len(phrase) else ""
        if both and singular(both) in known.words:
            yield both
            at += 1
        elif singular(word) not in known.words and singular(word) in known.joined:
            left, right = known.joined[singular(word)]
            yield from (left, right if word == singular(word) else word[len(left) :])
        else:
            yield word
        at += 1
