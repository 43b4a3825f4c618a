"""An operation as it is looked up: its name taken apart, and the words that are said of it.

The words come from `operations.json`, which `scripts/generate-words.py` makes of botocore's
documentation, and from the lexicon.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Self

from mcp_tool.catalog import Operation, Refusal
from mcp_tool.shaping.columns import chosen
from mcp_tool.words.lexicon import Lexicon
from mcp_tool.words.phrases import BREAK
from mcp_tool.words.text import Same, singular, split, stem

# Between the thing an operation reads and what it belongs to: `ListTagsForResource`.
_GLUE = frozenset({"for", "by", "to", "in", "with", "of", "from"})

# Words of parameters that name nothing.
_NAMELESS = frozenset(map(stem, ("id", "identifier", "arn", "name", "key", "resource")))

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Document:
    """One operation: allowed, or refused for another reason than writing. All words are stems.

    Attributes:
        operation: the operation.
        verb: what its name begins with, in lower case.
        raw: the rest of its name, as written and in lower case.
        name: the rest of its name.
        head: the thing it reads, the last word of its name before a `For` or `By`.
        plural: whether its name says several of the thing.
        synonyms: other words for what it reads.
        nouns: nouns that mean it when nothing else is said, each as its words.
        summary: the first sentence of its documentation, and
        pairs: the neighbours in it.
        documentation: the rest of its documentation.
        members: the names in its input and output.
        needs: words of the parameters that must be given, without those that name nothing.
        common: whether it has columns of its own, as the operations that people want have.
        first: how near its service is to the one that its tool is named after, 1 is that one.
    """

    operation: Operation | Refusal
    verb: str
    raw: tuple[str, ...]
    name: tuple[str, ...]
    head: str
    plural: bool
    synonyms: frozenset[str]
    nouns: frozenset[tuple[str, ...]]
    summary: frozenset[str]
    pairs: frozenset[Pair]
    documentation: frozenset[str]
    members: frozenset[str]
    needs: frozenset[str]
    common: bool
    first: float

    @property
    def words(self) -> frozenset[str]:
        """All its words."""
        return self.named | self.summary | self.documentation | self.members

    @property
    def named(self) -> frozenset[str]:
        """The words it is called by."""
        return self.synonyms.union(self.name)


class Library:
    """Makes documents; reads the generated words once, and a service's when first asked.

    Args:
        text: the content of `operations.json`.
        lexicon: other words for operations.
    """

    def __init__(self, text: bytes, lexicon: Lexicon) -> None:
        self._text = text
        self._lexicon = lexicon

    @classmethod
    def load(cls, lexicon: Lexicon) -> Self:
        """Read the words that ship with the package."""
        return cls(Path(__file__).with_name("operations.json").read_bytes(), lexicon)

    def document(self, operation: Operation | Refusal, *, first: float) -> Document:
        """Make the document of one operation.

        Args:
            operation: the operation.
            first: how near its service is to its tool's first, 1 is that one.
        """
        verb, *raw = taken(operation.name, self._lexicon.same)
        cut = next((at for at, each in enumerate(raw) if at and each in _GLUE), len(raw))
        thing = raw[cut - 1] if raw else verb
        other = self._lexicon.operations.get(f"{operation.service}:{operation.name}", "")
        nouns = self._lexicon.mains.get(f"{operation.service}:{operation.name}", ())
        summary, documentation, members = self._said(operation)
        phrases = [each.split() for each in summary.split(BREAK)]
        return Document(
            operation=operation,
            verb=verb,
            raw=tuple(raw),
            name=tuple(stem(each) for each in raw if each not in _GLUE),
            head=stem(thing),
            plural=thing != singular(thing),
            synonyms=frozenset(map(stem, split(other, self._lexicon.same))),
            nouns=frozenset(
                tuple(map(stem, self._lexicon.unbranded(each.split()))) for each in nouns
            ),
            summary=frozenset(word for phrase in phrases for word in phrase),
            pairs=frozenset(pair for phrase in phrases for pair in pairwise(phrase)),
            documentation=frozenset(documentation.split()),
            members=frozenset(members.split()),
            needs=self._needs(operation),
            common=bool(chosen(operation.service, operation.name)),
            first=first,
        )

    def _needs(self, operation: Operation | Refusal) -> frozenset[str]:
        required = operation.required if isinstance(operation, Operation) else ()
        words = (stem(word) for each in required for word in split(each, self._lexicon.same))
        # The reader knows the account.
        return frozenset(words) - _NAMELESS if required != ("AccountId",) else frozenset()

    def _said(self, operation: Operation | Refusal) -> tuple[str, str, str]:
        return self._services[operation.service].get(operation.name, ("", "", ""))

    @cached_property
    def _services(self) -> "_Services":
        return _Services(self._text)


class _Services(dict[str, Mapping[str, tuple[str, str, str]]]):
    """The words of each service's operations, parsed when first asked for."""

    def __init__(self, text: bytes) -> None:
        super().__init__()
        self._text = text

    def __missing__(self, service: str) -> Mapping[str, tuple[str, str, str]]:
        self[service] = {
            name: (summary, documentation, members)
            for _, name, summary, documentation, members in self._lines(service)
        }
        return self[service]

    def _lines(self, service: str) -> Iterator[list[str]]:
        opening = json.dumps([service])[:-1].encode() + b","
        start = self._text.find(b"\n" + opening) + 1
        while self._text.startswith(opening, start):
            end = self._text.index(b"\n", start)
            yield json.loads(self._text[start:end].rstrip(b","))
            start = end + 1


def taken(name: str, same: Same) -> list[str]:
    """Take an operation's name apart: its verb and the words of what it reads."""
    return [each for each in split(name, same) if not _version(each)]


def _version(word: str) -> bool:
    return word.isdigit() or (word[0] == "v" and word[1:].isdigit())
